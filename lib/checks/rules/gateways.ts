import { compareVersions, type JsonObject, valueAt } from '../../base';
import { systemPortOwner } from '../../model';
import type { Breach } from '../rule';
import { rule } from './define';
import { isOn, valuePlace } from './network';

/** Ports that only those may bind who have the capability for it. */
const lowPorts = 1024;

/** The first Cilium whose chart takes `socketLB.hostNamespaceOnly` for true beside Gateway API. */
const firstToOverride = '1.20.0-0';

/** Gateways: what they need of Cilium, and what belongs to them. */
export const gatewayRules = [
  rule('GWY008', ['gateways'], ({ gateways }): Breach[] => {
    const [first, ...others] = gateways.value ?? [];
    return others.flatMap((gateway): Breach[] => {
      if (first === undefined) return [];
      const also = [first.at];
      if ((gateway.onNodes === undefined) !== (first.onNodes === undefined)) {
        const [there, here] = first.onNodes === undefined ? [first, gateway] : [gateway, first];
        return [
          {
            at: gateway.at,
            also,
            message: `'${here.name}' listens on the nodes and '${there.name}' at an address, and Cilium does one or the other for all gateways`,
            repair: 'write on: { pool: …, address: … } for all, or on: { hostNetwork: true }',
          },
        ];
      }
      return JSON.stringify(sorted(gateway.onNodes)) === JSON.stringify(sorted(first.onNodes))
        ? []
        : [
            {
              at: gateway.at,
              also,
              message: `'${gateway.name}' listens on other nodes than '${first.name}', and Cilium chooses them once for all gateways`,
              repair: 'write the same nodes for both',
            },
          ];
    });
  }),
  rule('INV046', ['gateways', 'cilium.values'], ({ gateways, 'cilium.values': values }): Breach[] => {
    if (values.value === undefined) return [];
    const isEnabled = isOn(valueAt(values.value, 'gatewayAPI', 'enabled'));
    const [gateway] = gateways.value ?? [];
    if (!isEnabled)
      return gateway === undefined
        ? []
        : [
            {
              at: valuePlace(values, 'gatewayAPI', 'enabled'),
              also: [gateway.at],
              message: `nobody carries out the gateway '${gateway.name}' while Gateway API is off`,
              repair: 'leave it out: it is on where gateways are',
            },
          ];
    return [
      ...(isOn(valueAt(values.value, 'kubeProxyReplacement'))
        ? []
        : [
            {
              at: valuePlace(values, 'kubeProxyReplacement'),
              message: "without the replacement of kube-proxy nothing leads connections to gateways into Cilium's Envoy",
              repair: 'write kubeProxyReplacement: true',
            },
          ]),
      ...(valueAt(values.value, 'l7Proxy') !== false
        ? []
        : [{ at: valuePlace(values, 'l7Proxy'), message: "gateways are Cilium's Envoy, which this switches off", repair: 'leave it out' }]),
    ];
  }),
  rule('INV047', ['cilium.values', 'cilium.rendering', 'objects'], (facts): Breach[] => {
    const { 'cilium.values': values, 'cilium.rendering': rendering, objects } = facts;
    if (rendering.value !== 'template' || !isOn(valueAt(values.value, 'gatewayAPI', 'enabled'))) return [];
    const create = valueAt(values.value, 'gatewayAPI', 'gatewayClass', 'create') ?? 'auto';
    const hasOwn = (objects.value ?? []).some(({ object }) => object.kind === 'GatewayClass' && nameOf(object) === 'cilium');
    if (create === 'true' || hasOwn) return [];
    return [
      {
        at: valuePlace(values, 'gatewayAPI', 'gatewayClass', 'create'),
        message: `with '${String(create)}' the chart leaves out the GatewayClass where it sees no API server, and every Gateway stays Unknown`,
        repair: "write 'true', as a text",
      },
    ];
  }),
  rule('INV049', ['cilium.values', 'cilium.version'], ({ 'cilium.values': values, 'cilium.version': { value: version } }): Breach[] => {
    if (!isOn(valueAt(values.value, 'gatewayAPI', 'enabled')) || valueAt(values.value, 'socketLB', 'hostNamespaceOnly') !== false)
      return [];
    if (version !== undefined && compareVersions(version, firstToOverride) < 0) return [];
    return [
      {
        at: valuePlace(values, 'socketLB', 'hostNamespaceOnly'),
        message: 'beside Gateway API Cilium 1.20 takes this for true, whatever stands here',
        repair: 'leave it out',
      },
    ];
  }),
  rule('INV050', ['gateways', 'cilium.values'], ({ gateways, 'cilium.values': values }): Breach[] => {
    const low = (gateways.value ?? []).find(({ onNodes, ports }) => onNodes !== undefined && ports.some((port) => port < lowPorts));
    if (values.value === undefined || low === undefined) return [];
    const path = ['envoy', 'securityContext', 'capabilities'];
    const capabilities = valueAt(values.value, ...path, 'envoy');
    const port = low.ports.find((p) => p < lowPorts);
    const message = `Envoy may not bind port ${port} of the node for the gateway '${low.name}'`;
    if (!Array.isArray(capabilities) || !capabilities.includes('NET_BIND_SERVICE'))
      return [{ at: valuePlace(values, ...path, 'envoy'), also: [low.at], message, repair: "add 'NET_BIND_SERVICE'" }];
    return isOn(valueAt(values.value, ...path, 'keepCapNetBindService'))
      ? []
      : [{ at: valuePlace(values, ...path, 'keepCapNetBindService'), also: [low.at], message, repair: 'write true' }];
  }),
  rule('INV051', ['gateways', 'hostPorts', 'talos.kubePrism'], ({ gateways, hostPorts, 'talos.kubePrism': prism }): Breach[] => {
    const onNodes = (gateways.value ?? []).filter((gateway) => gateway.onNodes !== undefined);
    return onNodes.flatMap(({ name, ports, at }, i) =>
      ports.flatMap((port): Breach[] => {
        const other = onNodes.slice(0, i).find((gateway) => gateway.ports.includes(port));
        const pod = (hostPorts.value ?? []).find((taken) => taken.port === port);
        const owner = other ? `'${other.name}'` : pod ? `'${pod.owner}'` : systemPortOwner(port, prism.value?.port ?? 7445);
        if (owner === undefined) return [];
        return [
          {
            at,
            also: other ? [other.at] : pod ? [pod.at] : [],
            message: `port ${port} of the nodes, on which the gateway '${name}' is to listen, is that of ${owner}`,
            repair: 'write another httpPort or httpsPort',
          },
        ];
      }),
    );
  }),
];

function sorted(labels: Readonly<Record<string, string>> | undefined): [string, string][] {
  return Object.entries(labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}

function nameOf(object: JsonObject): string {
  return String(valueAt(object, 'metadata', 'name'));
}
