import type { Schema } from '../../../imports/schema';
import { isObject, type JsonObject } from '../../base';
import { checkSchema, type Fault } from '../../policy/read/schema';
import { keepsRule } from './cel/evaluate';
import { completed } from './completed';

/**
 * What an API server with strict field validation refuses about an object of a kind with this schema: what its schema says, and
 * where that finds nothing, its rules in CEL in upstream's own words. Names are looked at elsewhere.
 */
export function objectFaults({ status: _, ...object }: JsonObject, schema: Schema): Fault[] {
  const whole = completed(object, schema);
  const faults = checkSchema(whole, schema);
  return faults.length > 0 ? faults : ruleFaults(whole, schema, '');
}

function ruleFaults(value: unknown, schema: Schema, path: string): Fault[] {
  const { 'x-kubernetes-validations': rules = [], properties = {}, additionalProperties, items } = schema;
  const broken = rules.filter(({ rule }) => !keepsRule(rule, value));
  const own =
    broken.length > 0 && isFilledIn(value) ? [] : broken.map(({ message }) => ({ path, message: message.trim().replace(/\.$/, '') }));
  if (Array.isArray(value))
    return [...own, ...value.flatMap((item, i) => (items === undefined ? [] : ruleFaults(item, items, `${path}[${i}]`)))];
  if (!isObject(value)) return own;
  const below = Object.entries(value).flatMap(([key, inner]) => {
    const inside = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    return inside === undefined ? [] : ruleFaults(inner, inside, path === '' ? key : `${path}.${key}`);
  });
  return [...own, ...below];
}

/** Whether somebody fills in a part of the value before it is applied: of the whole nothing can be said then. */
function isFilledIn(value: unknown): boolean {
  return JSON.stringify(value).includes('${');
}
