import { isObject, type JsonObject, keysOf, type Place } from '../../base';
import type { PatchModel } from '../../model';
import type { Fact, Facts } from '../fact';
import { kindOf } from '../machine-config/document';
import { inside } from './machine-config';

/** Facts of an emitted patch that the definition's own patches decide, at the place there: that is where a person mends them. */
export function atPatches<F extends Partial<Facts>>(facts: F, file: string, patches: readonly PatchModel[]): F {
  const placed = <T extends { readonly at: Place }>(value: T): T => {
    const { at } = value;
    const place = at.in === 'document' && at.file === file ? placeIn(patches, keysOf(at.path ?? '')) : undefined;
    return place === undefined ? value : { ...value, at: place };
  };
  const moved = Object.entries(facts as Readonly<Record<string, Fact<unknown>>>).map(([name, fact]) => {
    const own = placed(fact);
    const isList = own.state === 'known' && Array.isArray(own.value);
    return [name, isList ? { ...own, value: own.value.map((item: unknown) => (isPlaced(item) ? placed(item) : item)) } : own] as const;
  });
  return Object.fromEntries(moved) as F;
}

function isPlaced(value: unknown): value is { readonly at: Place } {
  return isObject(value) && isObject(value.at);
}

/** The place in the last patch that says something there, or deletes it. */
function placeIn(patches: readonly PatchModel[], [first, ...rest]: readonly (string | number)[]) {
  const isKind = /^[A-Z]/.test(String(first));
  const path = isKind || first === undefined ? rest : [first, ...rest];
  for (const { document, at } of [...patches].reverse()) {
    if (kindOf(document) !== (isKind ? first : undefined)) continue;
    const depth = saidUpTo(document, path);
    if (depth !== undefined) return inside(at, path.slice(0, depth));
  }
  return undefined;
}

/** How much of the path a document says: all of it, or down to what it deletes. */
function saidUpTo(document: JsonObject, path: readonly (string | number)[]): number | undefined {
  let current: unknown = document;
  for (const [depth, key] of path.entries()) {
    if (!isObject(current)) return undefined;
    if (Object.hasOwn(current, '$patch')) return depth;
    if (!Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return path.length;
}
