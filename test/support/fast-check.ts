import { assert as assertAll, configureGlobal, type IAsyncProperty, type IProperty, type Parameters } from 'fast-check';

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
