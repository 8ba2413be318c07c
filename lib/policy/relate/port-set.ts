import { extendedProtocols, icmpProtocols, type Protocol, transportProtocols } from '../protocol';
import type { Truth } from '../truth';
import type { MaybeState, State } from './state';

/** A protocol by name, or every one that has none here. */
export type AnyProtocol = Protocol | 'other';

/** The protocols of a set of ports, in their order there. */
export const protocolOrder: readonly AnyProtocol[] = [...transportProtocols, ...icmpProtocols, ...extendedProtocols, 'other'];

/** The highest port of each protocol: of ICMP the highest type, and 0 for protocols without ports. */
export const highestPorts: readonly number[] = protocolOrder.map((protocol) => {
  if ((transportProtocols as readonly string[]).includes(protocol)) return 65535;
  return (icmpProtocols as readonly string[]).includes(protocol) ? 255 : 0;
});

/** The ports from `low` to `high` of a protocol, both included, and what becomes of connections to them. */
export interface Span {
  readonly protocol: AnyProtocol;
  readonly low: number;
  readonly high: number;
  readonly state: State;
}

/**
 * Which ports of which protocols are open, or may be; what has no span is denied.
 *
 * Spans are sorted, don't overlap, and are as long as they can be, so that equal sets have equal spans. Sets of one
 * {@link PortSets} are equal only if they are the same object.
 */
export class PortSet {
  #spans: readonly Span[] | undefined;

  /**
   * @param id the number of the set in its {@link PortSets}
   * @param packed four numbers to a span: of the protocol in {@link protocolOrder}, low, high, and of the state
   * @param states the states by their numbers
   */
  constructor(
    readonly id: number,
    readonly packed: Int32Array,
    private readonly states: readonly MaybeState[],
  ) {}

  /** The spans, by protocol and port. */
  get spans(): readonly Span[] {
    this.#spans ??= Array.from({ length: this.packed.length / 4 }, (_, i) => {
      const [protocol, low, high, state] = this.packed.subarray(4 * i, 4 * i + 4) as unknown as [number, number, number, number];
      return { protocol: protocolOrder[protocol] as AnyProtocol, low, high, state: this.states[state] as State };
    });
    return this.#spans;
  }

  /** Whether nothing is open, for certain. */
  get isEmpty(): boolean {
    return this.packed.length === 0;
  }

  /** What becomes of a connection to the port; nothing where it is denied. */
  at(protocol: AnyProtocol, port = 0): MaybeState {
    return this.spans.find((span) => span.protocol === protocol && span.low <= port && port <= span.high)?.state;
  }

  /** Whether the port is open, perhaps not to every request. */
  contains(protocol: AnyProtocol, port = 0): Truth {
    const state = this.at(protocol, port);
    if (state === undefined) return false;
    return state.verdict === 'allowed' ? true : undefined;
  }

  /** The spans as plain data, each with what its state has. */
  toJSON(): readonly (Omit<Span, 'state'> & State)[] {
    return this.spans.map(({ state, ...ports }) => ({ ...ports, ...state }));
  }
}
