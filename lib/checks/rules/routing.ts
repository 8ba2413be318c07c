import { contains, type JsonObject, parseCidr, valueAt } from '../../base';
import type { Breach } from '../rule';
import { rule } from './define';
import { isOn, valuePlace } from './network';

/** Where Talos' mesh listens. */
export const kubeSpanPort = 51820;
/** Where Cilium's WireGuard listens. */
export const wireguardPort = 51871;

/** How packets go between nodes, and what wraps them. */
export const routingRules = [
  rule('INV034', ['cilium.values', 'subnets', 'nodes', 'objects'], ({ 'cilium.values': values, subnets, nodes, objects }): Breach[] => {
    if (values.value === undefined || routingOf(values.value) !== 'native') return [];
    const pods = (subnets.value ?? []).find(({ name }) => name === 'pods');
    const text = valueAt(values.value, 'ipv4NativeRoutingCIDR');
    const [routed, inside] = [parseCidr(String(text ?? '')), parseCidr(pods?.cidr ?? '')];
    const list = nodes.value ?? [];
    const direct = isOn(valueAt(values.value, 'autoDirectNodeRoutes'));
    const announced = (objects.value ?? []).some(
      ({ object }) => object.kind === 'CiliumBGPAdvertisement' && JSON.stringify(object).includes('"PodCIDR"'),
    );
    const skips = isOn(valueAt(values.value, 'directRoutingSkipUnreachable'));
    const [first] = list;
    return [
      ...(pods === undefined || (routed !== undefined && inside !== undefined && contains(routed, inside))
        ? []
        : [
            {
              at: valuePlace(values, 'ipv4NativeRoutingCIDR'),
              also: [pods.at],
              message:
                text === undefined
                  ? 'with native routing Cilium has to know which addresses have routes, and refuses to start'
                  : `'${String(text)}' doesn't contain the pods' '${pods.cidr}', so what pods say to each other would get the address of their node`,
              repair: `write '${pods.cidr}'`,
            },
          ]),
      ...(list.length < 2 || direct || announced
        ? []
        : [
            {
              at: valuePlace(values, 'autoDirectNodeRoutes'),
              also: [nodes.at],
              message: `nobody makes routes to the pods of the other ${list.length === 2 ? 'node' : `${list.length - 1} nodes`}`,
              repair: 'write true, or announce them by BGP',
            },
          ]),
      ...(!direct || skips
        ? []
        : list
            .filter(({ subnet }) => subnet !== first?.subnet)
            .map(({ name, subnet, at }) => ({
              at: at.in === 'definition' ? { ...at, path: `${at.path}.subnet` } : at,
              message: `'${name}' is in ${subnet} and '${first?.name}' in ${first?.subnet}: direct routes work inside of one network alone, so pods of one would not reach those of the other`,
              repair: 'leave out flat: true for the platform, so that pods talk through a tunnel',
            }))),
    ];
  }),
  rule('INV035', ['cilium.values'], ({ 'cilium.values': values }): Breach[] => {
    if (values.value === undefined || routingOf(values.value) !== 'tunnel' || !isOn(valueAt(values.value, 'autoDirectNodeRoutes')))
      return [];
    return [
      {
        at: valuePlace(values, 'autoDirectNodeRoutes'),
        message: 'beside a tunnel there are no routes between nodes, and the agent refuses to start with both',
        repair: 'leave it out, and say the routing in cilium({ routing: … }) alone, from which both follow',
      },
    ];
  }),
  rule('INV036', ['cilium.values', 'platform.kind'], ({ 'cilium.values': values, 'platform.kind': platform }): Breach[] => {
    const mode = valueAt(values.value, 'loadBalancer', 'mode');
    if (values.value === undefined || (mode !== 'dsr' && mode !== 'hybrid')) return [];
    const at = valuePlace(values, 'loadBalancer', 'mode');
    if (platform.value === 'docker')
      return [{ at, message: 'answers that go past the port map of Docker arrive nowhere', repair: "write 'snat', or leave it out" }];
    const dispatch = valueAt(values.value, 'loadBalancer', 'dsrDispatch') ?? 'opt';
    const protocol = valueAt(values.value, 'tunnelProtocol') ?? 'vxlan';
    if (dispatch === 'geneve' && protocol !== 'geneve')
      return [
        {
          at: valuePlace(values, 'tunnelProtocol'),
          also: [valuePlace(values, 'loadBalancer', 'dsrDispatch')],
          message: `clients' addresses travel in Geneve's header, and the tunnel is '${String(protocol)}': the agent refuses to start`,
          repair: "write 'geneve'",
        },
      ];
    if (routingOf(values.value) === 'tunnel' && dispatch !== 'geneve')
      return [
        {
          at: valuePlace(values, 'loadBalancer', 'dsrDispatch'),
          also: [at],
          message: `through a tunnel clients' addresses travel in Geneve's header, and not by '${String(dispatch)}': the agent refuses to start`,
          repair: "write 'geneve', or say it in cilium({ loadBalancer: 'dsr' }) alone",
        },
      ];
    return [];
  }),
  rule('INV037', ['cilium.values', 'talos.kubeSpan'], ({ 'cilium.values': values, 'talos.kubeSpan': mesh }): Breach[] => {
    const port = Number(valueAt(values.value, 'tunnelPort') ?? 0);
    if (values.value === undefined || port === 0) return [];
    const owner =
      port === kubeSpanPort && mesh.value
        ? 'KubeSpan'
        : port === wireguardPort && isOn(valueAt(values.value, 'encryption', 'enabled'))
          ? "Cilium's WireGuard"
          : undefined;
    if (owner === undefined) return [];
    return [
      {
        at: valuePlace(values, 'tunnelPort'),
        message: `${port} is the port of ${owner}, and packets of the tunnel would go to it`,
        repair: 'leave it out',
      },
    ];
  }),
  rule('INV039', ['cilium.values', 'talos.kubeSpan'], ({ 'cilium.values': values, 'talos.kubeSpan': mesh }): Breach[] => {
    if (values.value === undefined || !isOn(valueAt(values.value, 'encryption', 'enabled'))) return [];
    const type = valueAt(values.value, 'encryption', 'type') ?? 'ipsec';
    if (type === 'ipsec')
      return [
        {
          at: valuePlace(values, 'encryption', 'type'),
          message: "'ipsec', which is the chart's own, needs keys in a Secret that nobody makes",
          repair: "write cilium({ encryption: 'wireguard' }) in place of the values",
        },
      ];
    return mesh.value
      ? [
          {
            at: valuePlace(values, 'encryption', 'enabled'),
            also: [mesh.at],
            message: 'KubeSpan encrypts what nodes say to each other already, and packets would be wrapped twice',
            repair: 'leave out one of them',
          },
        ]
      : [];
  }),
  rule('INV073', ['cilium.values', 'datapath', 'balanced'], ({ 'cilium.values': values, datapath, balanced }): Breach[] => {
    const [first] = balanced.value ?? [];
    if (values.value === undefined || datapath.value?.loadBalancer !== 'dsr' || first === undefined) return [];
    const mode = valueAt(values.value, 'loadBalancer', 'mode') ?? 'snat';
    if (mode === 'dsr') return [];
    return [
      {
        at: valuePlace(values, 'loadBalancer', 'mode'),
        also: [first.at],
        message: `policies name clients by their addresses, which '${String(mode)}' doesn't keep on the way to pods of other nodes`,
        repair: 'leave it out, and say it in cilium({ loadBalancer: … }) alone, from which policies follow too',
      },
    ];
  }),
];

/** How pods of different nodes reach each other, by the values. */
export function routingOf(values: JsonObject): 'native' | 'tunnel' {
  return valueAt(values, 'routingMode') === 'native' ? 'native' : 'tunnel';
}
