import { isObject, type Json, type JsonObject } from '../../../base';
import type { InputDocument } from '../../../input';
import type { Placed } from './merge';
import { partOf, type Source, withParts } from './source';

class Misfit extends Error {}

/**
 * The object after the operations of a JSON patch, or why they don't fit it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6902
 */
export function operated(base: Placed<JsonObject>, operations: readonly InputDocument[]): Placed<JsonObject> | { readonly why: string } {
  try {
    return operations.reduce<Placed>((placed, operation) => apply(placed, operation), base) as Placed<JsonObject>;
  } catch (error) {
    if (error instanceof Misfit) return { why: error.message };
    throw error;
  }
}

function apply(base: Placed, document: InputDocument): Placed {
  const { object } = document;
  const { op, path } = object;
  const keys = pointer(path);
  const given: Placed = { value: object.value ?? null, source: { document, keys: ['value'] } };
  if (op === 'remove') return changed(base, keys, 'remove');
  if (op === 'add' || op === 'replace') return changed(base, keys, op, given);
  const from = op === 'move' || op === 'copy' ? at(base, pointer(object.from)) : undefined;
  if (from !== undefined) return changed(op === 'move' ? changed(base, pointer(object.from), 'remove') : base, keys, 'add', from);
  if (op !== 'test') throw new Misfit(`'${String(op)}' is no operation`);
  if (JSON.stringify(at(base, keys).value) !== JSON.stringify(given.value)) throw new Misfit(`the value at '${String(path)}' is another`);
  return base;
}

function pointer(path: unknown): string[] {
  if (typeof path !== 'string' || (path !== '' && !path.startsWith('/'))) throw new Misfit(`'${String(path)}' is no path`);
  return path
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function at(placed: Placed, [key, ...rest]: readonly string[]): Placed {
  if (key === undefined) return placed;
  const { value, source } = placed;
  if (Array.isArray(value)) {
    const i = itemNumber(key, value.length - 1);
    return at({ value: value[i] as Json, source: partOf(source, i) }, rest);
  }
  if (!isObject(value) || value[key] === undefined) throw new Misfit(`there is no '${key}'`);
  return at({ value: value[key], source: partOf(source, key) }, rest);
}

function itemNumber(key: string, last: number): number {
  if (!/^(0|[1-9]\d*)$/.test(key) || Number(key) > last) throw new Misfit(`there is no item '${key}'`);
  return Number(key);
}

function changed(base: Placed, [key, ...rest]: readonly string[], how: 'add' | 'replace' | 'remove', given?: Placed): Placed {
  if (key === undefined) {
    if (given === undefined) throw new Misfit('it would remove everything');
    return given;
  }
  const { value, source } = base;
  if (Array.isArray(value)) {
    const items: Placed[] = value.map((item, i) => ({ value: item, source: partOf(source, i) }));
    if (rest.length > 0) {
      const i = itemNumber(key, items.length - 1);
      items[i] = changed(items[i] as Placed, rest, how, given);
    } else {
      const i = how === 'add' ? (key === '-' ? items.length : itemNumber(key, items.length)) : itemNumber(key, items.length - 1);
      items.splice(i, how === 'add' ? 0 : 1, ...(given === undefined ? [] : [given]));
    }
    const parts = new Map(items.map((item, i) => [i, item.source]));
    return { value: items.map((item) => item.value), source: { document: source.document, keys: source.keys, parts } };
  }
  if (!isObject(value)) throw new Misfit(`there is no '${key}'`);
  const below = value[key];
  if (below === undefined && (rest.length > 0 || how !== 'add')) throw new Misfit(`there is no '${key}'`);
  if (rest.length === 0 && given === undefined) {
    const { [key]: _, ...others } = value;
    return { value: others, source };
  }
  const inner = rest.length === 0 ? (given as Placed) : changed({ value: below as Json, source: partOf(source, key) }, rest, how, given);
  return { value: { ...value, [key]: inner.value }, source: withParts(source, new Map<string, Source>([[key, inner.source]])) };
}
