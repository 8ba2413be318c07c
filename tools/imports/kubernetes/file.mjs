// imports/kubernetes-<minor>.ts

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe } from '../typescript/comment.mjs';
import { printDeclaration, printFile } from '../typescript/print.mjs';
import { list, literals, map, plain, STRING, shape, union } from '../typescript/types.mjs';
import { readEnumerations } from './enumerations.mjs';
import { KINDS, kindOf } from './kinds.mjs';

const SCHEMA = 'api/openapi-spec/swagger.json';
const PREFIX = '#/definitions/';

/** Definitions that are written in JSON in another way than the schema can say. */
const SPECIAL = new Map([
  ['io.k8s.apimachinery.pkg.api.resource.Quantity', union([STRING, plain('number')])],
  ['io.k8s.apimachinery.pkg.util.intstr.IntOrString', union([plain('number'), STRING])],
]);

/**
 * The types of the Kubernetes API that the project makes objects of, and of all that is in them.
 *
 * @param {import('../upstream.mjs').Module} kubernetes
 * @returns {{ name: string, text: string, minor: string, properties: Map<string, Set<string>> }}
 */
export function kubernetesFile(kubernetes) {
  const { definitions } = JSON.parse(readFileSync(path.join(kubernetes.folder, SCHEMA), 'utf8'));
  const enumerations = readEnumerations(kubernetes.folder);
  const needed = reachable(definitions);
  const declarations = [...needed].map(([short, name]) => {
    const definition = definitions[name];
    return printDeclaration(short, definitionType(name, definition, definitions, enumerations), describe(definition.description));
  });
  declarations.push(EMBEDDED);
  return {
    name: `kubernetes-${kubernetes.minor}.ts`,
    text: printFile({ module: kubernetes, source: SCHEMA, declarations }),
    minor: kubernetes.minor,
    properties: new Map([...needed].map(([short, name]) => [short, new Set(Object.keys(definitions[name].properties ?? {}))])),
  };
}

const EMBEDDED = `/** A kind of object inside another object, where its version and kind may be left out. */
export type Embedded<Kind extends { apiVersion: string; kind: string }> = Omit<Kind, 'apiVersion' | 'kind'> & Partial<Pick<Kind, 'apiVersion' | 'kind'>>;`;

/**
 * The definitions that the kinds need, sorted by their short names: the last part of the long ones.
 *
 * @returns {Map<string, string>}
 */
function reachable(definitions) {
  const found = new Map();
  const visit = (name) => {
    const short = shortName(name);
    if (found.get(short) === name) return;
    if (found.has(short)) throw new Error(`${found.get(short)} and ${name} have the same short name`);
    found.set(short, name);
    for (const [, target] of JSON.stringify(wanted(definitions[name])).matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g)) visit(target);
  };
  for (const kind of KINDS) visit(kind);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A definition without what only the cluster writes: the status of a kind. */
function wanted(definition) {
  if (!kindOf(definition)) return definition;
  const { status, ...properties } = definition.properties;
  return { ...definition, properties };
}

function definitionType(name, definition, definitions, enumerations) {
  const special = SPECIAL.get(name);
  if (special) return special;
  if (!definition.properties) return schemaType(definition, definitions);
  const kind = kindOf(definition);
  const required = new Set(kind ? ['apiVersion', 'kind', 'metadata', ...(definition.required ?? [])] : definition.required);
  return shape(
    Object.entries(wanted(definition).properties).map(([property, schema]) => ({
      name: property,
      type: kind?.[property] ? literals([kind[property]]) : schemaType(schema, definitions, enumerations.get(`${name}.${property}`)),
      optional: !required.has(property),
      comment: kind?.[property] ? {} : describe(schema.description),
    })),
  );
}

/** @returns {import('../typescript/types.mjs').Type} */
function schemaType(schema, definitions, allowed) {
  if (schema.$ref) {
    const name = schema.$ref.slice(PREFIX.length);
    return plain(kindOf(definitions[name]) ? `Embedded<${shortName(name)}>` : shortName(name));
  }
  if (schema.type === 'array') return list(schemaType(schema.items, definitions, allowed));
  if (schema.additionalProperties) return map(schemaType(schema.additionalProperties, definitions, allowed));
  if (schema.type === 'object') return map(plain('unknown'));
  if (allowed) return literals(allowed);
  return plain({ string: 'string', boolean: 'boolean', integer: 'number', number: 'number' }[schema.type] ?? 'unknown');
}

const shortName = (name) => name.slice(name.lastIndexOf('.') + 1);
