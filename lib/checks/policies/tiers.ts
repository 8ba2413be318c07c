import { type Decision, type Direction, decide, type Entry, type Identity, type Question } from '../../policy';
import { isAbout, speaksOf } from '../../policy/decide/applied';
import type { ClusterPolicy } from '../../policy/read/cluster-network-policy';
import { has } from '../../policy/relate/bits';
import { all, type Truth } from '../../policy/truth';
import { numbersIn, type Reading } from './reading';

/** A connection at one side, by the numbers of its ends. */
export interface Point {
  readonly direction: Direction;
  readonly subject: number;
  readonly peer: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  readonly port: number;
}

/** A rule of a ClusterNetworkPolicy. */
export interface TieredRule {
  readonly policy: ClusterPolicy;
  readonly rule: Entry;
}

/** Up to how many subjects, and peers of each, are looked at for a connection to name. */
const most = 20;

/** The rules of policies that come before, or after, all others; only what is certain of them. */
export class Tiers {
  readonly rules: readonly TieredRule[];
  readonly #everybody: readonly number[];

  constructor(readonly reading: Reading) {
    this.rules = reading.world.clusterPolicies.flatMap((policy) => policy.rules.map((rule) => ({ policy, rule })));
    this.#everybody = reading.world.identities.map((_, i) => i);
  }

  /** Whether a rule speaks of a connection. */
  speaks({ policy, rule }: TieredRule, point: Point): Truth {
    const { world } = this.reading;
    const question = this.questionOf(point);
    const isSubject = isAbout(rule, question.subject, point.direction, world);
    return all(
      [policy.subject === undefined && isSubject !== false ? undefined : isSubject, speaksOf(rule, question, world)],
      (truth) => truth,
    );
  }

  /** What policies that come between the tiers make of a connection, as if there were no others. */
  between(point: Point): Decision {
    const { unread: _, ...world } = this.reading.world;
    return decide(this.questionOf(point), world);
  }

  /** Connections that all of these rules speak of for certain: between pods first. */
  common(rules: readonly TieredRule[]): Point[] {
    const [first] = rules;
    if (first === undefined || rules.some(({ policy }) => policy.subject === undefined)) return [];
    const { direction } = first.rule;
    const isPod = (i: number) => has(this.reading.pods, i);
    const subjects = numbersIn(this.reading.subjects(first.rule).certain).filter(isPod);
    const peers = this.#everybody.filter((i) => rules.every(({ rule }) => has(this.reading.peers(rule), i)));
    const ordered = [...peers.filter(isPod), ...peers.filter((i) => !isPod(i))].slice(0, most);
    return subjects
      .filter((i) => rules.every(({ rule }) => has(this.reading.subjects(rule).certain, i)))
      .slice(0, most)
      .flatMap((subject) =>
        ordered.filter((peer) => peer !== subject).flatMap((peer) => portsIn(rules).map((port) => ({ direction, subject, peer, ...port }))),
      )
      .filter((point) => rules.every((rule) => this.speaks(rule, point) === true));
  }

  /** The connection as messages name it: `'apps/web' → 'data/store' TCP 6379`. */
  named({ direction, subject, peer, protocol, port }: Point): string {
    const [from, to] = direction === 'egress' ? [subject, peer] : [peer, subject];
    return `${this.reading.named(from)} → ${this.reading.named(to)} ${protocol} ${port}`;
  }

  private questionOf({ subject, peer, ...asked }: Point): Question {
    const { identities } = this.reading.world;
    return { ...asked, subject: identities[subject] as Identity, peer: identities[peer] as Identity };
  }
}

/** Ports at which these rules may speak alike: where one of their ranges begins, or any where they speak of all. */
function portsIn(rules: readonly TieredRule[]): Pick<Point, 'protocol' | 'port'>[] {
  const written = rules.flatMap(({ rule: { ports } }) =>
    ports === 'all'
      ? []
      : ports.flatMap(({ protocol, ...range }) =>
          range.name === undefined && isTransport(protocol) ? [{ protocol, port: Math.max(range.low, 1) }] : [],
        ),
  );
  return written.length > 0 ? written : [{ protocol: 'TCP', port: 80 }];
}

function isTransport(protocol: string): protocol is Point['protocol'] {
  return protocol === 'TCP' || protocol === 'UDP' || protocol === 'SCTP';
}

const known = new WeakMap<Reading, Tiers>();

/** The tiers of a reading, one for all rules. */
export function tiersOf(reading: Reading): Tiers {
  const tiers = known.get(reading) ?? new Tiers(reading);
  known.set(reading, tiers);
  return tiers;
}
