import type { Direction } from '../entry';
import type { Identity } from '../identity';
import { hasSay, isAlwaysClosed, isHost, type World } from '../world';
import { add, BitArena, type Bits, type Extent, eachBit, has, keep } from './bits';
import type { Clause } from './clauses';

/** A clause that is about a subject, or may be. */
export interface AppliedClause {
  readonly clause: Clause;
  /** Whether it is about the subject for certain. */
  readonly certain: boolean;
}

/** What policies say in one direction about all subjects that they say the same about. */
export interface Row {
  /** One of the subjects. */
  readonly subject: Identity;
  /** Whether policies are enforced at the subjects' side at all. */
  readonly say: boolean;
  /** Whether agents can merge the rules about the subjects; if not, nothing is known. */
  readonly settled: boolean;
  /** In the order of the entries. */
  readonly clauses: readonly AppliedClause[];
  /** What holds if everything that isn't known is in favour of connections. */
  readonly kindly: Standing;
  /** What holds if everything that isn't known is against them. */
  readonly harshly: Standing;
}

/** How a direction of a subject stands as long as no rule speaks of the connection. */
export interface Standing {
  /** Whether what no rule allows is denied. */
  readonly closed: boolean;
  /** Whether any entry is about the subject. */
  readonly selected: boolean;
}

/** The rows of a direction. */
export interface Rows {
  /** The row of each class. */
  readonly of: Int32Array;
  readonly rows: readonly Row[];
}

/**
 * Who has which row: the subjects that the same entries are about share one.
 *
 * @param samples an identity of each class
 * @param extents whom the selectors mean, by their numbers
 */
export function rowsOf(
  direction: Direction,
  world: World,
  samples: readonly Identity[],
  clauses: readonly Clause[],
  extents: readonly Extent[],
): Rows {
  const lists = listsOf(direction, world, samples, clauses, extents);
  const numbers = new Map<string, number>();
  const rows: Row[] = [];
  const of = Int32Array.from(samples, (subject, c) => {
    const list = lists[c] as readonly number[];
    const applied = list.map((n) => ({ clause: clauses[n >>> 1] as Clause, certain: (n & 1) === 0 }));
    const names =
      direction === 'ingress' && applied.some(({ clause }) => clause.named.length > 0)
        ? JSON.stringify([subject.ports, subject.furtherPorts])
        : '';
    const facts = [hasSay, isAlwaysClosed].map((holds) => holds(subject, world.profile));
    const text = [list, isHost(subject), ...facts, isSettled(subject, direction, world), names].join(' ');
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, rows.length);
    rows.push(rowOf(subject, direction, applied, world));
    return rows.length - 1;
  });
  return { of, rows };
}

/** For each class the entries about it: twice the number, and one more where that isn't certain. */
function listsOf(
  direction: Direction,
  world: World,
  samples: readonly Identity[],
  clauses: readonly Clause[],
  extents: readonly Extent[],
): readonly (readonly number[])[] {
  const lists: number[][] = samples.map(() => []);
  const arena = new BitArena(samples.length);
  const reachable = reachableBy(world, samples, arena);
  const possible = arena.take();
  clauses.forEach(({ entry, subject }, i) => {
    if (entry.direction !== direction) return;
    const extent = extents[subject] as Extent;
    const where = reachable(entry.node, entry.namespace);
    possible.set(extent.possible);
    keep(possible, where);
    eachBit(possible, (c) => {
      (lists[c] as number[]).push(has(extent.certain, c) ? 2 * i : 2 * i + 1);
    });
  });
  return lists;
}

/** Which classes a policy of pods or of nodes, in a namespace, can be about at all. */
function reachableBy({ profile }: World, samples: readonly Identity[], arena: BitArena): (node: boolean, namespace: string) => Bits {
  const known = new Map<string, Bits>();
  const put = (text: string, c: number) => {
    const bits = known.get(text) ?? arena.take();
    known.set(text, bits);
    add(bits, c);
  };
  samples.forEach((identity, c) => {
    if (!hasSay(identity, profile)) return;
    const node = isHost(identity);
    put(`${node} `, c);
    if (identity.namespace !== '') put(`${node} ${identity.namespace}`, c);
  });
  return (node, namespace) => known.get(`${node} ${namespace}`) ?? arena.none;
}

function rowOf(subject: Identity, direction: Direction, clauses: readonly AppliedClause[], world: World): Row {
  const { profile } = world;
  const say = hasSay(subject, profile);
  const always = say && isAlwaysClosed(subject, profile);
  const standing = (kind: boolean): Standing => ({
    closed: always || clauses.some(({ clause, certain }) => clause.entry.defaultDeny && (certain || !kind)),
    selected: clauses.some(({ clause, certain }) => certain || (clause.entry.verdict === 'allow') === kind),
  });
  const settled = !say || isSettled(subject, direction, world);
  return { subject, say, settled, clauses, kindly: standing(true), harshly: standing(false) };
}

function isSettled(subject: Identity, direction: Direction, { unsettled, unread }: World): boolean {
  return unsettled?.has(subject) !== true && unread?.[direction].has(subject) !== true;
}
