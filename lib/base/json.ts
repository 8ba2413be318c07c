/** A value that JSON and YAML can carry. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A map of such values; `undefined` means that the key is absent. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** Whether the value is a plain map: not null, not a list, not an instance of a class. */
export function isObject(value: unknown): value is JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The value at a path of keys, or `undefined` where the path ends early. */
export function valueAt(value: unknown, ...path: readonly string[]): Json | undefined {
  let current: unknown = value;
  for (const key of path) {
    if (!isObject(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return current as Json | undefined;
}

/**
 * The path as text: `spec.ingress[0].toPorts`, with quotes around keys that are more than letters, digits, `_` and `-`:
 * `metadata.labels["app.kubernetes.io/name"]`. `keysOf` reads it back.
 */
export function pathOf(keys: readonly (string | number)[]): string {
  const path = keys.map((key) => (typeof key === 'number' ? `[${key}]` : /^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`));
  return path.join('').replace(/^\./, '');
}

/** The keys of a path in the form of `pathOf`; what stands between dots and brackets is a key, however it is spelt. */
export function keysOf(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)].map(([, item, quoted, bare]) =>
    item !== undefined ? Number(item) : quoted !== undefined ? unquoted(quoted) : (bare as string),
  );
}

function unquoted(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.slice(1, -1);
  }
}

/**
 * Lays `over` upon `base`: maps merge key by key, everything else (lists too) is replaced, `undefined` changes nothing.
 *
 * This is how Helm merges values (https://helm.sh/docs/chart_template_guide/values_files), except that `null` stays `null`:
 * Helm removes a chart's default with it, so it has to reach the file.
 */
export function overlay(base: JsonObject, over: JsonObject): JsonObject {
  const merged = Object.entries(over).flatMap(([key, value]) => {
    const below = valueAt(base, key);
    return value === undefined ? [] : [[key, isObject(below) && isObject(value) ? overlay(below, value) : value] as const];
  });
  return Object.fromEntries([...Object.entries(base), ...merged]);
}
