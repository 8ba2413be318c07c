/** A set of whole numbers, 32 of them to a word. */
export type Bits = Uint32Array;

/** The numbers that something holds for: certainly, and possibly, which includes the certain ones. */
export interface Extent {
  readonly certain: Bits;
  readonly possible: Bits;
}

const chunkWords = 1 << 18;

/** Where sets of numbers below one size lie side by side in memory. */
export class BitArena {
  /** How many words a set has. */
  readonly words: number;
  /** Every number. */
  readonly all: Bits;
  /** No number. */
  readonly none: Bits;
  #chunk = new Uint32Array(0);
  #used = 0;

  constructor(readonly size: number) {
    this.words = (size + 31) >>> 5;
    this.none = this.take();
    this.all = this.take().fill(0xffffffff);
    if ((size & 31) !== 0) this.all[this.words - 1] = 2 ** (size & 31) - 1;
  }

  /** A new set without numbers. */
  take(): Bits {
    if (this.#used + this.words > this.#chunk.length) {
      this.#chunk = new Uint32Array(Math.max(this.words, Math.min(chunkWords, Math.max(64, this.#chunk.length * 2) * this.words)));
      this.#used = 0;
    }
    const bits = this.#chunk.subarray(this.#used, this.#used + this.words);
    this.#used += this.words;
    return bits;
  }

  /** A new set of these numbers. */
  of(numbers: readonly number[]): Bits {
    const bits = this.take();
    for (const n of numbers) add(bits, n);
    return bits;
  }

  /** The numbers that aren't in the set. */
  not(bits: Bits): Bits {
    const result = this.take();
    for (let w = 0; w < result.length; w += 1) result[w] = ~(bits[w] as number) & (this.all[w] as number);
    return result;
  }

  /** A new set of the same numbers. */
  copy(bits: Bits): Bits {
    const result = this.take();
    result.set(bits);
    return result;
  }
}

/** Whether the number is in the set. */
export function has(bits: Bits, n: number): boolean {
  return (((bits[n >>> 5] as number) >>> (n & 31)) & 1) === 1;
}

/** Puts the number into the set. */
export function add(bits: Bits, n: number): void {
  bits[n >>> 5] = (bits[n >>> 5] as number) | (1 << (n & 31));
}

/** Puts the numbers of the other set into the first. */
export function addAll(bits: Bits, other: Bits): void {
  for (let w = 0; w < bits.length; w += 1) bits[w] = (bits[w] as number) | (other[w] as number);
}

/** Leaves in the first set what is in the other, too. */
export function keep(bits: Bits, other: Bits): void {
  for (let w = 0; w < bits.length; w += 1) bits[w] = (bits[w] as number) & (other[w] as number);
}

/** Takes out of the first set what is in the other. */
export function remove(bits: Bits, other: Bits): void {
  for (let w = 0; w < bits.length; w += 1) bits[w] = (bits[w] as number) & ~(other[w] as number);
}

/** Whether the sets have the same numbers. */
export function equal(a: Bits, b: Bits): boolean {
  if (a === b) return true;
  for (let w = 0; w < a.length; w += 1) if (a[w] !== b[w]) return false;
  return true;
}

/** Calls back for each number of the set, from the lowest to the highest. */
export function eachBit(bits: Bits, visit: (n: number) => void): void {
  for (let w = 0; w < bits.length; w += 1) {
    for (let word = bits[w] as number; word !== 0; word &= word - 1) visit((w << 5) + 31 - Math.clz32(word & -word));
  }
}
