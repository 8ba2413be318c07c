import { type Allowing, proxied } from '../decide/passages';
import type { Direction, Entry, PortRange } from '../entry';
import { type Parser, parserOf, type Restriction } from '../l7';
import { type AnyProtocol, highestPorts, protocolOrder } from './port-set';
import { type MaybeState, sideState, unknown } from './state';

/** What an entry says about the connections from one subject to one peer, or the other way. */
export interface Term {
  readonly entry: Entry;
  /** Whether it is certain that it speaks of the two. */
  readonly certain: boolean;
  readonly reaches: 'all' | readonly Reach[];
  /** The selectors that mean the peer; needed only where a proxy looks at what is allowed. */
  readonly selectors: readonly string[];
  /** Those of the selectors that mean the peer itself, so that names of ports may be its own. */
  readonly owners: readonly string[];
}

/** Ports that an entry speaks of, names of ports resolved. */
export interface Reach {
  readonly range: PortRange;
  readonly low: number;
  readonly high: number;
  /** Whether it speaks of these ports for certain, if the entry speaks of the two. */
  readonly certain: boolean;
}

/** What happens to connections of which no term speaks. */
export interface Fallback {
  readonly allowed: boolean;
}

/** What isn't known, once in favour of connections and once against them. */
export interface Fallbacks {
  readonly kindly: Fallback;
  readonly harshly: Fallback;
}

interface Outcome {
  readonly allowed: boolean;
  readonly parser?: Parser | undefined;
  readonly restriction: Restriction;
}

const denied: Outcome = { allowed: false, restriction: undefined };
const passed: Outcome = { allowed: true, restriction: undefined };

/**
 * What one side's policies make of every port: the spans of a set of ports, packed, with states as `stateNumber` numbers them.
 *
 * @param terms in the order of the entries
 */
export function verdicts(
  terms: readonly Term[],
  fallbacks: Fallbacks,
  direction: Direction,
  stateNumber: (state: MaybeState) => number,
): number[] {
  const levels = levelsOf(terms);
  const isCertain =
    terms.every(({ certain, reaches }) => certain && (reaches === 'all' || reaches.every((reach) => reach.certain))) &&
    fallbacks.kindly.allowed === fallbacks.harshly.allowed;
  const at = (protocol: AnyProtocol, port: number): number => {
    const kindly = outcome(true, levels, fallbacks.kindly, protocol, port);
    const harshly = isCertain ? kindly : outcome(false, levels, fallbacks.harshly, protocol, port);
    const agreed = kindly.allowed === harshly.allowed && String(kindly.restriction) === String(harshly.restriction);
    if (!agreed) return stateNumber(unknown);
    return kindly.allowed ? stateNumber(sideState(direction, kindly.parser, kindly.restriction)) : 0;
  };
  const cuts = cutsOf(terms);
  const unnamed = at('other', 0);
  const spans: number[] = [];
  protocolOrder.forEach((protocol, number) => {
    const highest = highestPorts[number] as number;
    const lows = [...(cuts.get(protocol) ?? [])].filter((cut) => cut <= highest).sort((a, b) => a - b);
    if (lows.length === 0) spans.push(number, 0, highest, unnamed);
    lows.forEach((low, i) => {
      spans.push(number, low, (lows[i + 1] ?? highest + 1) - 1, at(protocol, low));
    });
  });
  return spans;
}

/** The ports of each protocol where something may begin or have ended; nothing for protocols that no term names. */
function cutsOf(terms: readonly Term[]): ReadonlyMap<AnyProtocol, ReadonlySet<number>> {
  const cuts = new Map<AnyProtocol, Set<number>>();
  for (const { reaches } of terms) {
    if (reaches === 'all') continue;
    for (const { range, low, high } of reaches) {
      const ofProtocol = cuts.get(range.protocol) ?? new Set([0]);
      cuts.set(range.protocol, ofProtocol.add(low).add(high + 1));
    }
  }
  return cuts;
}

/** Terms of one tier and one priority. */
interface Level {
  readonly tier: number;
  readonly priority: number;
  readonly terms: Term[];
}

function levelsOf(terms: readonly Term[]): readonly Level[] {
  const levels: Level[] = [];
  for (const term of [...terms].sort((a, b) => a.entry.tier - b.entry.tier || a.entry.priority - b.entry.priority)) {
    const { tier, priority } = term.entry;
    const last = levels.at(-1);
    if (last !== undefined && last.tier === tier && last.priority === priority) last.terms.push(term);
    else levels.push({ tier, priority, terms: [term] });
  }
  return levels;
}

function outcome(kind: boolean, levels: readonly Level[], fallback: Fallback, protocol: AnyProtocol, port: number): Outcome {
  let skipped = -1;
  for (const { tier, terms } of levels) {
    if (tier === skipped) continue;
    const speaking = terms.filter((term) => speaks(term, kind, protocol, port));
    if (speaking.some(({ entry }) => entry.verdict === 'deny')) return denied;
    const allowing = speaking.filter(({ entry }) => entry.verdict === 'allow');
    if (allowing.length > 0) return through(allowing, kind, fallback.allowed, protocol, port);
    if (speaking.length > 0) skipped = tier;
  }
  return fallback.allowed ? passed : denied;
}

/** Whether the term speaks of the port; what isn't certain is so in favour of the connection, or against it. */
function speaks({ entry, certain, reaches }: Term, kind: boolean, protocol: AnyProtocol, port: number): boolean {
  const ifUnknown = (entry.verdict === 'allow') === kind;
  if (!certain && !ifUnknown) return false;
  return reaches === 'all' || reaches.some((reach) => (reach.certain || ifUnknown) && covers(reach, protocol, port));
}

function covers({ range, low, high }: Reach, protocol: AnyProtocol, port: number): boolean {
  return range.protocol === protocol && low <= port && port <= high;
}

function through(allowing: readonly Term[], kind: boolean, open: boolean, protocol: AnyProtocol, port: number): Outcome {
  const rangesOf = ({ reaches }: Term): readonly (PortRange | undefined)[] =>
    reaches === 'all'
      ? [undefined]
      : reaches.filter((reach) => (reach.certain || kind) && covers(reach, protocol, port)).map(({ range }) => range);
  if (!allowing.some((term) => rangesOf(term).some((range) => parserOf(range?.l7) !== undefined))) return passed;
  const ways = allowing.flatMap((term): Allowing[] => {
    const ranges = rangesOf(term);
    return term.selectors.flatMap((selector) =>
      ranges.filter((range) => range?.name === undefined || term.owners.includes(selector)).map((range) => ({ selector, range })),
    );
  });
  return { allowed: true, ...proxied(ways, open) };
}
