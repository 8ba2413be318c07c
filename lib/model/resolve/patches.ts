import type { JsonObject } from '../../base';
import type { PatchModel } from '../model';
import type { Context } from './context';

/** The documents of an option that takes one document or several, each with its place. */
export function patchesOf(context: Context, path: string, patch: JsonObject | readonly JsonObject[] = []): PatchModel[] {
  return isList(patch)
    ? patch.map((document, i) => ({ document, at: context.at(`${path}[${i}]`) }))
    : [{ document: patch, at: context.at(path) }];
}

function isList(patch: JsonObject | readonly JsonObject[]): patch is readonly JsonObject[] {
  return Array.isArray(patch);
}
