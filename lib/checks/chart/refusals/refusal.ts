import { isObject, type Json } from '../../../base';
import type { ChartMinor } from '../outline';

/** Values as the chart's templates see them: those that are given, and its own where nothing is given. */
export type Reading = (path: string) => Json | undefined;

/** What a template of Cilium's chart asks of its values before it renders anything. */
export interface ChartRefusal {
  /** The value that is to be changed: `hubble.redact.http.headers.deny`. */
  readonly path: string;
  /** The first minor whose chart asks for it. @default every minor that is known */
  readonly since?: ChartMinor;
  /** The last minor whose chart asks for it. @default the newest */
  readonly until?: ChartMinor;
  /** What is wrong, where something is. */
  readonly says: (value: Reading) => string | undefined;
  readonly repair: string;
  /** How bad it is where it depends on the cluster. @default that of the rule */
  readonly severity?: 'warning';
}

/** Whether a template would take the value for true: not where it is empty. */
export function isSet(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) ? Object.keys(value).length > 0 : Boolean(value);
}

/** The condition as what is wrong where it holds. */
export function when(condition: (value: Reading) => boolean, what: string): ChartRefusal['says'] {
  return (value) => (condition(value) ? what : undefined);
}

/** What is wrong with a value that is none of the words. */
export function unlessOneOf(value: Json | undefined, words: readonly string[]): string | undefined {
  return words.includes(value as string) ? undefined : `'${String(value ?? '')}' is none of ${words.map((word) => `'${word}'`).join(', ')}`;
}
