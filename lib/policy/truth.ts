/** Yes, no, or (`undefined`) not to be known. */
export type Truth = boolean | undefined;

/** Whether it holds for every item: one no is enough for no, even beside what isn't known. */
export function all<T>(items: readonly T[], holds: (item: T) => Truth): Truth {
  let result: Truth = true;
  for (const item of items) {
    const one = holds(item);
    if (one === false) return false;
    if (one === undefined) result = undefined;
  }
  return result;
}

/** Whether it holds for an item: one yes is enough for yes, even beside what isn't known. */
export function some<T>(items: readonly T[], holds: (item: T) => Truth): Truth {
  return not(all(items, (item) => not(holds(item))));
}

/** The opposite; of what isn't known, nothing is known. */
export function not(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}
