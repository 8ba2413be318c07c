// imports/policy-schemas-<minor>.ts

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { printFile } from '../typescript/print.mjs';
import { knownKeywords, withMetadata } from './keywords.mjs';
import { printSchemas } from './print.mjs';

const CRDS = 'pkg/k8s/apis/cilium.io/client/crds';
const FILES = ['v2/ciliumcidrgroups.yaml', 'v2/ciliumclusterwidenetworkpolicies.yaml', 'v2/ciliumnetworkpolicies.yaml'];

/**
 * The run-time schemas of Cilium's policies and of what they refer to, in every version that is served.
 *
 * @param {import('../upstream.mjs').Module} cilium
 * @param {object} objectMeta - the schema of metadata
 * @returns {{ name: string, text: string }}
 */
export function ciliumPolicySchemas(cilium, objectMeta) {
  const schemas = {};
  for (const file of FILES) {
    const { spec } = parse(readFileSync(path.join(cilium.folder, CRDS, file), 'utf8'));
    for (const { name: version, served, schema, subresources } of spec.versions) {
      if (!served) continue;
      const kind = `${spec.group}/${version}/${spec.names.kind}`;
      schemas[kind] = kindSchema(schema.openAPIV3Schema, kind, subresources?.status !== undefined, objectMeta);
    }
  }
  return {
    name: `policy-schemas-${cilium.minor}.ts`,
    text: printFile({
      module: cilium,
      source: CRDS,
      imports: { from: './schema', names: ['Schema'] },
      declarations: printSchemas(schemas, `The schemas of the policies of Cilium ${cilium.minor}, by apiVersion and kind.`),
    }),
  };
}

/** A status is dropped by the API server where it has a way of its own, so nothing is said of it. */
function kindSchema(schema, kind, ownStatus, objectMeta) {
  const inside = (below, at) => knownKeywords(below, at, inside);
  const { status, ...properties } = schema.properties;
  if ((status !== undefined) !== ownStatus) throw new Error(`${kind}: a status without a way of its own`);
  const known = inside({ ...schema, properties }, kind);
  const own = { ...known.properties, metadata: objectMeta };
  const all = ownStatus ? { ...own, status: { 'x-kubernetes-preserve-unknown-fields': true } } : own;
  return withMetadata({ ...known, properties: all });
}
