import { inRange, type PortRange, parsePortRange, valueAt } from '../../base';
import { systemPortOwner } from '../../model';
import type { Breach } from '../rule';
import { rule } from './define';
import { isOn, valuePlace } from './network';

/** The least number of ports that SNAT gets above the node-port range. */
const snatPorts = 1024;
/** Linux' default for `net.ipv4.ip_local_port_range`. */
const ephemeral: PortRange = { min: 32768, max: 60999 };

/** Ports of the nodes: who may have which. */
export const portRules = [
  rule('EXP003', ['nodePorts'], ({ nodePorts }): Breach[] => {
    const list = nodePorts.value ?? [];
    return list.flatMap((taken, i) => {
      const other = list.slice(0, i).find((o) => o.port === taken.port);
      return other === undefined
        ? []
        : [
            {
              at: taken.at,
              also: [other.at],
              message: `'${taken.owner}' and '${other.owner}' both want node port ${taken.port}`,
              repair: 'write { nodePort: … } for one of them',
            },
          ];
    });
  }),
  rule('INV021', ['nodePorts', 'apiServer.nodePorts'], ({ nodePorts, 'apiServer.nodePorts': range }): Breach[] => {
    const within = range.value;
    if (within === undefined) return [];
    return (nodePorts.value ?? [])
      .filter(({ port }) => !inRange(port, within))
      .map(({ port, owner, at }) => ({
        at,
        also: [range.at],
        message: `node port ${port} of '${owner}' lies outside of the range ${within.min}-${within.max}, and the API server would refuse the Service`,
        repair: 'write { nodePort: … } with a port of the range, or { hostPort: true }',
      }));
  }),
  rule('INV022', ['cilium.values', 'apiServer.nodePorts'], ({ 'cilium.values': values, 'apiServer.nodePorts': range }): Breach[] => {
    if (values.value === undefined || range.value === undefined || !isOn(valueAt(values.value, 'kubeProxyReplacement'))) return [];
    const text = String(valueAt(values.value, 'nodePort', 'range') ?? '30000,32767');
    const own = parsePortRange(text.replace(',', '-'));
    if (own !== undefined && own.min === range.value.min && own.max === range.value.max) return [];
    return [
      {
        at: valuePlace(values, 'nodePort', 'range'),
        also: [range.at],
        message: `Cilium is told node ports '${text}', and the API server hands out ${range.value.min}-${range.value.max}: those in only one of them are reached from some places and not from others`,
        repair: `write '${range.value.min},${range.value.max}'`,
      },
    ];
  }),
  rule('INV023', ['cilium.values', 'apiServer.nodePorts'], ({ 'cilium.values': values, 'apiServer.nodePorts': range }): Breach[] => {
    if (values.value === undefined || range.value === undefined) return [];
    const { min, max } = range.value;
    if (65535 - max < snatPorts)
      return [
        {
          at: range.at,
          message: `Cilium takes source ports from above the node-port range, and ${min}-${max} leaves ${65535 - max}`,
          repair: "write '30000-32767'",
        },
      ];
    return min > ephemeral.max
      ? [
          {
            at: range.at,
            message: `${min}-${max} lies wholly above the ports that Linux gives to connections, and Cilium's agent refuses it`,
            repair: "write '30000-32767'",
          },
        ]
      : [];
  }),
  rule('INV024', ['nodePorts', 'hostPorts', 'talos.kubePrism'], ({ nodePorts, hostPorts, 'talos.kubePrism': prism }): Breach[] =>
    [...(nodePorts.value ?? []), ...(hostPorts.value ?? [])].flatMap(({ port, owner, at }) => {
      const system = systemPortOwner(port, prism.value?.port ?? 7445);
      if (system === undefined) return [];
      const cut = system === 'KubePrism' ? '; a Service there would cut the node off from its API server' : '';
      return [
        {
          at,
          ...(system === 'KubePrism' ? { also: [prism.at] } : {}),
          message: `port ${port} of the node, which '${owner}' wants, is ${system === 'KubePrism' ? "KubePrism's own" : `that of ${system}`}${cut}`,
          repair: 'choose another or leave it out',
        },
      ];
    }),
  ),
  rule('INV025', ['hostPorts', 'gateways', 'apiServer.nodePorts'], ({ hostPorts, gateways, 'apiServer.nodePorts': range }): Breach[] => {
    const within = range.value;
    if (within === undefined) return [];
    const onNodes = (gateways.value ?? []).filter((gateway) => gateway.onNodes !== undefined);
    return [
      ...(hostPorts.value ?? [])
        .filter(({ port }) => inRange(port, within))
        .map(({ port, owner, at }) => ({
          at,
          also: [range.at],
          message: `hostPort ${port} of '${owner}' lies in the node-port range ${within.min}-${within.max}, where Cilium takes it for a node port`,
          repair: 'leave out hostPort, and let a node port carry it',
        })),
      ...onNodes.flatMap(({ name, ports, at }) =>
        ports
          .filter((port) => inRange(port, within))
          .map((port) => ({
            at,
            also: [range.at],
            message: `port ${port} of the gateway '${name}' lies in the node-port range ${within.min}-${within.max}, where Cilium takes it for a node port`,
            repair: 'write another httpPort or httpsPort',
          })),
      ),
    ];
  }),
];
