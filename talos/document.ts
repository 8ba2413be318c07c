import type { JsonObject } from '../lib/base';

/** A document of Talos' config, which its kind and its name tell from the others. */
export function document(kind: string, fields: JsonObject): JsonObject {
  return { apiVersion: 'v1alpha1', kind, ...fields };
}
