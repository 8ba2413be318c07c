// The keywords of the schemas of objects: what is taken from upstream's schemas, and how.

import { javascriptPattern } from '../policy-schemas/patterns.mjs';

const SILENT = new Set(['description', 'title', 'x-kubernetes-map-type', 'example', 'externalDocs']);

const PLAIN = new Set([
  'default',
  'enum',
  'maxItems',
  'maxLength',
  'maxProperties',
  'maximum',
  'minItems',
  'minLength',
  'minProperties',
  'minimum',
  'nullable',
  'required',
  'type',
  'x-kubernetes-int-or-string',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-preserve-unknown-fields',
]);

/** Formats that the API server looks at; of others it takes no notice (apiextensions-apiserver pkg/apiserver/validation/formats.go). */
const FORMATS = new Set(['cidr', 'date-time', 'int32', 'int64', 'ipv4', 'ipv6']);

/**
 * A schema with those of upstream's keywords that decide what is accepted; it throws where there is one that the reader of
 * run-time schemas doesn't know.
 *
 * @param {Record<string, any>} schema
 * @param {string} place - where it stands, for the error
 * @returns {Record<string, any>}
 */
export function judgedKeywords(schema, place) {
  const fail = (why) => {
    throw new Error(`${place}: ${why}; lib/policy/read/schema.ts doesn't know that`);
  };
  const known = {};
  for (const [keyword, value] of Object.entries(schema)) Object.assign(known, kept(keyword, value, schema, place, fail));
  return known;
}

function kept(keyword, value, schema, place, fail) {
  if (SILENT.has(keyword) || (value === false && keyword !== 'default')) return {};
  if (keyword.startsWith('min') && value === 0 && keyword !== 'minimum') return {};
  if (PLAIN.has(keyword)) return { [keyword]: value };
  switch (keyword) {
    case 'properties':
      return {
        properties: Object.fromEntries(Object.entries(value).map(([name, below]) => [name, judgedKeywords(below, `${place}.${name}`)])),
      };
    case 'items':
      return { items: judgedKeywords(value, `${place}[]`) };
    case 'additionalProperties':
      return { additionalProperties: judgedKeywords(value, `${place}{}`) };
    case 'pattern':
      return javascriptPattern(value) ?? fail(`pattern ${value} without a form for JavaScript in patterns.mjs`);
    case 'format':
      return FORMATS.has(value) ? { format: value } : fail(`format ${value} of type ${schema.type}`);
    case 'anyOf':
      if (schema['x-kubernetes-int-or-string'] && JSON.stringify(value) === '[{"type":"integer"},{"type":"string"}]') return {};
      return { anyOf: value.map((below) => judgedKeywords(below, `${place}|`)) };
    case 'oneOf':
      return { oneOf: value.map((below) => judgedKeywords(below, `${place}|`)) };
    case 'not':
      return { not: judgedKeywords(value, `${place}!`) };
    case 'x-kubernetes-list-type':
      return value === 'atomic' ? {} : { 'x-kubernetes-list-type': value };
    case 'x-kubernetes-validations': {
      // A rule about what was there before says nothing of an object that is new.
      const rules = value.filter(({ rule }) => !/\boldSelf\b/.test(rule));
      for (const { rule, message, ...rest } of rules) if (!message || Object.keys(rest).length > 0) fail(`rule ${rule}`);
      return rules.length === 0 ? {} : { 'x-kubernetes-validations': rules.map(({ rule, message }) => ({ rule: rule.trim(), message })) };
    }
    default:
      return fail(`keyword ${keyword}`);
  }
}
