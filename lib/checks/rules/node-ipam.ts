import { valueAt } from '../../base';
import type { Breach } from '../rule';
import { rule } from './define';
import { isOn, valuePlace } from './network';

const excluded = 'node.kubernetes.io/exclude-from-external-load-balancers';

/** Nodes whose own addresses Services get. */
export const nodeIpamRules = [
  rule(
    'INV060',
    ['cilium.values', 'nodes', 'talos.excludesControlPlanes'],
    ({ 'cilium.values': values, nodes, 'talos.excludesControlPlanes': excludes }): Breach[] => {
      if (!isOn(valueAt(values.value, 'nodeIPAM', 'enabled')) || nodes.value === undefined || nodes.value.length === 0) return [];
      const left = nodes.value.filter(
        ({ role, labels }) => !Object.hasOwn(labels, excluded) && !(role === 'control-plane' && excludes.value === true),
      );
      if (left.length > 0) return [];
      return [
        {
          at: valuePlace(values, 'nodeIPAM', 'enabled'),
          message: `Node IPAM gives Services the addresses of nodes without the label '${excluded}', and every node has it, control planes from Talos: Services stay without an address`,
          repair:
            "write talos: { patch: … } that deletes the label, of machine.nodeLabels, or from Talos 1.14 on of KubeNodeConfig: { $patch: 'delete' }",
        },
      ];
    },
  ),
];
