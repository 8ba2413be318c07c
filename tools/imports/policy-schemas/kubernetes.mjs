// imports/policy-schemas-kubernetes-<minor>.ts

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { printFile } from '../typescript/print.mjs';
import { knownKeywords, withMetadata } from './keywords.mjs';
import { printSchemas } from './print.mjs';

const SCHEMA = 'api/openapi-spec/swagger.json';
const PREFIX = '#/definitions/';
const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.';

/** Definitions that are read from JSON in another way than the schema says. */
const SPECIAL = new Map([
  // Numbers are read into 32 bits.
  ['io.k8s.apimachinery.pkg.util.intstr.IntOrString', { 'x-kubernetes-int-or-string': true, format: 'int32' }],
  [`${META}FieldsV1`, { 'x-kubernetes-preserve-unknown-fields': true }],
]);

/**
 * The run-time schemas of the policies of Kubernetes itself, and that of metadata, which is the same for all kinds.
 *
 * @param {import('../upstream.mjs').Module} kubernetes
 * @returns {{ name: string, text: string, objectMeta: object }}
 */
export function kubernetesPolicySchemas(kubernetes) {
  const { definitions } = JSON.parse(readFileSync(path.join(kubernetes.folder, SCHEMA), 'utf8'));
  const schema = (name) => schemaOf({ $ref: PREFIX + name }, name, definitions);
  const schemas = { 'networking.k8s.io/v1/NetworkPolicy': withMetadata(schema('io.k8s.api.networking.v1.NetworkPolicy')) };
  return {
    name: `policy-schemas-kubernetes-${kubernetes.minor}.ts`,
    text: printFile({
      module: kubernetes,
      source: SCHEMA,
      imports: { from: './schema', names: ['Schema'] },
      declarations: printSchemas(schemas, "The schemas of the policies that are Kubernetes' own, by apiVersion and kind."),
    }),
    objectMeta: schema(`${META}ObjectMeta`),
  };
}

function schemaOf({ description: _, ...schema }, place, definitions) {
  if (schema.$ref) {
    const name = schema.$ref.slice(PREFIX.length);
    if (Object.keys(schema).length > 1) throw new Error(`${place}: a reference with something beside it`);
    return SPECIAL.get(name) ?? schemaOf(definitions[name], place, definitions);
  }
  const { 'x-kubernetes-group-version-kind': _kind, ...rest } = schema;
  // Which items are the same is only for metadata to say, and the API server doesn't refuse them there.
  const { 'x-kubernetes-list-type': _list, 'x-kubernetes-list-map-keys': _keys, ...own } = rest;
  return knownKeywords(own, place, (below, at) => orNull(schemaOf(below, at, definitions), at));
}

/** A null in a list or map is read as a value with nothing in it, which is wrong only where something has to be in it. */
function orNull(schema, place) {
  return /(\[\]|\{\})$/.test(place) && !schema.required ? { ...schema, nullable: true } : schema;
}
