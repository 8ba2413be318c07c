import { keysOf, type Place, pathOf } from '../../base';
import { type InputDocument, parseDocuments } from '../../input';
import { isOperation } from './kustomize/operation';
import type { Keys } from './layers';

/** Documents that stand as text in a value of another, or why they can't be read. */
export type Embedded = { readonly documents: readonly InputDocument[] } | { readonly why: string };

/**
 * Reads the YAML that a value of a document holds as text; of a JSON patch each operation is a document. Its places are those of
 * that value, with the path inside of it.
 */
export async function embedded(outer: InputDocument, inside: Keys, text: string): Promise<Embedded> {
  const { documents, findings } = await parseDocuments(text, outer.at.file, { lenient: true, operations: true });
  const fault = findings.find(({ id }) => id === 'INP001' || id === 'INP002');
  if (fault !== undefined) {
    const why = /\{\{|\{%/.test(text) ? 'it is a template' : fault.message;
    return { why: `${pathOf(inside)} in ${outer.at.file} can't be read: ${why}` };
  }
  return { documents: documents.map((inner, i) => within(outer, inside, inner, isOperation(inner.object) ? [i] : [])) };
}

/** A document of the text, with the places that it has in the file; `item` is where it stands in a list. */
function within(outer: InputDocument, inside: Keys, inner: InputDocument, item: Keys): InputDocument {
  const placed = (place: Place, path: string | Keys): Place => {
    const there =
      place.in === 'document' && place.line !== undefined ? outer.placeInText(inside, place.line, place.column ?? 1) : outer.place(inside);
    const keys = typeof path === 'string' ? keysOf(path) : path;
    return { ...there, path: pathOf([...keysOf(outer.place(inside).path ?? ''), ...item, ...keys]) } as Place;
  };
  return {
    object: inner.object,
    at: placed(inner.at, []),
    place: (path) => placed(inner.place(path), path),
    placeInText: (path, line, column) => placed(inner.placeInText(path, line, column), path),
  };
}
