// The keywords of run-time schemas: what is taken from upstream's schemas, and how.

import { javascriptPattern } from './patterns.mjs';

/** Says nothing of what is accepted, or only of how later changes are merged. */
const SILENT = new Set(['description', 'x-kubernetes-map-type', 'x-kubernetes-patch-strategy', 'x-kubernetes-patch-merge-key']);

/** Taken as they are. */
const PLAIN = new Set([
  'additionalProperties',
  'default',
  'enum',
  'items',
  'maxItems',
  'maxLength',
  'maximum',
  'minItems',
  'minLength',
  'minimum',
  'nullable',
  'properties',
  'required',
  'type',
  'x-kubernetes-int-or-string',
  'x-kubernetes-preserve-unknown-fields',
]);

const TYPES = new Set(['array', 'boolean', 'integer', 'object', 'string']);

/** Formats that the API server looks at; of others it takes no notice (apiextensions-apiserver pkg/apiserver/validation/formats.go). */
const FORMATS = { string: new Set(['cidr', 'date-time']), integer: new Set(['int32', 'int64']) };
const IGNORED_FORMATS = new Set(['idn-hostname']);

/** The CEL rules that there are: some of these fields have to be there. */
const RULE = /^has\(self\.\w+\)( \|\| has\(self\.\w+\))*$/;

/**
 * A schema with those of upstream's keywords that decide what is accepted; it throws where there is one that the reader of
 * run-time schemas doesn't know.
 *
 * @param {Record<string, any>} schema
 * @param {string} path - where it stands, for the error
 * @param {(below: any, path: string) => any} inside - makes the schemas that are in it
 * @returns {Record<string, any>}
 */
export function knownKeywords(schema, path, inside) {
  const fail = (why) => {
    throw new Error(`${path}: ${why}; lib/policy/read/schema.ts doesn't know that`);
  };
  const known = {};
  for (const [keyword, value] of Object.entries(schema)) {
    const kept = keep(keyword, value, schema, fail);
    if (keyword === 'pattern') Object.assign(known, kept);
    else if (kept !== undefined) known[keyword] = kept;
  }
  const typed = TYPES.has(known.type) || known['x-kubernetes-int-or-string'] || known['x-kubernetes-preserve-unknown-fields'];
  if (!typed) fail(`type ${known.type}`);
  if ([known.default ?? '', ...(known.enum ?? [])].some((value) => typeof value !== 'string')) fail('a default or enum that is no text');
  if (known.properties && known.additionalProperties) fail('properties beside additionalProperties');
  if (known.properties) {
    known.properties = Object.fromEntries(
      Object.entries(known.properties).map(([name, below]) => [name, inside(below, `${path}.${name}`)]),
    );
  }
  if (known.additionalProperties) known.additionalProperties = inside(known.additionalProperties, `${path}{}`);
  if (known.items) known.items = inside(known.items, `${path}[]`);
  return known;
}

/**
 * The schema of a kind that needs metadata: without a name no object is taken, whether upstream's schema says so or not.
 *
 * @param {Record<string, any>} schema
 */
export function withMetadata(schema) {
  return { ...schema, required: [...new Set(['metadata', ...(schema.required ?? [])])] };
}

/** What is taken of a keyword; nothing if it says nothing. */
function keep(keyword, value, schema, fail) {
  if (SILENT.has(keyword) || (value === false && keyword !== 'default')) return undefined;
  if (keyword.startsWith('min') && value === 0 && keyword !== 'minimum') return undefined;
  if (PLAIN.has(keyword)) return value;
  switch (keyword) {
    case 'pattern':
      return javascriptPattern(value) ?? fail(`pattern ${value} without a form for JavaScript in patterns.mjs`);
    case 'format':
      if (IGNORED_FORMATS.has(value)) return undefined;
      return FORMATS[schema.type]?.has(value) ? value : fail(`format ${value} of type ${schema.type}`);
    case 'anyOf':
    case 'oneOf':
      return alternatives(keyword, value, schema, fail);
    case 'x-kubernetes-list-type':
      if (value === 'atomic') return undefined;
      return value === 'set' ? value : fail(`a list of type ${value}`);
    case 'x-kubernetes-validations':
      return value.map(({ rule, message, ...rest }) => {
        if (!RULE.test(rule) || !message || Object.keys(rest).length > 0) fail(`rule ${rule}`);
        return { rule, message };
      });
    default:
      return fail(`keyword ${keyword}`);
  }
}

/** Alternatives say which fields are there, and nothing else; those of a number or text are said by another keyword. */
function alternatives(keyword, value, schema, fail) {
  if (schema['x-kubernetes-int-or-string'] && JSON.stringify(value) === '[{"type":"integer"},{"type":"string"}]') return undefined;
  return value.map(({ required, properties, ...rest }) => {
    const open = Object.values(properties ?? {}).every((property) => Object.keys(property).length === 0);
    if (!required || !open || Object.keys(rest).length > 0) fail(`${keyword} of more than required fields`);
    return { required };
  });
}
