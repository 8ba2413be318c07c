import type * as fc from './fast-check';

/** A part of `fc.oneof` that comes as often as its weight says. */
export function often<T>(weight: number, arbitrary: fc.Arbitrary<T>): fc.WeightedArbitrary<T> {
  return { weight, arbitrary };
}
