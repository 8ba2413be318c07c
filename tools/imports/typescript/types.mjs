// TypeScript types as data, to be printed by print.mjs.

/**
 * @typedef {object} Plain - anything that is written as it stands: `string`, `'ClusterIP'`, `PodSpec`
 * @property {'plain'} kind
 * @property {string} text
 *
 * @typedef {object} Union
 * @property {'union'} kind
 * @property {Type[]} members
 *
 * @typedef {object} List
 * @property {'list'} kind
 * @property {Type} items
 *
 * @typedef {object} Map - free keys
 * @property {'map'} kind
 * @property {Type} values
 *
 * @typedef {object} Shape - known keys
 * @property {'shape'} kind
 * @property {Property[]} properties
 * @property {boolean} open - takes other keys too
 *
 * @typedef {object} Property
 * @property {string} name
 * @property {Type} type
 * @property {boolean} optional
 * @property {import('./comment.mjs').Comment} comment
 *
 * @typedef {Plain | Union | List | Map | Shape} Type
 */

/** @returns {Plain} */
export const plain = (text) => ({ kind: 'plain', text });

/** @returns {List} */
export const list = (items) => ({ kind: 'list', items });

/** @returns {Map} */
export const map = (values) => ({ kind: 'map', values });

/** @returns {Shape} */
export const shape = (properties, { open = false } = {}) => ({ kind: 'shape', properties, open });

/**
 * A union without repetitions, in the given order; its only member if there is one.
 *
 * @param {Type[]} members
 * @returns {Type}
 */
export function union(members) {
  const flat = members.flatMap((member) => (member.kind === 'union' ? member.members : [member]));
  const seen = new Set();
  const distinct = flat.filter((member) => {
    const text = JSON.stringify(member);
    return !seen.has(text) && seen.add(text);
  });
  return distinct.length === 1 ? distinct[0] : { kind: 'union', members: distinct };
}

/**
 * A literal type for each value of an enumeration.
 *
 * @param {readonly unknown[]} values
 * @returns {Type}
 */
export const literals = (values) => union(values.map((value) => plain(literal(value))));

/** A value in TypeScript's spelling. */
export function literal(value) {
  if (typeof value !== 'string') return JSON.stringify(value);
  return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

export const STRING = plain('string');
export const NUMBER = plain('number');
export const BOOLEAN = plain('boolean');
export const NULL = plain('null');
export const UNKNOWN = plain('unknown');
export const STRING_MAP = map(STRING);
