import { isObject, type Json, type JsonObject } from '../../../base';
import { partOf, type Source, withParts } from './source';

/** A value with where it stands. */
export interface Placed<T extends Json = Json> {
  readonly value: T;
  readonly source: Source;
}

/** What a patch comes to: the value, nothing where it deletes it, or why it can't be told. */
export type Merged = Placed<JsonObject> | 'deleted' | { readonly why: string };

class Unapplied extends Error {}

/**
 * Lays a patch over an object, as Kustomize does: maps merge, `null` deletes, lists are replaced, but for those of Kubernetes'
 * own kinds whose items have a key.
 *
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/
 * @see kustomize kyaml/yaml/merge2, with ListIncreaseDirection MergeOptionsListPrepend
 */
export function strategicMerge(base: Placed<JsonObject>, patch: Placed<JsonObject>): Merged {
  if (patch.value.$patch === 'delete') return 'deleted';
  try {
    return maps(base, patch, isOwnKind(base.value) ? keyOf : () => undefined, []);
  } catch (error) {
    if (error instanceof Unapplied) return { why: error.message };
    throw error;
  }
}

type KeyOf = (path: readonly string[]) => string | undefined;

/** Kinds of Kubernetes' own, of whose lists Kustomize knows how they merge. */
function isOwnKind({ apiVersion }: JsonObject): boolean {
  const group = String(apiVersion).includes('/') ? String(apiVersion).split('/', 1)[0] : '';
  return (
    ['', 'apps', 'batch', 'autoscaling', 'policy'].includes(group ?? '') ||
    /^(networking|storage|rbac\.authorization)\.k8s\.io$/.test(group ?? '')
  );
}

const itemKeys: Readonly<Record<string, string>> = {
  ...{ containers: 'name', initContainers: 'name', ephemeralContainers: 'name', env: 'name', volumes: 'name', imagePullSecrets: 'name' },
  ...{ volumeMounts: 'mountPath', volumeDevices: 'devicePath', hostAliases: 'ip', topologySpreadConstraints: 'topologyKey' },
};

/** By which key the items of a list are told apart; nothing where the list is one value. */
function keyOf(path: readonly string[]): string | undefined {
  const name = path.at(-1) ?? '';
  if (name !== 'ports') return itemKeys[name];
  const around = path.at(-2);
  if (around === 'spec') return 'port';
  return around === 'containers' || around === 'initContainers' ? 'containerPort' : undefined;
}

function maps(base: Placed<JsonObject>, patch: Placed<JsonObject>, keyed: KeyOf, path: readonly string[]): Placed<JsonObject> {
  const value: Record<string, Json | undefined> = { ...base.value };
  const parts = new Map<string | number, Source>();
  for (const [key, over] of Object.entries(patch.value)) {
    if (over === undefined || key === '$patch') continue;
    if (key.startsWith('$')) throw new Unapplied(`it has '${key}', which isn't followed here`);
    const below = value[key];
    if (over === null || (isObject(over) && over.$patch === 'delete')) {
      delete value[key];
      continue;
    }
    const from = { value: over, source: partOf(patch.source, key) };
    const to = { value: below, source: partOf(base.source, key) };
    const { value: merged, source } = values(to, from, keyed, [...path, key]);
    value[key] = merged;
    parts.set(key, source);
  }
  return { value: value as JsonObject, source: withParts(base.source, parts) };
}

function values(
  base: { readonly value: Json | undefined; readonly source: Source },
  patch: Placed,
  keyed: KeyOf,
  path: readonly string[],
): Placed {
  const [below, over] = [base.value, patch.value];
  if (isObject(over)) {
    const isReplaced = over.$patch === 'replace' || !isObject(below);
    if (!isReplaced) return maps({ value: below, source: base.source }, { value: over, source: patch.source }, keyed, path);
    return maps({ value: {}, source: patch.source }, { value: over, source: patch.source }, keyed, path);
  }
  if (!Array.isArray(over)) return patch;
  const key = keyed(path);
  const isReplaced = over.some((item) => isObject(item) && item.$patch === 'replace');
  const items = over.map((value, i) => ({ value, source: partOf(patch.source, i) })).filter(({ value }) => !hasDirective(value, 'replace'));
  if (key === undefined || isReplaced || !Array.isArray(below))
    return listOf(
      patch.source,
      items.filter(({ value }) => !hasDirective(value, 'delete')),
    );
  const kept: Placed[] = below.map((value, i) => ({ value, source: partOf(base.source, i) }));
  const added: Placed[] = [];
  for (const item of items) {
    const name = isObject(item.value) ? item.value[key] : undefined;
    if (!isObject(item.value) || name === undefined) throw new Unapplied(`an item of '${path.join('.')}' has no '${key}'`);
    const at = kept.findIndex(({ value }) => isObject(value) && value[key] === name);
    const found = kept[at];
    if (hasDirective(item.value, 'delete')) kept.splice(at < 0 ? kept.length : at, 1);
    else if (found === undefined) added.push(item);
    else kept[at] = maps(found as Placed<JsonObject>, item as Placed<JsonObject>, keyed, path);
  }
  return listOf(base.source, [...added, ...kept]);
}

function hasDirective(value: Json, directive: string): boolean {
  return isObject(value) && value.$patch === directive;
}

function listOf(source: Source, items: readonly Placed[]): Placed {
  const { document, keys } = source;
  return { value: items.map(({ value }) => value), source: { document, keys, parts: new Map(items.map((item, i) => [i, item.source])) } };
}
