import type { PortSet } from '../../policy';
import { type AnyProtocol, highestPorts, protocolOrder } from '../../policy/relate';

/** Ports of a protocol, of which a set says the same. */
export interface Segment {
  readonly protocol: AnyProtocol;
  readonly low: number;
  readonly high: number;
}

/** All ports, cut where any of the sets begins to say something else. */
export function segmentsOf(sets: readonly PortSet[]): readonly Segment[] {
  return protocolOrder.flatMap((protocol, i) => {
    const cuts = new Set([0]);
    for (const span of sets.flatMap(({ spans }) => spans).filter((s) => s.protocol === protocol)) cuts.add(span.low).add(span.high + 1);
    const highest = highestPorts[i] as number;
    const lows = [...cuts].filter((cut) => cut <= highest).sort((a, b) => a - b);
    return lows.map((low, j) => ({ protocol, low, high: (lows[j + 1] ?? highest + 1) - 1 }));
  });
}
