import {
  type Arbitrary,
  assert as assertAll,
  configureGlobal,
  constantFrom,
  type IAsyncProperty,
  type IProperty,
  integer,
  oneof,
  type Parameters,
} from 'fast-check';

const seed = process.env.TEST_SEED;

/**
 * fast-check, with the same draws in every run, so that a run that fails does so because of what was changed. With
 * `TEST_SEED=$RANDOM` in the environment it draws others, and three times as many.
 */
export * from 'fast-check';

configureGlobal({ seed: Number(seed ?? 1) });

/** What is drawn alike in each run need not be drawn often. */
const share = seed === undefined ? 1 / 3 : 1;

/** fast-check's own, with as many runs as are wanted here of those that a property asks for. */
export function assert<T>(property: IAsyncProperty<T>, parameters?: Parameters<T>): Promise<void>;
export function assert<T>(property: IProperty<T>, parameters?: Parameters<T>): void;
export function assert<T>(property: IAsyncProperty<T> | IProperty<T>, parameters: Parameters<T> = {}): Promise<void> | undefined {
  const numRuns = Math.ceil((parameters.numRuns ?? 100) * share);
  return assertAll(property as IAsyncProperty<T>, { ...parameters, numRuns });
}

/**
 * Any character of Unicode, as a unit of texts, with those in front that are often special. fast-check's own units work out a table of all
 * of them first, which takes most of a second.
 */
export const anyCharacter: Arbitrary<string> = oneof(
  { weight: 3, arbitrary: integer({ min: 0, max: 0x7f }).map((code) => String.fromCodePoint(code)) },
  {
    weight: 1,
    arbitrary: constantFrom('\u0085', '\u00a0', 'é', 'e\u0301', '\u200d', '\u2028', '\u2029', '\ufeff', '\ufffd', '😀', '👩‍👧'),
  },
  {
    weight: 1,
    arbitrary: integer({ min: 0, max: 0x10ffff - 0x800 }).map((code) => String.fromCodePoint(code < 0xd800 ? code : code + 0x800)),
  },
);
