/** A way into a value: the keys from its top down to one place in it. */
export type Way = readonly string[];

/** Every place in a value, by its way, without those that are left out with all below them. What `Object.keys` doesn't name is no part of it. */
export function waysInto(value: unknown, isLeftOut: (way: Way, parent: object) => boolean = () => false, way: Way = []): Way[] {
  if (typeof value !== 'object' || value === null) return [way];
  const below = Object.entries(value).filter(([key]) => !isLeftOut([...way, key], value));
  return [way, ...below.flatMap(([key, member]) => waysInto(member, isLeftOut, [...way, key]))];
}

/** The value with another one at the end of the way; everything beside the way is shared, hidden members included. */
export function replacedAt(value: unknown, way: Way, by: unknown): unknown {
  return changedAt(value, way, () => by);
}

/** The value without the option at the end of the way. */
export function removedAt(value: unknown, way: Way): unknown {
  const key = way[way.length - 1];
  if (key === undefined) return undefined;
  return changedAt(value, way.slice(0, -1), (parent) => {
    const copy = copied(parent as object);
    delete (copy as Record<string, unknown>)[key];
    return copy;
  });
}

function changedAt(value: unknown, way: Way, change: (before: unknown) => unknown): unknown {
  const [key, ...rest] = way;
  if (key === undefined) return change(value);
  const copy = copied(value as object) as Record<string, unknown>;
  Object.defineProperty(copy, key, { value: changedAt(copy[key], rest, change), enumerable: true, configurable: true, writable: true });
  return copy;
}

function copied(value: object): object {
  if (Array.isArray(value)) return [...value];
  const members = Object.getOwnPropertyDescriptors(value);
  return Object.create(
    Object.getPrototypeOf(value),
    Object.fromEntries(
      Object.entries(members).map(([key, { value: member, enumerable }]) => [
        key,
        { value: member, enumerable, configurable: true, writable: true },
      ]),
    ),
  ) as object;
}
