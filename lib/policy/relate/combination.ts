import { Scratch } from './peer-tree';
import type { PortSets } from './port-sets';
import type { Side } from './side';

/** How many combinations are kept, at most, beside those that are being worked on. */
const mostKept = 1 << 25;

/** Both sides together: what the source's policies and the destination's let pass, by classes. */
export class Combination {
  readonly #scratch: Scratch;
  readonly #destinationsByRow: readonly (readonly number[])[];
  /** By the numbers that the two sides have for their sets: the id of both together, or -1 as long as it isn't known. */
  #ids: (Int32Array | undefined)[] = [];
  #kept = 0;

  constructor(
    private readonly egress: Side,
    private readonly ingress: Side,
    private readonly sets: PortSets,
    private readonly classes: number,
  ) {
    this.#scratch = new Scratch(classes);
    const byRow: number[][] = ingress.rows.rows.map(() => []);
    ingress.rows.of.forEach((row, c) => {
      byRow[row]?.push(c);
    });
    this.#destinationsByRow = byRow;
  }

  /**
   * Writes the ids of the sets of ports from each source to each destination, sources from one word of their numbers up to
   * another; those of a source stand together.
   */
  fill(firstWord: number, endWord: number, ids: Int32Array): void {
    this.fillIngress(firstWord, endWord, ids);
    const first = firstWord << 5;
    const sources = Array.from({ length: Math.min(endWord << 5, this.classes) - first }, (_, i) => first + i);
    const rowOf = (source: number) => this.egress.rows.of[source] as number;
    let current = -1;
    for (const source of sources.sort((a, b) => rowOf(a) - rowOf(b))) {
      if (rowOf(source) !== current) this.egress.fill(rowOf(source), 0, this.#scratch.nodes.length >>> 5, this.#scratch);
      current = rowOf(source);
      this.combine(ids, (source - first) * this.classes);
    }
  }

  /** Writes the numbers of the destinations' sets of ports in place of the ids. */
  private fillIngress(firstWord: number, endWord: number, ids: Int32Array): void {
    const { nodes } = this.#scratch;
    const sources = Math.min(endWord << 5, this.classes) - (firstWord << 5);
    this.#destinationsByRow.forEach((destinations, row) => {
      this.ingress.fill(row, firstWord, endWord, this.#scratch);
      for (const destination of destinations) {
        for (let source = 0, at = destination; source < sources; source += 1, at += this.classes) ids[at] = nodes[source] as number;
      }
    });
  }

  /** Puts ids in place of the numbers of ingress, for the source whose numbers of egress stand in the scratch. */
  private combine(ids: Int32Array, start: number): void {
    const { nodes } = this.#scratch;
    const width = this.ingress.count;
    for (let destination = 0; destination < this.classes; destination += 1) {
      const [e, i] = [nodes[destination] as number, ids[start + destination] as number];
      const known = this.#ids[e];
      const id = known === undefined || i >= known.length ? -1 : (known[i] as number);
      ids[start + destination] = id >= 0 ? id : this.learn(e, i, width);
    }
  }

  private learn(e: number, i: number, width: number): number {
    const { id } = this.sets.intersection(this.egress.set(e), this.ingress.set(i));
    let known = this.#ids[e];
    if (known === undefined || known.length < width) {
      if (this.#kept > mostKept) [this.#ids, this.#kept] = [[], 0];
      const wider = new Int32Array(2 * width).fill(-1);
      if (known !== undefined) wider.set(known);
      this.#kept += wider.length;
      this.#ids[e] = wider;
      known = wider;
    }
    known[i] = id;
    return id;
  }
}
