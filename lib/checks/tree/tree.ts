import { isObject, type Json, type JsonObject, valueAt } from '../../base';
import type { InputDocument } from '../../input';

/** The documents of a tree, found by their files and by what they are. */
export class Tree {
  private readonly files = new Map<string, InputDocument[]>();
  private readonly kinds = new Map<string, InputDocument[]>();

  /** @param patchedBy why nobody knows what patches make of a document */
  constructor(
    readonly documents: readonly InputDocument[],
    private readonly patchedBy: (document: InputDocument) => string | undefined = () => undefined,
  ) {
    for (const document of documents) {
      append(this.files, document.at.file, document);
      append(this.kinds, String(document.object.kind ?? ''), document);
    }
  }

  /** Why nobody knows what patches make of a document; nothing where it is as it stands. */
  why(document: InputDocument): string | undefined {
    return this.patchedBy(document);
  }

  /** The documents of a file. */
  file(path: string): readonly InputDocument[] {
    return this.files.get(path) ?? [];
  }

  /** The documents of the file that a path ends with; the repository may lie deeper than what was read, or higher. */
  ending(path: string): readonly InputDocument[] {
    const exact = this.file(path);
    if (exact.length > 0) return exact;
    const found = [...this.files].filter(([file]) => file.endsWith(`/${path}`) || path.endsWith(`/${file}`));
    return found.length === 1 ? (found[0]?.[1] ?? []) : [];
  }

  /** The documents of a kind; the empty kind for those that have none. */
  kind(kind: string): readonly InputDocument[] {
    return this.kinds.get(kind) ?? [];
  }
}

/** The folder of a file; empty for one at the top. */
export function folderOf(file: string): string {
  const slash = file.lastIndexOf('/');
  return slash < 0 ? '' : file.slice(0, slash);
}

/** A path that is written relative to a folder. */
export function pathFrom(folder: string, path: string): string {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** Whether something stands in a folder or below it; the empty folder has everything. */
export function isBelow(folder: string, path: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** The items of a list, or none. */
export function itemsAt(value: unknown, ...path: string[]): readonly Json[] {
  const list = valueAt(value, ...path);
  return Array.isArray(list) ? list : [];
}

/** The text at a path. */
export function textAt(value: unknown, ...path: string[]): string | undefined {
  const text = valueAt(value, ...path);
  return typeof text === 'string' ? text : undefined;
}

/** Whether the object is of this API group. */
export function isOf(object: JsonObject, group: string): boolean {
  return typeof object.apiVersion === 'string' && object.apiVersion.startsWith(`${group}/`);
}

/** Whether all keys of the map are among these. */
export function hasOnly(value: unknown, keys: ReadonlySet<string>): boolean {
  return isObject(value) && Object.keys(value).every((key) => keys.has(key));
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
