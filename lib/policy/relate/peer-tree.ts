import { type Bits, has } from './bits';

/** Memory that trees share while they sort peers. */
export class Scratch {
  /** The node that each peer has come to. */
  readonly nodes: Int32Array;
  /** Where the members of a node that are in the current set go, if `seen` has the current turn. */
  child = new Int32Array(1024);
  seen = new Int32Array(1024);
  turn = 0;

  constructor(peers: number) {
    this.nodes = new Int32Array(((peers + 31) >>> 5) << 5);
  }

  /** Makes room for this many nodes. */
  reserve(nodes: number): void {
    if (nodes <= this.seen.length) return;
    const [child, seen] = [this.child, this.seen];
    this.child = new Int32Array(2 * nodes);
    this.seen = new Int32Array(2 * nodes);
    this.child.set(child);
    this.seen.set(seen);
  }
}

/** Sorts peers by which of several sets they are in. */
export class PeerTree {
  /** By parent and set: the node of those of the parent that are in the set. */
  readonly #children = new Map<number, number>();
  #count = 1;

  constructor(private readonly sets: readonly Bits[]) {}

  /** How many nodes there are so far, numbered from 0. */
  get count(): number {
    return this.#count;
  }

  /** The node of a peer: equal for peers that are in the same sets. */
  nodeOf(peer: number): number {
    return this.sets.reduce((node, set, i) => (has(set, peer) ? this.child(node, i) : node), 0);
  }

  /** Writes the nodes of the peers from one word of the sets up to another to the beginning of `scratch.nodes`. */
  sort(firstWord: number, endWord: number, scratch: Scratch): void {
    const { nodes } = scratch;
    nodes.fill(0, 0, (endWord - firstWord) << 5);
    for (let i = 0; i < this.sets.length; i += 1) {
      const set = this.sets[i] as Bits;
      scratch.reserve(this.#count);
      const { child, seen } = scratch;
      scratch.turn += 1;
      const turn = scratch.turn;
      for (let w = firstWord; w < endWord; w += 1) {
        const base = (w - firstWord) << 5;
        for (let word = set[w] as number; word !== 0; word &= word - 1) {
          const peer = base + 31 - Math.clz32(word & -word);
          const node = nodes[peer] as number;
          if (seen[node] !== turn) {
            seen[node] = turn;
            child[node] = this.child(node, i);
          }
          nodes[peer] = child[node] as number;
        }
      }
    }
  }

  private child(node: number, set: number): number {
    const key = node * this.sets.length + set;
    const known = this.#children.get(key);
    if (known !== undefined) return known;
    this.#children.set(key, this.#count);
    this.#count += 1;
    return this.#count - 1;
  }
}
