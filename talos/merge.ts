import { isObject, type Json, type JsonObject } from '../lib/base';

/** Lists that a later patch replaces; all others it appends to. */
const replacedLists = new Set(['podSubnets', 'serviceSubnets']);

/**
 * Puts documents of one kind and name together, in the way that Talos merges patches, since one patch file can't hold a
 * document twice.
 *
 * @see https://docs.siderolabs.com/talos/v1.13/configure-your-talos-cluster/system-configuration/patching
 */
export function mergeDocuments(documents: readonly JsonObject[]): JsonObject[] {
  const merged = new Map<string, JsonObject>();
  for (const document of documents) {
    const key = JSON.stringify([document.apiVersion, document.kind, document.name].map((v) => v ?? null));
    const before = merged.get(key);
    merged.set(key, before === undefined ? document : mergeMaps(before, document));
  }
  return [...merged.values()];
}

function mergeMaps(base: JsonObject, over: JsonObject): JsonObject {
  const result: Record<string, Json | undefined> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = result[key];
    if (isObject(below) && isObject(value)) result[key] = mergeMaps(below, value);
    else if (Array.isArray(below) && Array.isArray(value) && !replacedLists.has(key)) result[key] = [...below, ...value];
    else if (value !== undefined) result[key] = value;
  }
  return result;
}
