import { type ParseOptions, parseAllDocuments } from 'yaml';
import type { Json } from '../../../../lib/base';
import { emitYaml } from '../../../../lib/output';

/** How readers of both versions take a text; both understand merge keys. */
const readers = [
  { version: '1.1', merge: true },
  { version: '1.2', schema: 'core', merge: true },
] as const;

/** The documents as text that keeps `null`; they may hold what the types forbid. */
export function emit(...documents: unknown[]): string {
  return emitYaml(documents as Json[], { nulls: 'keep' });
}

/** Expects that readers of YAML 1.1 and 1.2 see the documents as they are meant. */
export function expectRoundTrip(documents: readonly Json[], nulls: 'keep' | 'drop' = 'keep'): void {
  const text = emitYaml(documents, { nulls });
  for (const reader of readers) expect(read(text, reader)).toEqual(documents.map((document) => meant(document, nulls)));
}

function read(text: string, options: ParseOptions & (typeof readers)[number]): unknown[] {
  return [...parseAllDocuments(text, options)].map((document) => {
    expect([...document.errors, ...document.warnings]).toEqual([]);
    return document.toJS({ mapAsMap: true });
  });
}

/** The value as a reader should see it: maps as `Map`, so that keys show their type, without what is dropped. */
function meant(value: unknown, nulls: 'keep' | 'drop'): unknown {
  if (Array.isArray(value)) return value.map((item) => meant(item, nulls));
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value;
  const entries = Object.entries(value).filter(([, v]) => v !== undefined && !(nulls === 'drop' && v === null));
  return new Map(entries.map(([key, v]) => [key, meant(v, nulls)]));
}
