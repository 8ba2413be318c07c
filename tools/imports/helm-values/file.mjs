// imports/cilium-values-<minor>.ts

import { printDeclaration, printFile } from '../typescript/print.mjs';
import { CHART } from './chart.mjs';
import { valueTypes } from './value-type.mjs';

/**
 * The types of the values of Cilium's Helm chart.
 *
 * @param {import('../upstream.mjs').Module} cilium
 * @param {import('./chart.mjs').Chart} chart
 * @param {{ minor: string, properties: Map<string, Set<string>> }} kubernetes - the types that the values refer to
 * @returns {{ name: string, text: string }}
 */
export function valuesFile(cilium, chart, kubernetes) {
  const types = valueTypes(kubernetes.properties);
  const type = types.typeOf(chart.root);
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
