import { clusterNameFault, type JsonObject, type Place, valueAt } from '../../base';
import { keepingAway } from '../../model';
import type { Breach, Seen } from '../rule';
import { rule } from './define';

/** Where a Helm value stands. */
export function valuePlace(values: Seen<JsonObject>, ...path: string[]): Place {
  return { ...values.at, path: [...(values.at.path === undefined ? [] : [values.at.path]), ...path].join('.') };
}

/** Who carries packets, and how Cilium reaches the API server. */
export const networkRules = [
  rule('INV001', ['cilium.values', 'talos.kubeProxy'], ({ 'cilium.values': values, 'talos.kubeProxy': proxy }): Breach[] => {
    const replaced = values.value !== undefined && isOn(valueAt(values.value, 'kubeProxyReplacement'));
    if (replaced !== proxy.value) return [];
    const at = values.value === undefined ? proxy.at : valuePlace(values, 'kubeProxyReplacement');
    return [
      replaced
        ? {
            at,
            also: [proxy.at],
            message: 'kube-proxy runs beside its replacement, and both would answer node ports',
            repair: "leave out the patch that turns Talos' kube-proxy on",
          }
        : {
            at,
            also: [proxy.at],
            message: 'nobody carries Services: kube-proxy is off and Cilium does not replace it',
            repair:
              values.value === undefined ? "leave out the patch that turns Talos' kube-proxy off" : 'write kubeProxyReplacement: true',
          },
    ];
  }),
  rule('INV002', ['cilium.values', 'talos.cni'], ({ 'cilium.values': values, 'talos.cni': cni }): Breach[] => {
    const hasCilium = values.value !== undefined;
    if (hasCilium === (cni.value === 'none')) return [];
    return [
      hasCilium
        ? {
            at: cni.at,
            also: [values.at],
            message: `Talos brings '${cni.value}' beside Cilium, and both would write the node's CNI configuration`,
            repair: "leave out the patch, so that Talos' own network stays off",
          }
        : {
            at: cni.at,
            message: 'Talos is told to bring no network, and Cilium is not there',
            repair: 'write network: cilium({ … }), or leave out the patch',
          },
    ];
  }),
  rule('INV003', ['cilium.values', 'talos.kubePrism'], ({ 'cilium.values': values, 'talos.kubePrism': prism }): Breach[] => {
    if (values.value === undefined || !isOn(valueAt(values.value, 'kubeProxyReplacement')) || prism.value === undefined) return [];
    const said = valueAt(values.value, 'k8sServicePort');
    if (!isKubePrismAt(valueAt(values.value, 'k8sServiceHost'))) return [];
    const port = Number(said);
    const at = valuePlace(values, 'k8sServicePort');
    if (!prism.value.enabled)
      return [
        { at, also: [prism.at], message: 'Cilium looks for the API server at KubePrism, which is off', repair: 'leave KubePrism on' },
      ];
    return port === prism.value.port
      ? []
      : [
          {
            at,
            also: [prism.at],
            message: `Cilium looks for the API server at ${portText(said)}, and KubePrism listens on ${prism.value.port}`,
            repair: 'say the port in talos: { kubePrismPort: … } alone, from which both follow',
          },
        ];
  }),
  rule('INV004', ['cilium.values'], ({ 'cilium.values': values }): Breach[] => {
    const host = valueAt(values.value, 'k8sServiceHost') ?? '';
    if (values.value === undefined || isKubePrismAt(host) || isReferred(values.value)) return [];
    const at = valuePlace(values, 'k8sServiceHost');
    if (host === '')
      return isOn(valueAt(values.value, 'kubeProxyReplacement'))
        ? [
            {
              at,
              message: "Cilium looks for the API server behind the Service 'kubernetes', which nobody but Cilium leads there",
              repair: `write '127.0.0.1', and k8sServicePort: ${kubePrismPort}`,
            },
          ]
        : [];
    if (Number(valueAt(values.value, 'k8sServicePort')) === kubePrismPort)
      return [{ at, message: `KubePrism listens on 127.0.0.1, not on '${String(host)}'`, repair: "write '127.0.0.1'" }];
    return [
      {
        at,
        severity: 'info',
        message: `Cilium finds the API server at '${String(host)}' alone, while KubePrism on each node finds every control plane`,
        repair: `write '127.0.0.1', and k8sServicePort: ${kubePrismPort}`,
      },
    ];
  }),
  rule('INV005', ['cilium.values'], ({ 'cilium.values': values }): Breach[] => {
    const mode = valueAt(values.value, 'ipam', 'mode');
    if (values.value === undefined || mode === 'kubernetes') return [];
    const own = valueAt(values.value, 'ipam', 'operator', 'clusterPoolIPv4PodCIDRList');
    const range = Array.isArray(own) && own.length > 0 ? `of ${own.map(String).join(', ')}` : 'by default of 10.0.0.0/8';
    return [
      {
        at: valuePlace(values, 'ipam', 'mode'),
        message: `with '${String(mode ?? 'cluster-pool')}' Cilium hands out addresses of its own, ${range}, and ignores those that Kubernetes gives to nodes`,
        repair: "write 'kubernetes'",
      },
    ];
  }),
  rule('INV020', ['nodes', 'talos.schedulesOnControlPlanes'], ({ nodes, 'talos.schedulesOnControlPlanes': schedules }): Breach[] => {
    const open = (nodes.value ?? []).filter(({ taints }) => keepingAway(taints, []).length === 0);
    if (open.length === 0)
      return [
        {
          at: nodes.at,
          message: 'every node has a taint that keeps workloads away, CoreDNS among them',
          repair: 'leave out the taints of one node',
        },
      ];
    if (schedules.value !== false || open.some(({ role }) => role === 'worker')) return [];
    return [
      {
        at: schedules.at,
        also: [nodes.at],
        message: 'control planes take no workloads, and there are no other nodes',
        repair: 'leave out the patch that says so',
      },
    ];
  }),
  rule('INV044', ['cilium.values'], ({ 'cilium.values': values }): Breach[] => {
    if (values.value === undefined) return [];
    const [name, id] = [String(valueAt(values.value, 'cluster', 'name') ?? 'default'), Number(valueAt(values.value, 'cluster', 'id') ?? 0)];
    const fault = clusterNameFault(name) ?? (id !== 0 && name === 'default' ? 'is reserved for clusters with id 0' : undefined);
    if (fault !== undefined)
      return [{ at: valuePlace(values, 'cluster', 'name'), message: `'${name}' ${fault}`, repair: 'write another name' }];
    return id >= 0 && id <= 511
      ? []
      : [
          {
            at: valuePlace(values, 'cluster', 'id'),
            message: `${id} is not an id that Cilium takes`,
            repair: 'write a number of 0 to 511',
          },
        ];
  }),
];

/** The port of KubePrism where nobody says another. */
const kubePrismPort = 7445;

/** Whether a host is the one on which KubePrism listens. */
function isKubePrismAt(host: unknown): boolean {
  return host === '127.0.0.1' || host === 'localhost';
}

/** Whether the chart finds the API server by an object of the cluster. */
function isReferred(values: JsonObject): boolean {
  return valueAt(values, 'k8sServiceHostRef', 'name') !== undefined;
}

function portText(said: unknown): string {
  if (said === undefined || said === null || said === '') return 'no port that it is told';
  return Number.isNaN(Number(said)) ? `'${String(said)}'` : `port ${Number(said)}`;
}

/** Whether Helm would read the value as switched on. */
export function isOn(value: unknown): boolean {
  return value === true || value === 'true';
}
