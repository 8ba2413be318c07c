/**
 * Where something stands, so that a person can go there.
 *
 * - `definition`: a path inside a cluster's definition, e.g. `network.pods`, with the file that exports it.
 * - `document`: a place in a text file; `line` and `column` count from 1.
 * - `construct`: the path of a construct in the cdk8s tree, for what a recipe built.
 */
export type Place =
  | { readonly in: 'definition'; readonly file: string; readonly path: string }
  | { readonly in: 'document'; readonly file: string; readonly line?: number; readonly column?: number; readonly path?: string }
  | { readonly in: 'construct'; readonly file: string; readonly path: string };

/** A place in a definition. */
export function inDefinition(file: string, path: string): Place {
  return { in: 'definition', file, path };
}

/** A place in a file that Ichor writes or reads; `path` is a key path inside the document. */
export function inDocument(file: string, path?: string, line?: number, column?: number): Place {
  return {
    in: 'document',
    file,
    ...(path === undefined ? {} : { path }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  };
}

/** The place as people read it: `file` and the path or position inside it. */
export function describePlace(place: Place): { readonly file: string; readonly inside: string } {
  if (place.in === 'document' && place.line !== undefined) {
    const position = place.column === undefined ? `${place.line}` : `${place.line}:${place.column}`;
    return { file: `${place.file}:${position}`, inside: place.path ?? '' };
  }
  return { file: place.file, inside: place.path ?? '' };
}

/** Orders places by file, then by path, so that reports come out the same everywhere. */
export function comparePlaces(a: Place, b: Place): number {
  const [left, right] = [position(a), position(b)];
  return compareText(a.file, b.file) || left.line - right.line || left.column - right.column || compareText(left.path, right.path);
}

/** Where it is inside of its file; the items of a list count by number, so that the tenth comes behind the second. */
function position(place: Place): { readonly line: number; readonly column: number; readonly path: string } {
  const { line = 0, column = 0 } = place.in === 'document' ? place : {};
  return { line, column, path: (place.path ?? '').replace(/\[(\d+)\]/g, (_, item: string) => `[${item.padStart(6, '0')}]`) };
}

/** Orders text by code unit: the same on every machine and under every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
