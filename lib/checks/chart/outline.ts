import { ciliumKeys as of119 } from '../../../imports/cilium-keys-1.19';
import { ciliumKeys as of120 } from '../../../imports/cilium-keys-1.20';

/** The type of a value as an outline writes it. */
export type ChartType = 'boolean' | 'whole number' | 'number' | 'text' | 'list' | 'map' | 'null';

/** What a chart knows of one of its values. */
export interface ChartValue {
  /** The types that the chart's schema allows; none where it says nothing. */
  readonly types: readonly ChartType[];
  /** The only texts that it may be. */
  readonly words: readonly string[] | undefined;
  /** The only numbers that it may be. */
  readonly range: readonly [least: number, most: number] | undefined;
  /** The keys of a map. */
  readonly keys: ReadonlyMap<string, ChartValue>;
  /** What the items of a list are, or the values of a map with keys of one's own. */
  readonly element: ChartValue | undefined;
  /** Whether a map takes keys that the chart doesn't know, to hand them on. */
  readonly isFree: boolean;
  /** Whether templates ask for it only in order to fail. */
  readonly isRefused: boolean;
}

const outlines = { '1.19': of119, '1.20': of120 } as const;

/** A minor of Cilium of whose chart every value is known. */
export type ChartMinor = keyof typeof outlines;

/** The minors whose charts are known, oldest first. */
export const chartMinors = Object.keys(outlines) as readonly ChartMinor[];

const read = new Map<ChartMinor, ChartValue>();

/** The values of a minor's chart; they are read the first time that somebody asks. */
export function chartValues(minor: ChartMinor): ChartValue {
  const values = read.get(minor) ?? readOutline(outlines[minor]);
  read.set(minor, values);
  return values;
}

const types: Readonly<Record<string, ChartType>> = {
  '0': 'null',
  b: 'boolean',
  i: 'whole number',
  l: 'list',
  m: 'map',
  n: 'number',
  s: 'text',
};

/**
 * Reads an outline of values: a line for each, indented by a space below the one that it is in. Behind the key stand letters for
 * its types, `*` where a map takes any key, `.` where there are keys and no types, `!` where the chart refuses it, and what words
 * or numbers there are. Only what somebody asks for is read.
 */
export function readOutline(outline: string): ChartValue {
  return new OutlinedValue(['.'], outline.split('\n'), '');
}

class OutlinedValue implements ChartValue {
  readonly types: readonly ChartType[];
  readonly isFree: boolean;
  readonly isRefused: boolean;
  readonly #lines: readonly string[];
  readonly #indent: string;
  readonly #says: readonly string[];
  #children: Map<string, ChartValue> | undefined;

  /** `lines` are those below it, `indent` is what they begin with. */
  constructor(says: readonly string[], lines: readonly string[], indent: string) {
    const [kinds = ''] = says;
    this.types = kinds === '.' || kinds === '!' ? [] : [...kinds].flatMap((letter) => types[letter] ?? []);
    this.isFree = kinds === '' || kinds === '!' || kinds.endsWith('*');
    this.isRefused = kinds === '!';
    this.#says = says;
    this.#lines = lines;
    this.#indent = indent;
  }

  get words(): readonly string[] | undefined {
    return this.#says
      .find((word) => word.startsWith('='))
      ?.slice(1)
      .split('|');
  }

  get range(): readonly [least: number, most: number] | undefined {
    const [least, most] = this.#says.find((word) => word.includes('..'))?.split('..') ?? [];
    return least === undefined ? undefined : [Number(least), Number(most)];
  }

  get element(): ChartValue | undefined {
    return this.#all().get('[]');
  }

  get keys(): ReadonlyMap<string, ChartValue> {
    const all = this.#all();
    return all.has('[]') ? new Map([...all].filter(([key]) => key !== '[]')) : all;
  }

  #all(): Map<string, ChartValue> {
    this.#children ??= this.#read();
    return this.#children;
  }

  #read(): Map<string, ChartValue> {
    const deeper = `${this.#indent} `;
    const children = new Map<string, ChartValue>();
    for (let i = 0; i < this.#lines.length; ) {
      const start = i++;
      while (i < this.#lines.length && (this.#lines[i] as string).startsWith(deeper)) i++;
      const [key, ...says] = (this.#lines[start] as string).slice(this.#indent.length).split(' ') as [string, ...string[]];
      if (key !== '') children.set(key, new OutlinedValue(says, this.#lines.slice(start + 1, i), deeper));
    }
    return children;
  }
}
