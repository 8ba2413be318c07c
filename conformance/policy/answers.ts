import { type Direction, decide, type Identity, type PortSet, type Restriction, relate, type World } from '../../lib/policy';
import { aggregateOf } from '../../lib/policy/aggregate';
import { isHost } from '../../lib/policy/world';
import { type EngineAnswer, type EngineFilter, groups, type Probe } from './ask';
import { restrictionOf } from './engine-restriction';

/** What is answered for one subject in one direction, with a word for each peer and, within it, each kind of traffic. */
export interface Answers {
  readonly subject: number;
  readonly direction: Direction;
  readonly words: readonly string[];
}

/** A word that says of a proxy no more than that it is in the way. */
const withoutContent = (text: string) => (text.startsWith('R') ? 'R' : text);

const bothDirections = ['ingress', 'egress'] as const;

/** A word for what a side's policies make of a connection. */
const word = (redirected: boolean, restriction: Restriction) =>
  redirected ? `R(${restriction === undefined ? '*' : restriction.join(' | ')})` : 'A';

/**
 * Whether what a proxy lets pass hangs on more than files: Cilium 1.19 lets the node itself pass if the agent knew the selector
 * of a rule before it made the policy.
 *
 * @see cilium 1.19.6 pkg/policy/l4.go (attach)
 */
function hangsOnMore({ profile }: World, direction: Direction, peer: Identity | undefined): boolean {
  return profile.cilium === '1.19' && profile.allowLocalhost && direction === 'ingress' && peer !== undefined && isHost(peer);
}

/** What our engine answers: about every identity that has a say, every peer and every kind of traffic. */
export function ourAnswers(world: World, probes: readonly Probe[]): Answers[] {
  const relation = relate(world);
  const known = new Map<PortSet, readonly string[]>();
  const wordsOf = (set: PortSet, direction: Direction) => {
    const words =
      known.get(set) ??
      probes.map(([protocol, port]) => {
        const state = set.at(protocol as Parameters<PortSet['at']>[0], port);
        if (state === undefined) return '.';
        return state.verdict === 'unknown' ? '?' : word(state[direction] !== undefined, state[direction]?.restriction);
      });
    known.set(set, words);
    return words;
  };
  return world.identities.flatMap((identity, subject) =>
    isAsked(identity, world)
      ? bothDirections.map((direction) => ({
          subject,
          direction,
          words: world.identities.flatMap((other, peer) => {
            const words = wordsOf(
              direction === 'egress' ? relation.egressPorts(subject, peer) : relation.ingressPorts(peer, subject),
              direction,
            );
            return hangsOnMore(world, direction, other) ? words.map(withoutContent) : words;
          }),
        }))
      : [],
  );
}

/** Whether the engine is asked about policies of this identity; it answers even where nothing is enforced. */
function isAsked(identity: Identity, { profile }: World): boolean {
  return isHost(identity) ? profile.hostFirewall : identity.endpoint;
}

/** What Cilium's engine answers, in the same order and the same words. */
export function engineAnswers(world: World, probes: readonly Probe[], answer: EngineAnswer): Answers[] {
  const filters = new Map<string, EngineFilter[]>();
  for (const filter of answer.filters ?? []) {
    const key = `${filter.subject} ${filter.direction}`;
    filters.set(key, [...(filters.get(key) ?? []), filter]);
  }
  const places = world.identities.map((identity, index) => placesOf(identity, index, world));
  return world.identities.flatMap((subject, s) =>
    bothDirections.flatMap((direction) => {
      const verdicts = answer.verdicts[direction][s] ?? '';
      if (verdicts === '') return [];
      const words = world.identities.flatMap((other, p) =>
        probes.map((probe, i) => {
          const mark = verdicts[p * probes.length + i] as string;
          if (mark !== 'R') return mark;
          if (hangsOnMore(world, direction, other)) return withoutContent('R()');
          return word(true, restrictionOf(filters.get(`${s} ${direction}`) ?? [], places[p] ?? [], probe, { subject, other, world }));
        }),
      );
      return [{ subject: s, direction, words }];
    }),
  );
}

/** The places of an identity, and of the group that it is kept with, in what was asked. */
function placesOf(identity: Identity, index: number, world: World): readonly number[] {
  const group = aggregateOf(identity, world.profile)?.labels[0]?.key;
  const place = group === undefined ? -1 : groups.indexOf(group as (typeof groups)[number]);
  return place < 0 ? [index] : [index, world.identities.length + place];
}

/** The questions on which two sets of answers differ, in words. */
export function differences(world: World, probes: readonly Probe[], ours: readonly Answers[], engine: readonly Answers[]): string[] {
  if (ours.length !== engine.length) return [`we judge ${ours.length} sides of endpoints, the engine ${engine.length}`];
  return ours.flatMap(({ subject, direction, words }, i) => {
    const other = engine[i] as Answers;
    if (other.subject !== subject || other.direction !== direction)
      return [`sides differ: ${subject} ${direction}, ${other.subject} ${other.direction}`];
    return words.flatMap((mine, n) => {
      if (mine === other.words[n]) return [];
      const [protocol, port] = probes[n % probes.length] as Probe;
      const peer = world.identities[Math.floor(n / probes.length)];
      return [
        `${direction} of [${world.identities[subject]?.name}], peer [${peer?.name}], ${protocol} ${port}: ours ${mine}, engine ${other.words[n]}`,
      ];
    });
  });
}

/** The questions, of every so many, on which the plain definition differs from what was worked out for all of them. */
export function misgivings(world: World, probes: readonly Probe[], ours: readonly Answers[], every: number): string[] {
  let count = 0;
  return ours.flatMap(({ subject, direction, words }) =>
    words.flatMap((mine, n) => {
      count += 1;
      if (count % every !== 0) return [];
      const [protocol, port] = probes[n % probes.length] as Probe;
      const peer = world.identities[Math.floor(n / probes.length)] as Identity;
      const decision = decide(
        {
          direction,
          subject: world.identities[subject] as Identity,
          peer,
          protocol: protocol as Parameters<typeof decide>[0]['protocol'],
          port,
        },
        world,
      );
      const decided =
        decision.verdict === 'denied'
          ? '.'
          : decision.verdict === 'unknown'
            ? '?'
            : word(decision.parser !== undefined, decision.restriction);
      const plain = hangsOnMore(world, direction, peer) ? withoutContent(decided) : decided;
      return plain === mine
        ? []
        : [
            `${direction} of [${world.identities[subject]?.name}], peer [${peer.name}], ${protocol} ${port}: decided ${plain}, related ${mine}`,
          ];
    }),
  );
}
