import type { TalosConfig, TalosField, TalosKeys } from '../../../imports/talos-config';
import { isObject, type Json, type JsonObject } from '../../base';
import { deletes, identityOf, kindOf, type Path } from './document';
import { documentField } from './schema';

/** Keys that talosctl generates, with values that aren't known; or what a patch says. */
type Value = Json | undefined;

/**
 * The configuration that a machine has when patches are applied one after the other, by document. Of what talosctl generates
 * only the keys are known.
 */
export class ConfigState {
  private readonly documents = new Map<string, JsonObject>();

  constructor(
    generated: Readonly<Record<string, TalosKeys | true>>,
    private readonly config: TalosConfig,
  ) {
    for (const [identity, keys] of Object.entries(generated)) this.documents.set(identity, keys === true ? {} : keys);
  }

  /** Whether the machine has the document. */
  has(identity: string): boolean {
    return this.documents.has(identity);
  }

  /** The documents of a kind. */
  ofKind(kind: string): readonly JsonObject[] {
    return [...this.documents].flatMap(([identity, document]) => (identity.split('/', 1)[0] === kind ? [document] : []));
  }

  /** What stands at a path of a document. */
  at(identity: string, path: Path): Value {
    let current: Value = this.documents.get(identity);
    for (const key of path) current = isObject(current) && Object.hasOwn(current, key) ? current[key] : undefined;
    return current;
  }

  /** Applies documents of one patch, as Talos does: what they delete goes first. */
  apply(documents: readonly JsonObject[]): void {
    for (const document of documents) {
      const identity = identityOf(document);
      if (deletes(document)) this.documents.delete(identity);
      else this.documents.set(identity, cut(this.documents.get(identity) ?? {}, document));
    }
    for (const document of documents) {
      if (deletes(document)) continue;
      const identity = identityOf(document);
      const field = documentField(this.config, kindOf(document));
      this.documents.set(identity, merged(this.documents.get(identity) ?? {}, document, field));
    }
  }
}

function cut(base: JsonObject, patch: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(base).flatMap(([key, value]) => {
      const over = patch[key];
      if (deletes(over)) return [];
      return [[key, isObject(value) && isObject(over) ? cut(value, over) : value] as const];
    }),
  );
}

function merged(base: JsonObject, patch: JsonObject, field: TalosField | undefined): JsonObject {
  const result: Record<string, Value> = { ...base };
  for (const [key, over] of Object.entries(patch)) {
    if (over === undefined || over === null || deletes(over)) continue;
    const below = result[key];
    const inside = inner(field, key);
    if (isObject(over)) result[key] = merged(isObject(below) ? below : {}, over, inside);
    else if (Array.isArray(over) && Array.isArray(below) && grows(inside)) result[key] = [...below, ...over];
    else result[key] = over;
  }
  return result;
}

function inner(field: TalosField | undefined, key: string): TalosField | undefined {
  if (field === undefined || typeof field === 'string') return undefined;
  if ('fields' in field) return Object.hasOwn(field.fields, key) ? field.fields[key] : undefined;
  return 'map' in field ? field.map : undefined;
}

/** Whether patches append to a list. */
export function grows(field: TalosField | undefined): boolean {
  return field !== undefined && typeof field !== 'string' && 'list' in field && field.replaced !== true;
}
