import type { Schema } from '../../../imports/schema';
import { isObject } from '../../base';

/**
 * A value as its definition is held against it: with what the API server writes where nothing stands, and without what is null
 * and known.
 *
 * @see kubernetes 1.36.3 staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting
 */
export function completed(value: unknown, schema: Schema): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? value : value.map((item) => completed(item, items));
  }
  if (!isObject(value) || schema['x-kubernetes-preserve-unknown-fields']) return value;
  const { properties = {}, additionalProperties } = schema;
  const given = Object.entries(value).flatMap(([key, below]): [string, unknown][] => {
    const inside = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    if (below === undefined || (below === null && inside !== undefined && !inside.nullable)) return [];
    return [[key, inside === undefined ? below : completed(below, inside)]];
  });
  const defaults = Object.entries(properties).flatMap(([key, below]): [string, unknown][] =>
    below.default === undefined || (value[key] !== undefined && value[key] !== null) ? [] : [[key, completed(below.default, below)]],
  );
  return Object.fromEntries([...given, ...defaults]);
}
