import { type Decision, decide } from '../../lib/policy/decide/decide';
import type { Direction } from '../../lib/policy/entry';
import { icmpProtocols, type Protocol } from '../../lib/policy/protocol';
import type { World } from '../../lib/policy/world';

/** A port of a protocol. */
export interface Point {
  readonly protocol: Protocol;
  readonly port: number;
}

const protocols: readonly Protocol[] = ['TCP', 'UDP', 'SCTP', 'ICMP', 'ICMPv6', 'GRE', 'AH'];

/** The ports next to which anything can change in a world, and one of each protocol that is never named. */
export function cutPoints({ entries, identities }: World): Point[] {
  const cuts = new Map(protocols.map((protocol) => [protocol, new Set([0, highestOf(protocol)])]));
  const cut = (protocol: Protocol, low: number, high: number) => {
    for (const port of [low - 1, low, high, high + 1]) if (port >= 0 && port <= highestOf(protocol)) cuts.get(protocol)?.add(port);
  };
  for (const range of entries.flatMap(({ ports }) => (ports === 'all' ? [] : ports))) {
    if (range.name === undefined) cut(range.protocol, range.low, range.high);
    else for (const { protocol, port } of identities.flatMap(({ ports }) => ports)) cut(protocol, port, port);
  }
  return [...cuts].flatMap(([protocol, ports]) => [...ports].sort((a, b) => a - b).map((port) => ({ protocol, port })));
}

function highestOf(protocol: Protocol): number {
  if ((icmpProtocols as readonly string[]).includes(protocol)) return 255;
  return protocol === 'GRE' || protocol === 'AH' ? 0 : 65535;
}

/** What one side's policies say of a connection between two identities, by their indexes. */
export function decisionOf(world: World, direction: Direction, source: number, destination: number, point: Point): Decision {
  const [from, to] = [world.identities[source], world.identities[destination]];
  if (from === undefined || to === undefined) throw new Error('no such identity');
  const [subject, peer] = direction === 'egress' ? [from, to] : [to, from];
  return decide({ direction, subject, peer, ...point }, world);
}

/** Every pair of identities of a world, by their indexes. */
export function pairsOf({ identities }: World): [number, number][] {
  return identities.flatMap((_, source) => identities.map((__, destination): [number, number] => [source, destination]));
}
