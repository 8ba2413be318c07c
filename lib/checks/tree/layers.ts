import { type JsonObject, overlay, type Place } from '../../base';
import type { InputDocument } from '../../input';

/** Keys of maps and numbers of list items, from the outside in. */
export type Keys = readonly (string | number)[];

/** A map that stands somewhere in a document. */
export interface Layer {
  readonly document: InputDocument;
  /** Where in the document it stands; empty for the document itself. */
  readonly inside: Keys;
  readonly value: JsonObject;
}

/** The layer at these keys of a document; nothing where there is no map. */
export function layerAt(document: InputDocument, inside: Keys, value: unknown): Layer[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? [{ document, inside, value: value as JsonObject }] : [];
}

/** Maps that are laid over each other, each of whose values keeps its place. */
export class Layers {
  /** The map that they come to. */
  readonly value: JsonObject;

  constructor(readonly layers: readonly Layer[]) {
    this.value = layers.reduce<JsonObject>((below, { value }) => overlay(below, value), {});
  }

  /** Where a value stands: in the last of the layers that say most of its path; what none begins with, in the largest. */
  place(keys: Keys): Place | undefined {
    let best: { readonly layer: Layer; readonly depth: number; readonly size: number } | undefined;
    for (const layer of this.layers) {
      const [depth, size] = [depthOf(layer.value, keys), Object.keys(layer.value).length];
      const isBetter = best === undefined || depth > best.depth || (depth === best.depth && (depth > 0 || size >= best.size));
      if (isBetter) best = { layer, depth, size };
    }
    return best?.layer.document.place([...best.layer.inside, ...keys]);
  }
}

function depthOf(value: unknown, keys: Keys): number {
  let [current, depth] = [value, 0];
  for (const key of keys) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) break;
    current = (current as Record<string | number, unknown>)[key];
    depth += 1;
  }
  return depth;
}

/** The value at the keys, or the text on the way at which they end early. */
export function reached(value: unknown, keys: Keys): unknown {
  let current = value;
  for (const key of keys) {
    if (typeof current === 'string') return current;
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string | number, unknown>)[key];
  }
  return current;
}

/** Why a text says nothing yet: another program fills it in, or it is encrypted. */
export function filledIn(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (value.startsWith('ENC[')) return 'it is encrypted';
  // Text of several lines is a file of its own, of which nobody knows which line is meant.
  if (value.trimEnd().includes('\n')) return undefined;
  return /[$#]\{[^}]*\}|\{\{|\{%/.test(value) ? `'${value.length > 60 ? `${value.slice(0, 60)}…` : value}' is filled in later` : undefined;
}
