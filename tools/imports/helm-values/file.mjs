// imports/cilium-values-<minor>.ts

import path from 'node:path';
import { printDeclaration, printFile } from '../typescript/print.mjs';
import { chartValues } from './chart.mjs';
import { valueTypes } from './value-type.mjs';

const CHART = 'install/kubernetes/cilium';

/**
 * The types of the values of Cilium's Helm chart.
 *
 * @param {import('../upstream.mjs').Module} cilium
 * @param {{ minor: string, properties: Map<string, Set<string>> }} kubernetes - the types that the values refer to
 * @returns {{ name: string, text: string }}
 */
export function valuesFile(cilium, kubernetes) {
  const types = valueTypes(kubernetes.properties);
  const type = types.typeOf(chartValues(path.join(cilium.folder, CHART)));
  const comment = { text: `The values of Cilium's Helm chart, ${cilium.minor}, as far as the chart or its templates know them.` };
  return {
    name: `cilium-values-${cilium.minor}.ts`,
    text: printFile({
      module: cilium,
      source: CHART,
      imports: { from: `./kubernetes-${kubernetes.minor}`, names: types.imported },
      declarations: [printDeclaration('CiliumValues', type, comment)],
    }),
  };
}
