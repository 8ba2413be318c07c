// A Helm chart's values, put together from all that tells about them.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { runReader } from '../upstream.mjs';
import { readRemarks } from './comments.mjs';

/**
 * A value of the chart, or a map of values.
 *
 * @typedef {object} Value
 * @property {string} name - its key; `[]` for an element of a list or of a map with free keys
 * @property {string} parentName - the key of the map that it is in
 * @property {Map<string, Value>} children
 * @property {any} [schema] - what values.schema.json says; absent if only the templates know the value
 * @property {unknown} [default] - what values.yaml says
 * @property {import('./comments.mjs').Remark} [remark]
 * @property {Read} [read] - what the templates do with it
 *
 * @typedef {object} Read - see readers/chartreads
 * @property {string[]} path
 * @property {('each' | 'join' | 'print' | 'refuse' | 'test' | 'whole')[]} uses
 * @property {string[]} [compared]
 * @property {string} at
 */

/** Where Cilium's chart is in its module. */
export const CHART = 'install/kubernetes/cilium';

/**
 * All that there is to know of a chart's values.
 *
 * @typedef {object} Chart
 * @property {Value} root - `.Values`: what its schema has, and what only its templates know
 * @property {string[][]} refused - the paths of what templates only ask for in order to fail
 */

/**
 * The values of a chart.
 *
 * @param {string} folder - the chart's
 * @returns {Chart}
 */
export function chartValues(folder) {
  const read = (name) => readFileSync(path.join(folder, name), 'utf8');
  const source = read('values.yaml');
  const root = fromSchema('', '', JSON.parse(read('values.schema.json')), parse(source));
  const reads = runReader('chartreads', folder);
  for (const found of reads) addRead(root, found);
  addRemarks(root, [], readRemarks(source));
  return { root, refused: reads.filter(isOnlyRefused).map((found) => found.path) };
}

/** @returns {Value} */
function fromSchema(name, parentName, schema, byDefault) {
  const value = { name, parentName, children: new Map(), schema, default: byDefault };
  for (const [key, inner] of Object.entries(schema.properties ?? {})) {
    value.children.set(key, fromSchema(key, name, inner, byDefault?.[key]));
  }
  return value;
}

/**
 * Notes what the templates do with a value. One that they only refuse is none: the chart had it once.
 *
 * @param {Value} root
 * @param {Read} read
 */
function addRead(root, read) {
  if (isOnlyRefused(read)) return;
  let value = root;
  for (const name of read.path) {
    const child = value.children.get(name) ?? { name, parentName: value.name, children: new Map() };
    value.children.set(name, child);
    value = child;
  }
  value.read = read;
}

/** @param {Read} read */
const isOnlyRefused = (read) => read.uses.every((use) => use === 'refuse');

function addRemarks(value, steps, remarks) {
  value.remark = remarks.get(steps.join('.'));
  for (const child of value.children.values()) addRemarks(child, [...steps, child.name], remarks);
}

/** Whether templates hand on all that is in a value, or in the elements of one, whatever it is. */
export function isHandedOn(value) {
  const element = value.children.get('[]');
  return used(value, 'whole') || used(element, 'whole') || (used(element, 'print') && element.children.size > 0);
}

/** @param {Value | undefined} value */
export const used = (value, use) => value?.read?.uses.includes(use) ?? false;
