// imports/cilium-crds-<minor>.ts

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { printFile } from '../typescript/print.mjs';
import { runReader } from '../upstream.mjs';
import { declarations } from './declarations.mjs';
import { KINDS } from './kinds.mjs';

/**
 * The types of Cilium's own objects.
 *
 * @param {import('../upstream.mjs').Module} cilium
 * @param {{ minor: string }} kubernetes - where the metadata's type is
 * @returns {{ name: string, text: string }}
 */
export function crdsFile(cilium, kubernetes) {
  const names = runReader('typenames', cilium.folder, cilium.name, ...KINDS.map(({ goType }) => goType));
  const types = declarations();
  for (const { kind, file } of KINDS) {
    const crd = parse(readFileSync(path.join(cilium.folder, file), 'utf8'));
    const { name: version, schema } = crd.spec.versions.find(({ storage }) => storage);
    types.addKind({ kind, apiVersion: `${crd.spec.group}/${version}`, schema: schema.openAPIV3Schema, names: names[kind] });
  }
  return {
    name: `cilium-crds-${cilium.minor}.ts`,
    text: printFile({
      module: cilium,
      source: 'pkg/k8s/apis/cilium.io/client/crds',
      imports: { from: `./kubernetes-${kubernetes.minor}`, names: ['ObjectMeta'] },
      declarations: types.print(),
    }),
  };
}
