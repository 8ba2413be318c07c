// The types in the schemas of CRDs, each named once.

import { describe } from '../typescript/comment.mjs';
import { printDeclaration } from '../typescript/print.mjs';
import { BOOLEAN, list, literals, map, NUMBER, plain, STRING, shape, UNKNOWN, union } from '../typescript/types.mjs';

/** @typedef {import('../typescript/types.mjs').Type} Type */

/**
 * Collects the types of schemas. Objects and enumerations get the names of the Go types that the schemas were made
 * from; where one Go type has several schemas, the name of the kind is put before the later ones.
 */
export function declarations() {
  /** @type {Map<string, { type: Type, comment: import('../typescript/comment.mjs').Comment }>} */
  const declared = new Map();

  /** Adds a type under a name, or under another if the name means something else. */
  function declare(name, type, comment, kind) {
    const known = declared.get(name);
    if (!known) declared.set(name, { type, comment });
    else if (!sameType(known.type, type)) return declare(kind + name, type, comment, kind);
    else if (!known.comment.text) known.comment = comment;
    return plain(name);
  }

  /**
   * The type of a schema.
   *
   * @param {any} schema
   * @param {{ kind: string, names: Record<string, string>, path: string }} place - the path of the field that it describes
   * @returns {Type}
   */
  function typeOf(schema, place) {
    const type = unnamedType(schema, place);
    const name = place.names[place.path];
    if (!name || !(type.kind === 'shape' || schema.enum)) return type;
    // What a list's items are is said of their type; other descriptions are of the field.
    return declare(name, type, place.path.endsWith('[]') ? describe(schema.description) : {}, place.kind);
  }

  /** @returns {Type} */
  function unnamedType(schema, place) {
    if (schema['x-kubernetes-int-or-string']) return union([NUMBER, STRING]);
    if (schema.enum) return literals(schema.enum);
    if (schema.type === 'array') return list(typeOf(schema.items, below(place, '[]')));
    if (schema.properties) return shape(properties(schema, place));
    if (schema.additionalProperties) return map(typeOf(schema.additionalProperties, below(place, '{}')));
    return { string: STRING, boolean: BOOLEAN, integer: NUMBER, number: NUMBER, object: map(UNKNOWN) }[schema.type] ?? UNKNOWN;
  }

  function properties(schema, place) {
    const required = new Set(schema.required);
    return Object.entries(schema.properties).map(([name, property]) => ({
      name,
      type: typeOf(property, below(place, place.path === '' ? name : `.${name}`)),
      optional: !required.has(name),
      comment: describe(property.description),
    }));
  }

  return {
    /**
     * Declares a kind of objects, without the status: only the cluster writes that.
     *
     * @param {object} crd
     * @param {string} crd.kind
     * @param {string} crd.apiVersion
     * @param {any} crd.schema
     * @param {Record<string, string>} crd.names - of the Go types, by the field's path
     */
    addKind({ kind, apiVersion, schema, names }) {
      const { apiVersion: _version, kind: _kind, metadata: _metadata, status: _status, ...own } = schema.properties;
      const head = [
        { name: 'apiVersion', type: literals([apiVersion]), optional: false, comment: {} },
        { name: 'kind', type: literals([kind]), optional: false, comment: {} },
        { name: 'metadata', type: plain('ObjectMeta'), optional: false, comment: {} },
      ];
      const body = properties({ ...schema, properties: own }, { kind, names, path: '' });
      declare(kind, shape([...head, ...body]), describe(schema.description), kind);
    },

    /** The declarations, sorted by name. */
    print() {
      const sorted = [...declared].sort(([a], [b]) => (a < b ? -1 : 1));
      return sorted.map(([name, { type, comment }]) => printDeclaration(name, type, comment));
    },
  };
}

const below = (place, step) => ({ ...place, path: place.path + step });

/** Whether two types allow the same, whatever is said about them. */
const sameType = (a, b) => withoutComments(a) === withoutComments(b);
const withoutComments = (type) => JSON.stringify(type, (key, value) => (key === 'comment' ? undefined : value));
