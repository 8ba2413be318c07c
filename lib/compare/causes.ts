import { compareText } from '../base';
import {
  type Decision,
  decide,
  directions,
  type Entry,
  type Identity,
  type Origin,
  type PortSet,
  policyName,
  type ReadWorld,
} from '../policy';
import { isAbout } from '../policy/decide/applied';
import type { Protocol } from '../policy/protocol';
import type { Participant } from './participants';

/**
 * Why somebody reaches more or less than before: a policy that has decided, or decides now, and says something else than before;
 * labels, or names of ports, of one of the two; the configuration of Cilium.
 */
export type Cause =
  | {
      readonly kind: 'policy';
      readonly change: 'added' | 'changed' | 'removed';
      readonly policy: Pick<Origin, 'kind' | 'namespace' | 'name'>;
    }
  | { readonly kind: 'labels'; readonly of: string }
  | { readonly kind: 'configuration' };

/** Up to how many of a change's ranges of ports are looked at for causes. */
const mostRanges = 8;

/** Finds out what changes come from. */
export class Causes {
  readonly #before: Side;
  readonly #after: Side;

  constructor(before: ReadWorld, after: ReadWorld) {
    this.#before = new Side(before);
    this.#after = new Side(after);
  }

  /** What has changed the ports between two participants. */
  of(from: Participant, to: Participant, ports: PortSet): readonly Cause[] {
    const policies = new Map<string, Cause>();
    const points = ports.spans.filter(({ protocol }) => protocol !== 'other').slice(0, mostRanges);
    for (const { protocol, low } of points.length === 0 ? [{ protocol: 'GRE' as const, low: 0 }] : points) {
      for (const cause of this.policiesAt(from, to, protocol as Protocol, low)) policies.set(JSON.stringify(cause), cause);
    }
    if (policies.size > 0) return [...policies].sort(([a], [b]) => compareText(a, b)).map(([, cause]) => cause);
    const relabelled = [...new Set([from, to])].filter(
      (one) => this.labels(this.#before, one.before) !== this.labels(this.#after, one.after),
    );
    const there = relabelled.filter(({ before, after }) => before !== undefined && after !== undefined);
    if (there.length > 0) return there.map(({ name }) => ({ kind: 'labels', of: name }));
    const [a, b] = [this.#before, this.#after].map(({ world }) => JSON.stringify(world.profile));
    return a === b ? [] : [{ kind: 'configuration' }];
  }

  private policiesAt(from: Participant, to: Participant, protocol: Protocol, port: number): readonly Cause[] {
    return directions.flatMap((direction) => {
      const [subject, peer] = direction === 'egress' ? [from, to] : [to, from];
      const ask = (side: Side, s: number | undefined, p: number | undefined) =>
        s === undefined || p === undefined ? undefined : side.decide(s, p, { direction, protocol, port });
      const was = ask(this.#before, subject.before, peer.before);
      const is = ask(this.#after, subject.after, peer.after);
      if (was !== undefined && is !== undefined && textOf(was) === textOf(is)) return [];
      return [
        ...this.#before.unknownTo(this.#after, was?.entries ?? []).map((entry) => this.cause(entry, 'removed')),
        ...this.#after.unknownTo(this.#before, is?.entries ?? []).map((entry) => this.cause(entry, 'added')),
      ];
    });
  }

  private cause({ origin: { kind, namespace, name } }: Entry, change: 'added' | 'removed'): Cause {
    const policy = { kind, namespace, name };
    const other = change === 'added' ? this.#before : this.#after;
    return { kind: 'policy', change: other.has(policy) ? 'changed' : change, policy };
  }

  private labels(side: Side, index: number | undefined): string | undefined {
    const identity = index === undefined ? undefined : side.world.identities[index];
    return identity && JSON.stringify([identity.labels, identity.unknown?.map(({ keyPrefix }) => keyPrefix), identity.ports]);
  }
}

function textOf({ verdict, parser, restriction }: Decision): string {
  return JSON.stringify([verdict, parser, restriction]);
}

interface Asked {
  readonly direction: Entry['direction'];
  readonly protocol: Protocol;
  readonly port: number;
}

/** One of the worlds, with what is asked of it again and again. */
class Side {
  readonly #about = new Map<number, readonly Entry[]>();
  #known: ReadonlySet<string> | undefined;
  /** What each entry says, as text. */
  readonly #texts: ReadonlyMap<Entry, string>;
  readonly #policies: ReadonlySet<string>;

  constructor(readonly world: ReadWorld) {
    this.#policies = new Set(world.policies.map(keyOf));
    this.#texts = new Map(world.entries.map((entry) => [entry, entryText(entry)]));
  }

  has(policy: Pick<Origin, 'kind' | 'namespace' | 'name'>): boolean {
    return this.#policies.has(keyOf(policy));
  }

  decide(subject: number, peer: number, asked: Asked): Decision {
    const { identities } = this.world;
    const question = { ...asked, subject: identities[subject] as Identity, peer: identities[peer] as Identity };
    return decide(question, { ...this.world, entries: this.about(subject) });
  }

  /** Those of its entries that the other side hasn't, whatever policies they stand in. */
  unknownTo(other: Side, entries: readonly Entry[]): readonly Entry[] {
    return entries.filter((entry) => !other.texts().has(this.#texts.get(entry) as string));
  }

  private about(subject: number): readonly Entry[] {
    const known = this.#about.get(subject);
    if (known !== undefined) return known;
    const identity = this.world.identities[subject] as Identity;
    const about = this.world.entries.filter((entry) => isAbout(entry, identity, entry.direction, this.world) !== false);
    this.#about.set(subject, about);
    return about;
  }

  private texts(): ReadonlySet<string> {
    this.#known ??= new Set(this.#texts.values());
    return this.#known;
  }
}

function keyOf(policy: Pick<Origin, 'kind' | 'namespace' | 'name'>): string {
  return `${policy.kind} ${policyName(policy)}`;
}

/** The entry as text, without where it stands. */
function entryText({ origin: _, subject, peers, ...rest }: Entry): string {
  return JSON.stringify([subject.key, peers.map(({ kind, key }) => `${kind} ${key}`), rest]);
}
