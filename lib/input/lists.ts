import { isObject, type Json, type JsonObject } from '../base';

/** An object, and the keys that lead to it from the document. */
export interface ListItem {
  readonly object: Json;
  readonly inside: readonly (string | number)[];
}

/**
 * The objects of a document: its items where its kind is `List` or ends so, also those of lists within, otherwise itself. Items
 * of a typed list that name neither kind nor apiVersion have the list's, as `kubectl` reads them: a `PodList` holds `Pod`s.
 *
 * Source: k8s.io/apimachinery@v0.36.3 pkg/apis/meta/v1/unstructured/helpers.go (decodeToList).
 */
export function itemsOf(document: Json): ListItem[] {
  if (!isObject(document) || !isList(document)) return [{ object: document, inside: [] }];
  return ((document.items ?? []) as readonly Json[]).flatMap((item, i) =>
    itemsOf(typed(item, document)).map(({ object, inside }) => ({ object, inside: ['items', i, ...inside] })),
  );
}

/** The operations of a JSON patch (RFC 6902); nothing where the document is none. */
export function operationsOf(document: Json): ListItem[] | undefined {
  if (!Array.isArray(document) || document.length === 0 || !document.every(isOperation)) return undefined;
  return document.map((object, i) => ({ object, inside: [i] }));
}

function isOperation(item: Json): boolean {
  return isObject(item) && typeof item.op === 'string' && typeof item.path === 'string';
}

function isList(object: JsonObject): boolean {
  return typeof object.kind === 'string' && object.kind.endsWith('List') && (Array.isArray(object.items) || object.items === null);
}

function typed(item: Json, { kind, apiVersion }: JsonObject): Json {
  const itemKind = String(kind).slice(0, -'List'.length);
  if (!isObject(item) || itemKind === '' || (item.kind ?? '') !== '' || (item.apiVersion ?? '') !== '') return item;
  return { ...item, ...(apiVersion === undefined ? {} : { apiVersion }), kind: itemKind };
}
