import { isObject, type Json, type JsonObject, valueAt } from '../lib/base';

/** Lists that a later patch replaces, by the kind of their document where others have lists of that name; all others it appends to. */
const replacedLists = new Set([
  ...['podSubnets', 'serviceSubnets', 'NetworkRuleConfig.ingress', 'NetworkRuleConfig.ports', 'ResolverConfig.domains'],
  ...['BGPInstanceConfig.advertise', 'BGPInstanceConfig.importRoutes', 'BGPInstanceConfig.neighbors'],
]);

/**
 * Puts documents of one kind and name together, in the way that Talos merges patches, since Talos before 1.14 takes no patch
 * that holds a document twice. One that deletes a field stays before those that say it anew: in one document nothing of the
 * field would be left.
 *
 * @see https://docs.siderolabs.com/talos/v1.13/configure-your-talos-cluster/system-configuration/patching
 * @see talos v1.14.1 pkg/machinery/config/types (fields tagged `merge:"replace"`)
 */
export function mergeDocuments(documents: readonly JsonObject[]): JsonObject[] {
  const merged: JsonObject[] = [];
  const last = new Map<string, number>();
  for (const document of documents) {
    const key = JSON.stringify([document.apiVersion, document.kind, document.name].map((v) => v ?? null));
    const index = last.get(key);
    const before = index === undefined ? undefined : merged[index];
    if (index === undefined || before === undefined || saysAnew(before, document)) last.set(key, merged.push(document) - 1);
    else merged[index] = mergeMaps(before, document, String(document.kind));
  }
  return merged;
}

/** What of a patch is left when a config has it already, and where the rest of it stands. */
export interface LaterPatch {
  readonly documents: readonly JsonObject[];
  /** Paths of lists, to which a second time would add what is there, and of what a first time deleted. */
  readonly left: readonly string[];
}

/** A patch for config that has an earlier form of it: without lists that Talos appends to, and without what it deletes once. */
export function laterPatch(documents: readonly JsonObject[]): LaterPatch {
  const left: string[] = [];
  const later = (value: Json, kind: string, path: readonly string[]): Json | undefined => {
    const key = path.at(-1) ?? '';
    const isLeft = Array.isArray(value) ? !isReplaced(kind, key) : path.length > 0 && valueAt(value, '$patch') === 'delete';
    if (isLeft) {
      left.push(path.join('.'));
      return undefined;
    }
    if (!isObject(value)) return value;
    const entries = Object.entries(value).map(([name, inner]) => [name, later(inner as Json, kind, [...path, name])] as const);
    const kept = entries.filter(([, inner]) => inner !== undefined && !(isObject(inner) && Object.keys(inner).length === 0));
    return Object.fromEntries(kept) as JsonObject;
  };
  const isSaying = (document: JsonObject) => Object.keys(document).some((key) => !['apiVersion', 'kind', 'name'].includes(key));
  const kept = documents.map((document) => [document, later(document, String(document.kind), []) as JsonObject] as const);
  return { documents: kept.filter(([whole, rest]) => !isSaying(whole) || isSaying(rest)).map(([, rest]) => rest), left };
}

function saysAnew(before: JsonObject, after: JsonObject): boolean {
  return Object.entries(after).some(([key, value]) => valueAt(before, key, '$patch') === 'delete' && valueAt(value, '$patch') !== 'delete');
}

function mergeMaps(base: JsonObject, over: JsonObject, kind: string): JsonObject {
  const result: Record<string, Json | undefined> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = result[key];
    if (isObject(below) && isObject(value)) result[key] = mergeMaps(below, value, kind);
    else if (Array.isArray(below) && Array.isArray(value) && !isReplaced(kind, key)) result[key] = [...below, ...value];
    else if (value !== undefined) result[key] = value;
  }
  return result;
}

function isReplaced(kind: string, key: string): boolean {
  return replacedLists.has(key) || replacedLists.has(`${kind}.${key}`);
}
