import { type AnyProtocol, highestPorts, PortSet, protocolOrder } from './port-set';
import { allowed, canonicalState, differenceOf, intersectionOf, type MaybeState, type State, unionOf, unknown } from './state';

/** Ports to make a set of; allowed to everything that comes where no state is given. */
export interface Ports {
  readonly protocol: AnyProtocol;
  /** The first where it is missing. */
  readonly low?: number;
  /** The last where it is missing. */
  readonly high?: number;
  readonly state?: State;
}

interface Operation {
  readonly ofStates: (a: MaybeState, b: MaybeState) => MaybeState;
  /** By the numbers of both states. */
  readonly states: Map<number, number>;
  /** By the numbers of both sets. */
  readonly sets: Map<number, PortSet>;
}

const operation = (ofStates: Operation['ofStates']): Operation => ({ ofStates, states: new Map(), sets: new Map() });
const pair = (a: number, b: number) => a * 2 ** 26 + b;

/** All sets of ports that relations have, each once: sets are equal if they are the same. Relations may share one. */
export class PortSets {
  /** No port of any protocol. */
  readonly nothing: PortSet;
  /** Every port of every protocol, through no proxy. */
  readonly everything: PortSet;
  readonly #states: MaybeState[] = [undefined];
  readonly #stateNumbers = new Map<string, number>();
  readonly #sets: PortSet[] = [];
  readonly #setNumbers = new Map<string, number>();
  readonly #union = operation(unionOf);
  readonly #intersection = operation(intersectionOf);
  readonly #difference = operation(differenceOf);

  constructor() {
    this.nothing = this.packed([]);
    this.everything = this.of(protocolOrder.map((protocol) => ({ protocol })));
    this.stateNumber(unknown);
  }

  /** How many sets there are. */
  get count(): number {
    return this.#sets.length;
  }

  /** The set of that number. */
  get(id: number): PortSet {
    return this.#sets[id] as PortSet;
  }

  /** The set that has all of these ports. */
  of(ports: readonly Ports[]): PortSet {
    return ports.reduce((set, { protocol, low = 0, high, state = allowed }) => {
      const number = protocolOrder.indexOf(protocol);
      return this.union(set, this.packed([number, low, high ?? (highestPorts[number] as number), this.stateNumber(state)]));
    }, this.nothing);
  }

  /** What either set has. */
  union(a: PortSet, b: PortSet): PortSet {
    if (a === b || b.isEmpty) return a;
    return a.isEmpty ? b : this.apply(this.#union, a, b);
  }

  /** What both sets have: where each lets only some requests pass, those that both let pass. */
  intersection(a: PortSet, b: PortSet): PortSet {
    if (a === b || a.isEmpty || b === this.everything) return a;
    return b.isEmpty || a === this.everything ? b : this.apply(this.#intersection, a, b);
  }

  /** What the first set has and the second hasn't. */
  difference(a: PortSet, b: PortSet): PortSet {
    if (a === b || b === this.everything) return this.nothing;
    return a.isEmpty || b.isEmpty ? a : this.apply(this.#difference, a, b);
  }

  /** The number of a state; equal states have the same, and 0 means denied. */
  stateNumber(state: MaybeState): number {
    if (state === undefined) return 0;
    const canonical = canonicalState(state);
    const text = JSON.stringify([canonical.verdict, canonical.egress ?? null, canonical.ingress ?? null]);
    const known = this.#stateNumbers.get(text);
    if (known !== undefined) return known;
    this.#states.push(canonical);
    this.#stateNumbers.set(text, this.#states.length - 1);
    return this.#states.length - 1;
  }

  /** The set of these spans, packed as in a {@link PortSet}, sorted and apart from each other; those that touch are merged. */
  packed(spans: readonly number[]): PortSet {
    const merged: number[] = [];
    let end = 0;
    for (let i = 0; i < spans.length; i += 4) {
      if (spans[i + 3] === 0) continue;
      const touches =
        end > 0 && merged[end - 4] === spans[i] && merged[end - 1] === spans[i + 3] && merged[end - 2] === (spans[i + 1] as number) - 1;
      if (touches) merged[end - 2] = spans[i + 2] as number;
      else end = merged.push(spans[i] as number, spans[i + 1] as number, spans[i + 2] as number, spans[i + 3] as number);
    }
    const text = merged.join();
    const known = this.#setNumbers.get(text);
    if (known !== undefined) return this.get(known);
    const set = new PortSet(this.#sets.length, Int32Array.from(merged), this.#states);
    this.#sets.push(set);
    this.#setNumbers.set(text, set.id);
    return set;
  }

  private apply(of: Operation, a: PortSet, b: PortSet): PortSet {
    const key = pair(a.id, b.id);
    const known = of.sets.get(key);
    if (known !== undefined) return known;
    const result = this.packed(this.merged(of, a.packed, b.packed));
    of.sets.set(key, result);
    return result;
  }

  /** The spans that the operation gives where both sets are cut at the ends of either's spans. */
  private merged(of: Operation, a: Int32Array, b: Int32Array): number[] {
    const spans: number[] = [];
    let [i, j] = [0, 0];
    highestPorts.forEach((highest, protocol) => {
      for (let low = 0; low <= highest; ) {
        while (a[i] === protocol && (a[i + 2] as number) < low) i += 4;
        while (b[j] === protocol && (b[j + 2] as number) < low) j += 4;
        const [ofA, ofB] = [part(a, i, protocol, low, highest), part(b, j, protocol, low, highest)];
        const high = Math.min(ofA.high, ofB.high);
        spans.push(protocol, low, high, this.combined(of, ofA.state, ofB.state));
        low = high + 1;
      }
      while (a[i] === protocol) i += 4;
      while (b[j] === protocol) j += 4;
    });
    return spans;
  }

  private combined(of: Operation, a: number, b: number): number {
    const key = pair(a, b);
    const known = of.states.get(key);
    if (known !== undefined) return known;
    const result = this.stateNumber(of.ofStates(this.#states[a], this.#states[b]));
    of.states.set(key, result);
    return result;
  }
}

/** The state at a port, and up to where it holds: that of the span at `i`, or none up to that span. */
function part(packed: Int32Array, i: number, protocol: number, low: number, highest: number): { state: number; high: number } {
  if (packed[i] !== protocol) return { state: 0, high: highest };
  const begins = packed[i + 1] as number;
  if (begins > low) return { state: 0, high: begins - 1 };
  return { state: packed[i + 3] as number, high: packed[i + 2] as number };
}
