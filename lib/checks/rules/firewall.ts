import { inRange, type JsonObject, valueAt } from '../../base';
import type { Breach } from '../rule';
import { rule } from './define';
import { isOn } from './network';
import { kubeSpanPort, routingOf, wireguardPort } from './routing';

/** Talos' ingress firewall, and what the cluster needs of it. */
export const firewallRules = [
  rule(
    'INV038',
    ['talos.firewall', 'talos.kubeSpan', 'nodes', 'cilium.values'],
    ({ 'talos.firewall': firewall, 'talos.kubeSpan': mesh, nodes, 'cilium.values': values }): Breach[] => {
      if (firewall.value === undefined || !firewall.value.blocks) return [];
      const { openings } = firewall.value;
      const needed = [...talosPorts(nodes.value?.length ?? 1, mesh.value === true), ...ciliumPorts(values.value, nodes.value?.length ?? 1)];
      const missing = needed.filter(
        ({ port, protocol }) => !openings.some((opening) => opening.protocol === protocol && inRange(port, opening.ports)),
      );
      if (missing.length === 0) return [];
      const list = missing.map(({ port, protocol, what }) => `${port}/${protocol} (${what})`).join(', ');
      return [
        {
          at: firewall.at,
          message: `the firewall blocks what the cluster itself needs: ${list}`,
          repair: 'write metal({ firewall: true }) in place of the patch, or a NetworkRuleConfig for each',
        },
      ];
    },
  ),
];

interface Needed {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  readonly what: string;
}

function talosPorts(nodes: number, mesh: boolean): Needed[] {
  return [
    { port: 50000, protocol: 'tcp', what: "Talos' API" },
    { port: 6443, protocol: 'tcp', what: 'the API server' },
    { port: 10250, protocol: 'tcp', what: 'the kubelet' },
    ...(nodes > 1 ? ([{ port: 50001, protocol: 'tcp', what: 'how nodes join' }] as const) : []),
    ...(mesh ? ([{ port: kubeSpanPort, protocol: 'udp', what: 'KubeSpan' }] as const) : []),
  ];
}

/** What agents of several nodes say to each other. */
function ciliumPorts(values: JsonObject | undefined, nodes: number): Needed[] {
  if (values === undefined || nodes < 2) return [];
  const protocol = String(valueAt(values, 'tunnelProtocol') ?? 'vxlan');
  const usual = protocol === 'geneve' ? 6081 : 8472;
  const port = Number(valueAt(values, 'tunnelPort') ?? 0) || usual;
  return [
    ...(routingOf(values) === 'tunnel' ? ([{ port, protocol: 'udp', what: `Cilium's tunnel, ${protocol}` }] as const) : []),
    { port: 4240, protocol: 'tcp', what: "Cilium's health check" },
    ...(valueAt(values, 'hubble', 'enabled') === false ? [] : ([{ port: 4244, protocol: 'tcp', what: 'Hubble' }] as const)),
    ...(isOn(valueAt(values, 'encryption', 'enabled')) && valueAt(values, 'encryption', 'type') === 'wireguard'
      ? ([{ port: wireguardPort, protocol: 'udp', what: "Cilium's WireGuard" }] as const)
      : []),
  ];
}
