import type { Entry, PortRange } from '../../lib/policy/entry';
import { type AnyProtocol, type PortSet, PortSets, relate } from '../../lib/policy/relate';
import type { World } from '../../lib/policy/world';
import { type Point, pairsOf } from './decisions';

/** The ports between every pair, in the order of {@link pairsOf}. */
export function portsOf(world: World, sets: PortSets): PortSet[] {
  const relation = relate(world, { sets });
  return pairsOf(world).map(([source, destination]) => relation.portsBetween(source, destination));
}

/** Expects that both worlds let the same pass. */
export function expectSame(a: World, b: World): void {
  const sets = new PortSets();
  expect(portsOf(a, sets).map(({ spans }) => spans)).toEqual(portsOf(b, sets).map(({ spans }) => spans));
}

/** Expects that the first world lets nothing pass that the second doesn't. */
export function expectNoMore(a: World, b: World): void {
  const sets = new PortSets();
  const more = portsOf(b, sets);
  expect(portsOf(a, sets).flatMap((ports, i) => sets.difference(ports, more[i] as PortSet).spans)).toEqual([]);
}

/** The protocol of a point as sets of ports have it; one that no entry ever names stands for all others. */
export function protocolOf({ protocol }: Point): AnyProtocol {
  return protocol === 'AH' ? 'other' : protocol;
}

/** The same world with other entries. */
export function withEntries(world: World, entries: readonly Entry[]): World {
  return { ...world, entries };
}

/** The same world with these entries beside its own. */
export function withMore(world: World, ...entries: readonly Entry[]): World {
  return withEntries(world, [...world.entries, ...entries]);
}

/** The same world with entries in place of each. */
export function mapEntries(world: World, map: (entry: Entry) => readonly Entry[]): World {
  return withEntries(world, world.entries.flatMap(map));
}

/** The same world with ranges of ports in place of each. */
export function mapRanges(world: World, map: (range: PortRange) => readonly PortRange[]): World {
  return mapEntries(world, (entry) => [{ ...entry, ports: entry.ports === 'all' ? 'all' : entry.ports.flatMap(map) }]);
}
