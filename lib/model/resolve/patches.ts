import { type JsonObject, pathOf, secretsOfMachine } from '../../base';
import type { PatchModel } from '../model';
import type { Context } from './context';

/** The documents of an option that takes one document or several, each with its place. */
export function patchesOf(context: Context, path: string, patch: JsonObject | readonly JsonObject[] = []): PatchModel[] {
  const patches = isList(patch) ? patch.map((document, i) => ({ document, path: `${path}[${i}]` })) : [{ document: patch, path }];
  return patches.map(({ document, path: at }) => {
    for (const keys of secretsOfMachine(document)) {
      context.add('TAL009', `${at}.${pathOf(keys)}`, 'a secret stands in a patch, and so it would in dist/, which is committed', {
        repair: 'leave it out: what secrets.yaml has comes from there, and the rest is for a patch of your own that git does not see',
      });
    }
    return { document, at: context.at(at) };
  });
}

function isList(patch: JsonObject | readonly JsonObject[]): patch is readonly JsonObject[] {
  return Array.isArray(patch);
}
