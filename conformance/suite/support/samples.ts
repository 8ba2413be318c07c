import type { Schema } from '../../../imports/schema';
import type { Json, JsonObject } from '../../../lib/base';

const texts = [
  'a',
  'A',
  '80',
  '/a',
  'a.example.org',
  '10s',
  '10.0.0.0',
  '10.0.0.0/8',
  '64512:1',
  '64512:1:1',
  'example.org/a',
  'https://example.org',
  'http://a/b',
];

/** The least that a schema takes, as far as a schema says it; rules in CEL may still refuse it. */
export function least(schema: Schema): Json {
  if (schema.enum !== undefined) return schema.enum[0] as Json;
  if (schema['x-kubernetes-int-or-string']) return 80;
  switch (schema.type) {
    case 'array':
      return schema.minItems === undefined || schema.items === undefined ? [] : new Array(schema.minItems).fill(least(schema.items));
    case 'boolean':
      return true;
    case 'integer':
      return Math.max(schema.minimum ?? 1, 1);
    case 'string':
      return textOf(schema);
    default:
      return Object.fromEntries((schema.required ?? []).map((key) => [key, least(schema.properties?.[key] ?? {})]));
  }
}

function textOf({ pattern, minLength = 0, maxLength = 1000, format }: Schema): string {
  if (format === 'date-time') return '2024-02-29T00:00:00Z';
  const fits = texts.filter((text) => text.length >= minLength && text.length <= maxLength);
  return (
    (pattern === undefined ? fits : fits.filter((text) => new RegExp(pattern, 'u').test(text)))[
      format === 'cidr' ? fits.indexOf('10.0.0.0/8') : 0
    ] ?? ''
  );
}

/** The words that fields of an object may be, where those say which others belong there. */
function wordsOf(schema: Schema): [key: string, word: Json][] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, field]) => (field.enum ?? []).map((word): [string, Json] => [key, word]));
}

/**
 * Values of a schema that together have each of its fields, alone beside what is needed and with each word of the fields beside it,
 * and lists with one item and with the same one twice.
 */
export function samples(schema: Schema, deep: ReadonlySet<Schema> = new Set()): Json[] {
  if (deep.has(schema)) return [];
  const below = new Set([...deep, schema]);
  if (schema.type === 'array') {
    const { items = {} } = schema;
    return [least(schema), ...samples(items, below).map((item) => [item]), [least(items), least(items)]];
  }
  if (schema.type !== 'object' || schema['x-kubernetes-preserve-unknown-fields'])
    return [...new Set([least(schema), ...(schema.enum ?? [])])];
  const base = least(schema) as JsonObject;
  const { additionalProperties, properties = {} } = schema;
  const words = wordsOf(schema);
  const fields = Object.entries(properties).flatMap(([key, field]) => [
    ...samples(field, below).map((value) => ({ ...base, [key]: value })),
    ...words.filter(([other]) => other !== key).map(([other, word]) => ({ ...base, [other]: word, [key]: least(field) })),
  ]);
  const maps = additionalProperties === undefined ? [] : [{ a: least(additionalProperties) }];
  return [base, ...fields, ...maps];
}
