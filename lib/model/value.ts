declare const brand: unique symbol;

/**
 * Makes a helper's type nominal: only the helper's own values fit, a plain object of the same shape does not.
 * It exists for the compiler alone and costs nothing at run time.
 */
export interface Branded<Name extends string> {
  readonly [brand]: Name;
}

/** Freezes a helper's value with everything below it, so that nothing that was defined once changes later. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const key of Object.keys(value)) frozen((value as Record<string, unknown>)[key]);
  return value;
}
