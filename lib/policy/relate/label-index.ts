import type { Cidr } from '../../base';
import type { Labelled, UnknownLabels } from '../selector';

/** Who has a key. */
export interface Posting {
  /** Each once. */
  readonly holders: readonly number[];
  /** Those whose first label of the key has the value. */
  readonly byValue: ReadonlyMap<string, readonly number[]>;
}

/** Blocks of addresses and who has their label, so sorted that the blocks inside of another stand together. */
interface Block {
  readonly prefix: Cidr;
  readonly holders: number[];
}

type OpenPosting = { holders: number[]; byValue: Map<string, number[]> };

/** Which identities have which labels, looked up by label. */
export class LabelIndex {
  readonly #byKey = new Map<string, OpenPosting>();
  readonly #bySource = new Map<string, Map<string, OpenPosting>>();
  readonly #blocks: Block[];
  readonly #unknown = new Map<string, { labels: UnknownLabels; holders: number[] }>();

  constructor(identities: readonly Labelled[]) {
    const blocks = new Map<string, Block>();
    identities.forEach(({ labels, unknown }, identity) => {
      for (const { source, key, value, prefix } of labels) {
        post(this.#byKey, key, value, identity);
        post(postingsOf(this.#bySource, source), key, value, identity);
        if (source !== 'cidr' || prefix === undefined) continue;
        const block = blocks.get(prefix.canonical);
        if (block === undefined) blocks.set(prefix.canonical, { prefix, holders: [identity] });
        else block.holders.push(identity);
      }
      for (const labelsUnknown of unknown ?? []) {
        const text = `${labelsUnknown.source}\n${labelsUnknown.keyPrefix}`;
        const known = this.#unknown.get(text);
        if (known === undefined) this.#unknown.set(text, { labels: labelsUnknown, holders: [identity] });
        else known.holders.push(identity);
      }
    });
    this.#blocks = [...blocks.values()].sort((a, b) => compareBlocks(a.prefix, b.prefix));
  }

  /** Who has a label of the key; the source `any` means every source. */
  withKey(source: string, key: string): Posting | undefined {
    return source === 'any' ? this.#byKey.get(key) : this.#bySource.get(source)?.get(key);
  }

  /** Calls back for everybody who has the label of a block inside of this one, perhaps more than once. */
  inside(prefix: Cidr, visit: (identity: number) => void): void {
    let [low, high] = [0, this.#blocks.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareBlocks((this.#blocks[middle] as Block).prefix, prefix) < 0) low = middle + 1;
      else high = middle;
    }
    for (; low < this.#blocks.length; low += 1) {
      const block = this.#blocks[low] as Block;
      if (block.prefix.family !== prefix.family || block.prefix.first > prefix.last) return;
      block.holders.forEach(visit);
    }
  }

  /** Labels that aren't known, each with those of whom they aren't. */
  unknown(): Iterable<{ readonly labels: UnknownLabels; readonly holders: readonly number[] }> {
    return this.#unknown.values();
  }
}

function postingsOf(bySource: Map<string, Map<string, OpenPosting>>, source: string): Map<string, OpenPosting> {
  const known = bySource.get(source);
  if (known !== undefined) return known;
  const postings = new Map<string, OpenPosting>();
  bySource.set(source, postings);
  return postings;
}

function post(postings: Map<string, OpenPosting>, key: string, value: string, identity: number): void {
  const posting = postings.get(key);
  if (posting === undefined) {
    postings.set(key, { holders: [identity], byValue: new Map([[value, [identity]]]) });
    return;
  }
  if (posting.holders.at(-1) === identity) return;
  posting.holders.push(identity);
  const sameValue = posting.byValue.get(value);
  if (sameValue === undefined) posting.byValue.set(value, [identity]);
  else sameValue.push(identity);
}

function compareBlocks(a: Cidr, b: Cidr): number {
  if (a.family !== b.family) return a.family - b.family;
  if (a.first !== b.first) return a.first < b.first ? -1 : 1;
  return a.prefix - b.prefix;
}
