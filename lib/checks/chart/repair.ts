import { type Json, nearest, oneOf, pathOf } from '../../base';
import type { ChartFault } from './faults';
import type { ChartType, ChartValue } from './outline';

/**
 * The path of the value that an unknown key was probably meant to be: one beside it of nearly the same name, one whose whole path
 * was written as a key, the only one of its name elsewhere in the chart, or the nearest of its name further in.
 */
export function meantBy({ keys, known }: ChartFault, chart: ChartValue): string | undefined {
  const parent = keys.slice(0, -1);
  const name = String(keys[keys.length - 1]);
  const dotted = name.split('.');
  if (dotted.length > 1 && has(known, dotted)) return pathOf([...parent, ...dotted]);
  const beside = nearest(
    name,
    [...known.keys].filter(([, value]) => !value.isRefused).map(([key]) => key),
  );
  if (beside !== undefined) return pathOf([...parent, beside]);
  const elsewhere = named(chart, name.toLowerCase(), []);
  const [only, other] = elsewhere.length > 1 ? nearestBelow(elsewhere, parent) : elsewhere;
  return other === undefined && only !== undefined ? pathOf(only) : undefined;
}

type Path = readonly string[];

/** Those of the paths that lead on from a key, of which few steps lead to. */
function nearestBelow(paths: readonly Path[], keys: readonly (string | number)[]): Path[] {
  const below = keys.length === 0 ? [] : paths.filter((path) => keys.every((key, i) => path[i] === key));
  const steps = Math.min(...below.map(({ length }) => length));
  return below.filter(({ length }) => length === steps);
}

function has(value: ChartValue, keys: readonly string[]): boolean {
  const [first, ...rest] = keys;
  const child = first === undefined ? undefined : value.keys.get(first);
  return first === undefined || (child !== undefined && !child.isRefused && has(child, rest));
}

/** The paths of all values of a name, whatever case it is written in. */
function named(value: ChartValue, name: string, above: Path): Path[] {
  return [...value.keys].flatMap(([key, child]): Path[] => [
    ...(key.toLowerCase() === name && !child.isRefused ? [[...above, key]] : []),
    ...named(child, name, [...above, key]),
  ]);
}

const words: Readonly<Record<Exclude<ChartType, 'null'>, string>> = {
  boolean: 'true or false',
  'whole number': 'a whole number',
  number: 'a number',
  text: 'a text',
  list: 'a list',
  map: 'a map',
};

/** What a chart's schema wants of a value that isn't null, as a sentence says it: `true or false`, `a whole number of 0 to 255`, `'Disk' or 'Memory'`. */
export function wanted({ types, words: texts, range }: ChartValue): string {
  const said = types.filter((type) => type !== 'null').map((type) => (type === 'text' && texts !== undefined ? oneOf(texts) : words[type]));
  const limits = range === undefined ? '' : ` of ${range[0]} to ${range[1]}`;
  return `${said.length < 2 ? said.join('') : `${said.slice(0, -1).join(', ')} or ${said[said.length - 1]}`}${limits}`;
}

/** The value in a message: quoted texts, and lists and maps by what they are. */
export function shown(value: Json): string {
  if (typeof value === 'string') return `'${value}'`;
  return typeof value === 'object' && value !== null ? (Array.isArray(value) ? 'a list' : 'a map') : String(value);
}

/** The same value in a type that is wanted, or what is wanted. */
export function rewritten(value: Json, known: ChartValue): string {
  const { types } = known;
  const near = typeof value === 'string' && known.words !== undefined ? nearest(value, known.words) : undefined;
  if (near !== undefined) return `write '${near}'`;
  if (typeof value === 'string' && types.includes('boolean') && /^(true|false)$/i.test(value)) return `write ${value.toLowerCase()}`;
  const isNumber = types.includes('number') || types.includes('whole number');
  if (typeof value === 'string' && isNumber && /^-?\d+$/.test(value) && known.range === undefined) return `write ${value}`;
  if (typeof value !== 'object' && types.includes('text') && known.words === undefined) return `write '${value}'`;
  if (typeof value !== 'object' && types.includes('list')) return `write [${shown(value)}]`;
  return `write ${wanted(known)}`;
}
