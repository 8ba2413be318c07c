import type { Direction } from '../entry';
import type { Identity } from '../identity';
import type { Truth } from '../truth';
import type { World } from '../world';
import { behaviourClasses, type Classes, projected } from './behaviour';
import { BitArena } from './bits';
import { clausesOf } from './clauses';
import { Combination } from './combination';
import { NamedPorts } from './named-ports';
import { Peers } from './peers';
import type { PortSet } from './port-set';
import type { PortSets } from './port-sets';
import { type Row, rowsOf } from './rows';
import { SelectorIndex } from './selector-index';
import { Side } from './side';

/**
 * How a direction of an identity stands before any rule speaks of a connection: `open` where what no rule denies is allowed,
 * `isolated` where what no rule allows is denied, `no-say` where no policy is enforced; `unknown` where files don't tell.
 */
export type Posture = 'open' | 'isolated' | 'no-say' | 'unknown';

/** How many words of sources are worked out together. */
const blockWords = 8;
/** How many pairs are worked out together in about the time of one alone. */
const pairsPerQuestion = 16;

/**
 * Which ports every identity of a world reaches at every other, by index. It says what deciding about each connection says, but
 * works it out for all of them together.
 */
export class Relation {
  /** Identities that no policy tells apart. */
  readonly classes: Classes;
  readonly #egress: Side;
  readonly #ingress: Side;
  readonly #combination: Combination;
  #kept: Int32Array | undefined;
  #asked = 0;

  constructor(
    readonly world: World,
    /** Where the sets of ports are from; those of two relations are compared if they share it. */
    readonly sets: PortSets,
    /** Up to how many classes the ports of all pairs are kept once they are known. */
    private readonly mostKept: number,
  ) {
    const selectors = new SelectorIndex(world.identities, world.profile);
    const clauses = clausesOf(world.entries, selectors);
    this.classes = behaviourClasses(world, selectors.extents);
    const arena = new BitArena(this.classes.count);
    const extents = projected(selectors.extents, this.classes, arena);
    const samples = this.classes.members.map(([first]) => world.identities[first as number] as Identity);
    const named = new NamedPorts(world);
    const peers = new Peers(world, samples, extents, named, arena);
    const side = (direction: Direction) =>
      new Side(direction, world, samples, rowsOf(direction, world, samples, clauses, extents), peers, named, sets);
    this.#egress = side('egress');
    this.#ingress = side('ingress');
    this.#combination = new Combination(this.#egress, this.#ingress, sets, this.classes.count);
  }

  /** Which ports of the destination the source reaches. */
  portsBetween(source: number, destination: number): PortSet {
    const { count } = this.classes;
    const kept = this.#asked * pairsPerQuestion > count * count ? this.kept() : this.#kept;
    const [s, d] = [this.classOf(source), this.classOf(destination)];
    this.#asked += 1;
    if (kept !== undefined) return this.sets.get(kept[s * count + d] as number);
    return this.sets.intersection(this.#egress.between(s, d), this.#ingress.between(d, s));
  }

  /** The id of those ports; two pairs have the same ports if they have the same id. */
  idBetween(source: number, destination: number): number {
    const kept = this.kept();
    if (kept === undefined) return this.portsBetween(source, destination).id;
    return kept[this.classOf(source) * this.classes.count + this.classOf(destination)] as number;
  }

  /** Which ports of the destination the source's policies let it reach. */
  egressPorts(source: number, destination: number): PortSet {
    return this.#egress.between(this.classOf(source), this.classOf(destination));
  }

  /** Which of its ports the destination's policies let the source reach. */
  ingressPorts(source: number, destination: number): PortSet {
    return this.#ingress.between(this.classOf(destination), this.classOf(source));
  }

  /** How a direction of the identity stands. */
  posture(identity: number, direction: Direction): Posture {
    const { rows } = direction === 'egress' ? this.#egress : this.#ingress;
    const row = rows.rows[rows.of[this.classOf(identity)] as number];
    if (row === undefined || !row.say) return 'no-say';
    if (!row.settled || row.kindly.closed !== row.harshly.closed) return 'unknown';
    return row.kindly.closed ? 'isolated' : 'open';
  }

  /** Whether any policy is about the identity in the direction. */
  isSelected(identity: number, direction: Direction): Truth {
    const { rows } = direction === 'egress' ? this.#egress : this.#ingress;
    const row = rows.rows[rows.of[this.classOf(identity)] as number] as Row;
    return row.kindly.selected === row.harshly.selected ? row.kindly.selected : undefined;
  }

  /**
   * Calls back once for each class of sources: with its members, and with the id of the ports from them to every identity. The
   * ids are overwritten for the next class.
   */
  eachSource(visit: (sources: readonly number[], ids: Int32Array) => void): void {
    const { of, members } = this.classes;
    const ids = new Int32Array(of.length);
    this.eachRow((source, rows, start) => {
      for (let identity = 0; identity < of.length; identity += 1) ids[identity] = rows[start + (of[identity] as number)] as number;
      visit(members[source] as readonly number[], ids);
    });
  }

  /** How many pairs of identities have which ports, by id; an identity and itself are a pair, too. */
  countById(): Map<number, number> {
    const { count, members } = this.classes;
    const sizes = Float64Array.from(members, ({ length }) => length);
    let totals = new Float64Array(this.sets.count);
    this.eachRow((source, rows, start) => {
      if (totals.length < this.sets.count) {
        const wider = new Float64Array(2 * this.sets.count);
        wider.set(totals);
        totals = wider;
      }
      const size = sizes[source] as number;
      for (let destination = 0; destination < count; destination += 1) {
        const id = rows[start + destination] as number;
        totals[id] = (totals[id] as number) + size * (sizes[destination] as number);
      }
    });
    return new Map([...totals].flatMap((total, id) => (total === 0 ? [] : [[id, total]])));
  }

  /** Calls back for the pairs of identities that have the ports of this id. */
  eachPairWith(id: number, visit: (source: number, destination: number) => void): void {
    const { count, members } = this.classes;
    this.eachRow((source, rows, start) => {
      for (let destination = 0; destination < count; destination += 1) {
        if (rows[start + destination] !== id) continue;
        for (const s of members[source] ?? []) for (const d of members[destination] ?? []) visit(s, d);
      }
    });
  }

  private classOf(identity: number): number {
    return this.classes.of[identity] as number;
  }

  /** Calls back for each class of sources, with where its ids begin. */
  private eachRow(visit: (source: number, ids: Int32Array, start: number) => void): void {
    const { count } = this.classes;
    const kept = this.kept();
    const block = kept === undefined ? new Int32Array(blockWords * 32 * count) : undefined;
    for (let first = 0; first < count; first += blockWords * 32) {
      const end = Math.min(first + blockWords * 32, count);
      if (block !== undefined) this.#combination.fill(first >>> 5, (end + 31) >>> 5, block);
      for (let source = first; source < end; source += 1) {
        if (kept !== undefined) visit(source, kept, source * count);
        else visit(source, block as Int32Array, (source - first) * count);
      }
    }
  }

  /** The ids of all pairs of classes, unless they are too many. */
  private kept(): Int32Array | undefined {
    const { count } = this.classes;
    if (this.#kept !== undefined || count > this.mostKept) return this.#kept;
    const ids = new Int32Array(count * count);
    for (let first = 0; first < count; first += blockWords * 32) {
      const end = Math.min(first + blockWords * 32, count);
      this.#combination.fill(first >>> 5, (end + 31) >>> 5, ids.subarray(first * count, end * count));
    }
    this.#kept = ids;
    return ids;
  }
}
