import type { Entry } from '../entry';
import type { Parser, Restriction } from '../l7';
import { matches } from '../selector';
import type { Truth } from '../truth';
import { hasSay, isAlwaysClosed, isHost, type World } from '../world';
import { isAbout, isOfPeer, type Question, selectorsFor, speaksBy, speaksOf } from './applied';
import { type Allowing, proxied } from './passages';

/** Whether a connection comes about, as far as one side's policies go. */
export type Verdict = 'allowed' | 'denied' | 'unknown';

/**
 * What a verdict rests on.
 *
 * - `no-say`: no policy is enforced at this side, since it is no endpoint of the cluster or enforcement is off.
 * - `not-selected`: no policy is about the subject in this direction.
 * - `rule`: rules that allow, or deny, the connection.
 * - `localhost`: a node reaches its own pods whatever policies say.
 * - `unread`: a policy may be about the subject that isn't read here, and comes before or after all others.
 * - `conflict`: the rules about the subject can't be merged, and agents keep whatever they had before.
 * - `default`: no rule speaks of the connection; it is denied if a policy isolates the subject, and allowed otherwise.
 */
export type Ground = 'no-say' | 'not-selected' | 'rule' | 'localhost' | 'conflict' | 'unread' | 'default';

/** The verdict of one side, and why. */
export interface Decision {
  readonly verdict: Verdict;
  readonly ground: Ground;
  /** The rules that decided; for a default, those that isolate the subject. */
  readonly entries: readonly Entry[];
  /** The part of the proxy that an allowed connection goes through. */
  readonly parser?: Parser;
  /** What the proxy lets pass of an allowed connection. */
  readonly restriction: Restriction;
}

/**
 * Decides about a connection by the rules of one side, as Cilium defines it. This is the definition that everything faster is
 * compared with; it looks at every entry for every question.
 *
 * What can't be known from files makes the verdict unknown wherever it matters: the answer is worked out once with everything
 * unknown in favour of the connection and once against it.
 *
 * @see cilium 1.20.2 pkg/policy/repository.go (computePolicyEnforcementAndRules) and pkg/policy/mapstate.go
 */
export function decide(question: Question, world: World): Decision {
  const kindly = decideWith(true, question, world);
  const harshly = decideWith(false, question, world);
  const agreed = kindly.verdict === harshly.verdict && String(kindly.restriction) === String(harshly.restriction);
  return agreed ? kindly : { ...kindly, verdict: 'unknown', restriction: undefined };
}

function decideWith(kind: boolean, question: Question, world: World): Decision {
  const { direction, subject, peer } = question;
  if (!hasSay(subject, world.profile)) return { verdict: 'allowed', ground: 'no-say', entries: [], restriction: undefined };

  if (world.unsettled?.has(subject)) return { verdict: 'unknown', ground: 'conflict', entries: [], restriction: undefined };

  if (world.unread?.[direction].has(subject)) return { verdict: 'unknown', ground: 'unread', entries: [], restriction: undefined };

  const holds = (truth: Truth, favourable: boolean) => truth ?? favourable === kind;
  const about = world.entries.filter((e) => holds(isAbout(e, subject, direction, world), e.verdict === 'allow'));
  const isolating = world.entries.filter((e) => e.defaultDeny && holds(isAbout(e, subject, direction, world), false));
  const alwaysClosed = isAlwaysClosed(subject, world.profile);
  if (about.length === 0 && isolating.length === 0 && !alwaysClosed) {
    return { verdict: 'allowed', ground: 'not-selected', entries: [], restriction: undefined };
  }

  const closed = alwaysClosed || isolating.length > 0;
  const local =
    direction === 'ingress' &&
    world.profile.allowLocalhost &&
    isHost(peer) &&
    !isHost(subject) &&
    (about.length > 0 || world.profile.cilium === '1.19');
  for (const tier of [0, 1, 2]) {
    const ofTier = about.filter((e) => e.tier === tier);
    for (const priority of [...new Set(ofTier.map((e) => e.priority))].sort((a, b) => a - b)) {
      const speaking = ofTier.filter((e) => e.priority === priority && holds(speaksOf(e, question, world), e.verdict === 'allow'));
      const denying = speaking.filter((e) => e.verdict === 'deny');
      if (denying.length > 0) return { verdict: 'denied', ground: 'rule', entries: denying, restriction: undefined };
      const allowing = speaking.filter((e) => e.verdict === 'allow');
      if (allowing.length > 0) {
        const ways = allowing.flatMap((e) => waysOf(e, question, world, kind));
        return { verdict: 'allowed', ground: 'rule', entries: allowing, ...proxied(ways, !closed || local) };
      }
      if (speaking.length > 0) break;
    }
  }

  if (!closed) return { verdict: 'allowed', ground: 'default', entries: [], restriction: undefined };
  if (local) return { verdict: 'allowed', ground: 'localhost', entries: [], restriction: undefined };
  return { verdict: 'denied', ground: 'default', entries: isolating, restriction: undefined };
}

/** By which selectors and ports an entry allows the connection; ports that aren't known count in its favour alone. */
function waysOf(entry: Entry, question: Question, world: World, kind: boolean): Allowing[] {
  const { ports } = entry;
  const ranges = ports === 'all' ? [undefined] : ports.filter((range) => speaksBy(range, entry, question, world) ?? kind);
  const selectors = new Map(selectorsFor(entry, question, world).map((selector) => [selector.key, selector]));
  return [...selectors].flatMap(([key, selector]) =>
    ranges
      .filter((range) => range === undefined || !isOfPeer(range, question) || matches(selector, question.peer, world.profile) !== false)
      .map((range) => ({ selector: key, range })),
  );
}
