import { isObject, keysOf, type Place, pathOf } from '../../base';
import { type InputDocument, parseDocuments } from '../../input';
import type { Keys } from './layers';

/** Documents that stand as text in a value of another, or why they can't be read. */
export type Embedded = { readonly documents: readonly InputDocument[] } | { readonly why: string };

/** Reads the YAML that a value of a document holds as text. Its places are those of that value, with the path inside of it. */
export async function embedded(outer: InputDocument, inside: Keys, text: string): Promise<Embedded> {
  const { documents, findings } = await parseDocuments(text, outer.at.file, { lenient: true });
  const fault = findings.find(({ id }) => id === 'INP001' || id === 'INP002');
  if (fault?.id === 'INP002') {
    const items = await listItems(outer, inside, text);
    if (items !== undefined) return { documents: items };
  }
  if (fault !== undefined) {
    const why = /\{\{|\{%/.test(text) ? 'it is a template' : fault.message;
    return { why: `${pathOf(inside)} in ${outer.at.file} can't be read: ${why}` };
  }
  return { documents: documents.map((inner) => within(outer, inside, inner)) };
}

/** A document of the text, with the places that it has in the file. */
function within(outer: InputDocument, inside: Keys, inner: InputDocument): InputDocument {
  const placed = (place: Place, keys: Keys): Place => {
    const there =
      place.in === 'document' && place.line !== undefined ? outer.placeInText(inside, place.line, place.column ?? 1) : outer.place(inside);
    return { ...there, path: pathOf([...inside, ...keys]) } as Place;
  };
  return {
    object: inner.object,
    at: placed(inner.at, []),
    place: (path) => placed(inner.place(path), typeof path === 'string' ? keysOf(path) : path),
    placeInText: (path) => placed(inner.place(path), typeof path === 'string' ? keysOf(path) : path),
  };
}

/** The maps of a text that is a list, as a JSON patch is. */
async function listItems(outer: InputDocument, inside: Keys, text: string): Promise<InputDocument[] | undefined> {
  const [document] = (await parseDocuments(`list:\n${text.replace(/^---[^\n]*\n/, '')}`, outer.at.file, { lenient: true })).documents;
  const list = document?.object.list;
  if (document === undefined || !Array.isArray(list) || !list.every(isObject)) return undefined;
  return list.map((object, i) => {
    const at = outer.place(inside);
    const place = (path: string | Keys) =>
      ({ ...at, path: pathOf([...inside, i, ...(typeof path === 'string' ? keysOf(path) : path)]) }) as Place;
    return { object, at: place([]), place, placeInText: place };
  });
}
