// The TypeScript type of a chart's value.

import { parse } from 'yaml';
import { describe } from '../typescript/comment.mjs';
import { BOOLEAN, list, literal, literals, map, NULL, NUMBER, STRING, shape, UNKNOWN, union } from '../typescript/types.mjs';
import { isHandedOn, used } from './chart.mjs';
import { documentedValues } from './enumerations.mjs';
import { typeByName } from './kubernetes-types.mjs';

/** @typedef {import('./chart.mjs').Value} Value */
/** @typedef {import('../typescript/types.mjs').Type} Type */

/** Where a value's text is written out, a number does as well. */
const WORD = union([STRING, NUMBER]);
const WORDS = list(WORD);

/**
 * Makes the types of a chart's values.
 *
 * @param {Map<string, Set<string>>} kubernetes - the property names of the Kubernetes types
 */
export function valueTypes(kubernetes) {
  /** @type {Set<string>} the Kubernetes types that the values need */
  const imported = new Set();

  /** @param {Value} value @returns {Type} */
  function typeOf(value) {
    const members = value.schema ? fromSchema(value, value.schema) : fromReads(value);
    if (value.default === null) members.push(NULL);
    const rest = members.filter((member) => member !== NULL);
    return union(rest.length < members.length ? [...rest, NULL] : rest);
  }

  /** @returns {Type[]} */
  function fromSchema(value, schema) {
    const alternatives = schema.oneOf ?? schema.anyOf;
    if (alternatives) return alternatives.flatMap((alternative) => fromSchema(value, alternative));
    if (schema.enum) return [literals(schema.enum)];
    return [schema.type].flat().map((type) => {
      switch (type) {
        case 'null':
          return NULL;
        case 'boolean':
          return BOOLEAN;
        case 'string':
          return documented(value, 'string') ?? STRING;
        case 'integer':
        case 'number':
          return documented(value, 'number') ?? NUMBER;
        case 'array':
          return typeByName(value, kubernetes, imported) ?? list(itemType(value, schema.items));
        case 'object':
          return typeByName(value, kubernetes, imported) ?? mapType(value);
        default:
          return UNKNOWN;
      }
    });
  }

  /** The type of a map: its keys, if any are known, and others where the templates take any. */
  function mapType(value) {
    const element = value.children.get('[]');
    if (element) return map(element.children.size > 0 && !isHandedOn(value) ? mapType(element) : UNKNOWN);
    if (value.children.size === 0) return map(UNKNOWN);
    return shape(properties(value), { open: isHandedOn(value) });
  }

  /** The type of a list's items: from the schema, or from what the templates read. */
  function itemType(value, schema) {
    const element = value.children.get('[]');
    const examples = schema?.anyOf ?? [];
    if (examples.length > 0) return mergedExamples(examples, isHandedOn(value));
    if (isHandedOn(value)) return UNKNOWN;
    if (element?.children.size > 0) return mapType(element);
    return used(element, 'print') || used(value, 'join') ? WORD : UNKNOWN;
  }

  /** Schemas give a list's items by example: each of the default's items, as it is. */
  function mergedExamples(examples, open) {
    const maps = examples.filter((example) => example.properties);
    const rest = examples.filter((example) => !example.properties).flatMap((example) => exampleType(example, open));
    const keys = [...new Set(maps.flatMap((example) => Object.keys(example.properties)))].sort();
    const merged = shape(
      keys.map((name) => {
        const types = maps.flatMap((example) => (example.properties[name] ? exampleType(example.properties[name], open) : []));
        return { name, type: union(types), optional: true, comment: {} };
      }),
      { open },
    );
    return union(maps.length > 0 ? [...rest, merged] : rest);
  }

  /** @returns {Type[]} */
  function exampleType(example, open) {
    return [example.type].flat().map((type) => {
      if (type === 'array') return list(example.items?.anyOf ? mergedExamples(example.items.anyOf, open) : UNKNOWN);
      if (type === 'object' || example.properties) return example.properties ? mergedExamples([example], open) : map(UNKNOWN);
      return { string: STRING, boolean: BOOLEAN, integer: NUMBER, number: NUMBER, null: NULL }[type] ?? UNKNOWN;
    });
  }

  /** The type of a value that only the templates know. */
  function fromReads(value) {
    if (isHandedOn(value)) return [typeByName(value, kubernetes, imported) ?? map(UNKNOWN)];
    if (value.children.has('[]')) return [list(itemType(value))];
    if (value.children.size > 0) return [mapType(value)];
    if (used(value, 'join')) return [STRING, WORDS];
    const example = parse(value.remark?.example ?? '');
    if (typeof example === 'boolean') return [BOOLEAN];
    if (typeof example === 'number') return [NUMBER];
    if (typeof example === 'string') return Number.isNaN(Number(example)) ? [STRING] : [STRING, NUMBER];
    return used(value, 'print') ? [STRING, NUMBER, BOOLEAN] : [BOOLEAN];
  }

  /** @param {Value} value */
  function properties(value) {
    return [...value.children.values()]
      .map((child) => ({ name: child.name, type: typeOf(child), optional: true, comment: commentOf(child) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  return { imported, typeOf: (root) => shape(properties(root)) };
}

/** The values that upstream documents for a text or number, and those that it uses. */
function documented({ remark, read, default: byDefault }, type) {
  const values = documentedValues(remark?.text ?? '').map((value) => (type === 'number' ? Number(value) : value));
  if (values.length === 0 || values.includes(NaN)) return undefined;
  const more = type === 'number' ? [] : (read?.compared ?? []);
  return literals([...values, ...more, byDefault].filter((value) => typeof value === type));
}

/** @param {Value} value */
function commentOf(value) {
  const { remark, schema, read } = value;
  const { text, deprecated } = describe(remark?.text);
  const source = schema || !read ? undefined : `Read by the templates (${read.at}), not in values.yaml.`;
  return {
    text: [source ? text?.replace(/(?<=.)\.?$/, '.') : text, source].filter(Boolean).join(' '),
    default: remark?.default ?? printDefault(value.default),
    deprecated,
  };
}

/** A default in a few words, none for a map with keys: they have their own. */
function printDefault(value) {
  if (value === undefined || (value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 0))
    return undefined;
  const text =
    Array.isArray(value) && value.every((item) => typeof item !== 'object') ? `[${value.map(literal).join(', ')}]` : literal(value);
  return text.length > 100 ? undefined : text;
}
