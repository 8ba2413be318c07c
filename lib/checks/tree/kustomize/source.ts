import { type JsonObject, keysOf, type Place } from '../../../base';
import type { InputDocument } from '../../../input';
import type { Keys } from '../layers';

/** Where a value that was put together stands: its keys in a document, but for parts that come from elsewhere. */
export interface Source {
  readonly document: InputDocument;
  readonly keys: Keys;
  readonly parts?: ReadonlyMap<string | number, Source>;
}

/** Where the value of a key, or an item, of such a value stands. */
export function partOf(source: Source, key: string | number): Source {
  return source.parts?.get(key) ?? { document: source.document, keys: [...source.keys, key] };
}

/** The source with other sources of some of its parts. */
export function withParts(source: Source, parts: ReadonlyMap<string | number, Source>): Source {
  return parts.size === 0 ? source : { ...source, parts: new Map([...(source.parts ?? []), ...parts]) };
}

/** A document that was put together of several; each of its values stands where it was written. */
export class PatchedDocument implements InputDocument {
  readonly at: Place;

  constructor(
    readonly object: JsonObject,
    readonly source: Source,
  ) {
    this.at = source.document.at;
  }

  place(path: string | Keys): Place {
    const { document, keys } = this.find(path);
    return document.place(keys);
  }

  placeInText(path: string | Keys, line: number, column: number): Place {
    const { document, keys } = this.find(path);
    return document.placeInText(keys, line, column);
  }

  private find(path: string | Keys): { readonly document: InputDocument; readonly keys: Keys } {
    const keys = typeof path === 'string' ? keysOf(path) : path;
    let [source, depth] = [this.source, 0];
    for (const key of keys) {
      const part = source.parts?.get(key);
      if (part === undefined) break;
      source = part;
      depth += 1;
    }
    return { document: source.document, keys: [...source.keys, ...keys.slice(depth)] };
  }
}

/** The source of a document's object. */
export function sourceOf(document: InputDocument): Source {
  return document instanceof PatchedDocument ? document.source : { document, keys: [] };
}
