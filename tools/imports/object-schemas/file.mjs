// imports/object-schemas-cilium-<minor>.ts and imports/object-schemas-gateway-api-<minor>.ts

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { withMetadata } from '../policy-schemas/keywords.mjs';
import { printSchemas } from '../policy-schemas/print.mjs';
import { printFile } from '../typescript/print.mjs';
import { judgedKeywords } from './keywords.mjs';

const CRDS = 'pkg/k8s/apis/cilium.io/client/crds';

/** Kinds that agents and operator write, and nobody else; and those whose schemas are in `policy-schemas-*.ts`. */
const ELSEWHERE =
  /^(CiliumEndpoint|CiliumEndpointSlice|CiliumIdentity|CiliumNode|CiliumBGPNodeConfig|CiliumCIDRGroup|Cilium(Clusterwide)?NetworkPolicy)$/;

/** What a minor of Gateway API has of definitions, below `config/crd`: Cilium 1.19, which goes with 1.4, takes one that is experimental there. */
const GATEWAY_API = { 1.4: ['standard', 'experimental/gateway.networking.k8s.io_tlsroutes.yaml'], 1.6: ['standard'] };

/**
 * The run-time schemas of Cilium's kinds that people write, policies apart, in every version that is served.
 *
 * @param {import('../upstream.mjs').Module} cilium
 * @param {object} objectMeta - the schema of metadata
 * @returns {{ name: string, text: string }}
 */
export function ciliumObjectSchemas(cilium, objectMeta) {
  const files = ['v2', 'v2alpha1'].flatMap((folder) => yamlIn(path.join(cilium.folder, CRDS, folder)));
  return schemasFile(cilium, { name: 'cilium', title: 'Cilium', source: CRDS, files, objectMeta });
}

/**
 * The run-time schemas of the Gateway API, in every version that is served.
 *
 * @param {import('../upstream.mjs').Module} gatewayApi
 * @param {object} objectMeta - the schema of metadata
 * @returns {{ name: string, text: string }}
 */
export function gatewayApiObjectSchemas(gatewayApi, objectMeta) {
  const folder = path.join(gatewayApi.folder, 'config/crd');
  const files = GATEWAY_API[gatewayApi.minor].flatMap((name) =>
    name.endsWith('.yaml') ? [path.join(folder, name)] : yamlIn(path.join(folder, name)),
  );
  return schemasFile(gatewayApi, { name: 'gateway-api', title: 'Gateway API', source: 'config/crd', files, objectMeta });
}

function schemasFile(module, { name, title, source, files, objectMeta }) {
  const schemas = {};
  for (const definition of files.flatMap(definitionsIn)) {
    const { group, names, versions } = definition.spec;
    if (ELSEWHERE.test(names.kind)) continue;
    for (const { name: version, served, schema, subresources } of versions) {
      if (!served) continue;
      const kind = `${group}/${version}/${names.kind}`;
      schemas[kind] = kindSchema(schema.openAPIV3Schema, kind, subresources?.status !== undefined, objectMeta);
    }
  }
  return {
    name: `object-schemas-${name}-${module.minor}.ts`,
    text: printFile({
      module,
      source,
      imports: { from: './schema', names: ['Schema'] },
      declarations: printSchemas(schemas, `The schemas of the kinds of ${title} ${module.minor}, by apiVersion and kind.`, 'objectSchemas'),
    }),
  };
}

/** A status is dropped by the API server where it has a way of its own, so nothing is said of it. */
function kindSchema(schema, kind, ownStatus, objectMeta) {
  const { status, ...properties } = schema.properties;
  const known = judgedKeywords({ ...schema, properties: ownStatus ? properties : schema.properties }, kind);
  const own = { ...known.properties, metadata: objectMeta };
  const all = ownStatus ? { ...own, status: { 'x-kubernetes-preserve-unknown-fields': true } } : own;
  return withMetadata({ ...known, properties: all });
}

function definitionsIn(file) {
  return parseAllDocuments(readFileSync(file, 'utf8'))
    .map((document) => document.toJS())
    .filter((object) => object?.kind === 'CustomResourceDefinition');
}

function yamlIn(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => path.join(folder, name));
}
