import type { World } from '../world';
import { hasSay, isAlwaysClosed, isHost } from '../world';
import { add, type BitArena, type Extent, eachBit } from './bits';

/** Identities by what distinguishes them to the policies: those of one class reach, and are reached by, the same. */
export interface Classes {
  readonly count: number;
  /** The class of each identity. */
  readonly of: Int32Array;
  /** The identities of each class, in their order. */
  readonly members: readonly (readonly number[])[];
}

/**
 * The coarsest classes of which no policy can tell the members apart: equal in every selector that is used, and in what policies
 * depend on beside labels.
 */
export function behaviourClasses({ identities, entries, profile }: World, extents: readonly Extent[]): Classes {
  const namespaces = new Set(entries.map(({ namespace }) => namespace));
  const names = new Set(
    entries.flatMap(({ ports }) => (ports === 'all' ? [] : ports.flatMap(({ name }) => (name === undefined ? [] : [name])))),
  );
  const numbers = new Map<string, number>();
  const of = Int32Array.from(identities, (identity) => {
    const named = names.size === 0 ? [] : identity.ports.filter(({ name }) => names.has(name));
    const text = [
      namespaces.has(identity.namespace) ? identity.namespace : '',
      isHost(identity),
      hasSay(identity, profile),
      isAlwaysClosed(identity, profile),
      names.size > 0 && identity.furtherPorts === true,
      ...named.map(({ name, protocol, port }) => `${name} ${protocol} ${port}`),
    ].join('\n');
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
  return numbered(refined(of, numbers.size, extents));
}

/** Classes split until none has members both inside and outside of an extent. */
function refined(of: Int32Array, initial: number, extents: readonly Extent[]): Int32Array {
  const sizes = new Int32Array(of.length);
  for (const c of of) sizes[c] = (sizes[c] as number) + 1;
  const inside = new Int32Array(of.length);
  const target = new Int32Array(of.length);
  let count = initial;
  for (const { certain, possible } of extents) {
    for (const bits of certain === possible ? [certain] : [certain, possible]) {
      if (count === of.length) return of;
      const touched: number[] = [];
      eachBit(bits, (i) => {
        const c = of[i] as number;
        if (inside[c] === 0) touched.push(c);
        inside[c] = (inside[c] as number) + 1;
      });
      for (const c of touched) {
        const splits = (inside[c] as number) < (sizes[c] as number);
        target[c] = splits ? count : c;
        if (splits) {
          sizes[count] = inside[c] as number;
          sizes[c] = (sizes[c] as number) - (inside[c] as number);
          count += 1;
        }
        inside[c] = 0;
      }
      eachBit(bits, (i) => {
        of[i] = target[of[i] as number] as number;
      });
    }
  }
  return of;
}

/** The same classes, numbered by their first members. */
function numbered(of: Int32Array): Classes {
  const numbers = new Map<number, number>();
  const members: number[][] = [];
  of.forEach((c, i) => {
    const number = numbers.get(c) ?? numbers.size;
    numbers.set(c, number);
    of[i] = number;
    if (number === members.length) members.push([i]);
    else (members[number] as number[]).push(i);
  });
  return { count: members.length, of, members };
}

/** The extents over classes instead of identities. */
export function projected(extents: readonly Extent[], { count, of }: Classes, arena: BitArena): Extent[] {
  if (count === of.length) return [...extents];
  const project = (bits: Uint32Array) => {
    const result = arena.take();
    eachBit(bits, (i) => add(result, of[i] as number));
    return result;
  };
  return extents.map(({ certain, possible }) => {
    const projectedCertain = project(certain);
    return { certain: projectedCertain, possible: certain === possible ? projectedCertain : project(possible) };
  });
}
