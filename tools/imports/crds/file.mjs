// imports/cilium-crds-<minor>.ts and imports/gateway-api-<minor>.ts

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { printFile } from '../typescript/print.mjs';
import { runReader } from '../upstream.mjs';
import { declarations } from './declarations.mjs';
import { CILIUM_KINDS, GATEWAY_API_KINDS } from './kinds.mjs';

/**
 * The types of Cilium's own objects.
 *
 * @param {import('../upstream.mjs').Module} cilium
 * @param {{ minor: string }} kubernetes - where the metadata's type is
 * @returns {{ name: string, text: string }}
 */
export function ciliumCrdsFile(cilium, kubernetes) {
  return {
    name: `cilium-crds-${cilium.minor}.ts`,
    text: crdsText(cilium, { kinds: CILIUM_KINDS, source: 'pkg/k8s/apis/cilium.io/client/crds' }, kubernetes),
  };
}

/**
 * The types of the Gateway API.
 *
 * @param {import('../upstream.mjs').Module} gatewayApi
 * @param {{ minor: string }} kubernetes - where the metadata's type is
 * @returns {{ name: string, text: string }}
 */
export function gatewayApiFile(gatewayApi, kubernetes) {
  return {
    name: `gateway-api-${gatewayApi.minor}.ts`,
    text: crdsText(gatewayApi, { kinds: GATEWAY_API_KINDS[gatewayApi.minor], source: 'config/crd' }, kubernetes),
  };
}

/**
 * @param {import('../upstream.mjs').Module} module
 * @param {{ kinds: import('./kinds.mjs').Kind[], source: string }} crds - the kinds, and where in the module their CRDs are
 * @param {{ minor: string }} kubernetes
 */
function crdsText(module, { kinds, source }, kubernetes) {
  const names = runReader('typenames', module.folder, module.name, ...kinds.map(({ goType }) => goType));
  const types = declarations();
  for (const { kind, version, file } of kinds) {
    const { spec } = parse(readFileSync(path.join(module.folder, file), 'utf8'));
    const { schema } = spec.versions.find(({ name, served }) => name === version && served);
    types.addKind({ kind, apiVersion: `${spec.group}/${version}`, schema: schema.openAPIV3Schema, names: names[kind] });
  }
  return printFile({
    module,
    source,
    imports: { from: `./kubernetes-${kubernetes.minor}`, names: ['ObjectMeta'] },
    declarations: types.print(),
  });
}
