import { isObject, type Json, type JsonObject, valueAt } from '../../base';

/** Keys and items from the top of a document down to a place in it. */
export type Path = readonly (string | number)[];

/** The kind of a document; `undefined` for the one of `machine` and `cluster`. */
export function kindOf(document: JsonObject): string | undefined {
  return typeof document.kind === 'string' && document.kind !== '' ? document.kind : undefined;
}

/** By which a patch finds its document: the kind, and the name where there is one. */
export function identityOf(document: JsonObject): string {
  const kind = kindOf(document) ?? '';
  return kind !== '' && typeof document.name === 'string' ? `${kind}/${document.name}` : kind;
}

/** Whether a map says that what it stands for is to be deleted. */
export function deletes(value: Json | undefined): boolean {
  return valueAt(value, '$patch') === 'delete';
}

/** The paths that a document of a patch deletes, none of them in a list; empty paths stand for the document. */
export function deletionsOf(document: JsonObject): Path[] {
  const found: Path[] = [];
  const look = (value: Json | undefined, path: Path): void => {
    if (!isObject(value)) return;
    if (deletes(value)) found.push(path);
    else for (const [key, below] of Object.entries(value)) look(below, [...path, key]);
  };
  look(document, []);
  return found;
}
