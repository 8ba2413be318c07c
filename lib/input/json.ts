import type { Json } from '../base';
import { deepest } from './decode';

/**
 * The value of a text that is a JSON object or list, and in which no key stands twice; `undefined` for everything else, which
 * the slower parser of YAML reads and tells what is wrong.
 */
export function jsonWithoutRepetition(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  const value = jsonOf(text);
  if (value === undefined) return undefined;
  const written = text.replace(/"(?:[^"\\]|\\.)*"/g, '').split(':').length - 1;
  return written === keysIn(value) ? value : undefined;
}

function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** How many keys there are; `undefined` where the value is too deep or has a number that JSON can't write. */
function keysIn(value: Json): number | undefined {
  let keys = 0;
  const rest: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let one = rest.pop(); one !== undefined; one = rest.pop()) {
    const { value, depth } = one;
    if (depth > deepest || (typeof value === 'number' && !Number.isFinite(value))) return undefined;
    if (typeof value !== 'object' || value === null) continue;
    const inner = Object.values(value);
    if (!Array.isArray(value)) keys += inner.length;
    for (const child of inner) if (typeof child === 'object' || typeof child === 'number') rest.push({ value: child, depth: depth + 1 });
  }
  return keys;
}
