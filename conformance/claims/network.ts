import type { ClusterDefinition, Gateway, Pool } from 'ichor';

type Options<K extends ClusterDefinition['network']['kind']> = Extract<ClusterDefinition['network'], { readonly kind: K }>['options'];

/** Settings of the agents that a definition decides; `undefined` for one that must not be there. */
export type AskedSettings = Readonly<Record<string, string | undefined>>;

/** What the definition asked for about the ways of packets, read from the definition itself. */
export function askedOfNetwork(definition: ClusterDefinition): AskedSettings {
  const { network, platform } = definition;
  if (network.kind !== 'cilium') throw new Error(`${definition.name} has no Cilium`);
  const { pods = '10.244.0.0/16', encryption, routing: said, loadBalancer } = network.options as Options<'cilium'>;
  const metal = platform.kind === 'metal' ? platform.options : undefined;
  const routing = said ?? (metal?.flat === true ? 'native' : 'tunnel');
  const isDsr = (loadBalancer ?? (metal !== undefined && routing === 'native' ? 'dsr' : 'snat')) === 'dsr';
  const links = (metal?.nodes ?? []).map(({ options: { interface: own, machine } }) => own ?? machine.options.interface ?? 'end0');
  const mtu = metal?.kubeSpan === true ? 1420 : metal?.mtu;
  return {
    'routing-mode': routing,
    'tunnel-protocol': routing === 'tunnel' && isDsr ? 'geneve' : 'vxlan',
    'auto-direct-node-routes': String(routing === 'native'),
    'ipv4-native-routing-cidr': routing === 'native' ? pods : undefined,
    'bpf-lb-mode': isDsr ? 'dsr' : undefined,
    'bpf-lb-dsr-dispatch': isDsr && routing === 'tunnel' ? 'geneve' : undefined,
    ...(metal === undefined ? {} : { devices: [...new Set(links)].sort().join(' ') }),
    ...(mtu === undefined || mtu === 1500 ? {} : { mtu: String(mtu) }),
    'enable-wireguard': encryption === undefined ? undefined : 'true',
    ...askedOfLoadBalancing(definition),
    ...askedOfGateways(definition),
  };
}

function askedOfLoadBalancing(definition: ClusterDefinition): AskedSettings {
  const pools = poolsOf(definition);
  const { l2 } = pools.find(({ options }) => options.l2 !== undefined)?.options ?? {};
  const seconds = (value: number | undefined, usual: number) => (value === undefined || value === usual ? undefined : `${value}s`);
  const services = l2 === undefined ? 0 : announced(definition);
  const qps = 10 + Math.ceil(services / (l2?.leaseRetryPeriod ?? 2));
  return {
    'bpf-lb-algorithm': pools.length === 0 ? undefined : 'maglev',
    'enable-l2-announcements': l2 === undefined ? undefined : 'true',
    'l2-announcements-lease-duration': seconds(l2?.leaseDuration, 15),
    'l2-announcements-renew-deadline': seconds(l2?.leaseRenewDeadline, 5),
    'l2-announcements-retry-period': seconds(l2?.leaseRetryPeriod, 2),
    'k8s-client-qps': l2 === undefined ? undefined : String(qps),
    'k8s-client-burst': l2 === undefined ? undefined : String(2 * qps),
    'enable-bgp-control-plane': pools.some(({ options }) => options.bgp !== undefined) ? 'true' : undefined,
  };
}

function askedOfGateways(definition: ClusterDefinition): AskedSettings {
  const gateways = gatewaysOf(definition);
  if (gateways.length === 0) return { 'enable-gateway-api': undefined };
  const isGrpc = (definition.expose ?? []).some((exposure) => exposure.kind === 'on-hostname' && exposure.options.protocol === 'grpc');
  const onNodes = hostNetworkOf(definition);
  const labels = Object.entries(onNodes ?? {}).map(([key, value]) => `${key}=${value}`);
  return {
    'enable-gateway-api': 'true',
    'enable-gateway-api-alpn': String(isGrpc),
    'enable-gateway-api-app-protocol': String(isGrpc),
    'gateway-api-hostnetwork-enabled': String(onNodes !== undefined),
    'gateway-api-hostnetwork-nodelabelselector': labels.sort().join(','),
  };
}

/** The labels of the nodes whose own ports gateways have; `undefined` where they have addresses of pools. */
export function hostNetworkOf(definition: ClusterDefinition): Readonly<Record<string, string>> | undefined {
  return gatewaysOf(definition).flatMap(({ options: { on } }) => ('hostNetwork' in on ? [on.nodes ?? {}] : []))[0];
}

/** The gateways that something is published through, each once. */
export function gatewaysOf({ expose = [], network }: ClusterDefinition): Gateway[] {
  const { hubble } = network.options as Options<'cilium'>;
  const ui = typeof hubble === 'object' ? hubble.ui : undefined;
  const used = [
    ...expose.flatMap((exposure) => (exposure.kind === 'on-hostname' ? [exposure.options.via] : [])),
    ...(typeof ui === 'object' ? [ui.via] : []),
  ];
  return [...new Map(used.map((gateway) => [`${gateway.namespace.name}/${gateway.name}`, gateway])).values()];
}

/** The pools that something has an address of, each once. */
function poolsOf(definition: ClusterDefinition): Pool[] {
  const used = [
    ...(definition.expose ?? []).flatMap((exposure) => (exposure.kind === 'on-address' ? [exposure.pool] : [])),
    ...gatewaysOf(definition).flatMap(({ options: { on } }) => ('pool' in on ? [on.pool] : [])),
  ];
  return [...new Map(used.map((pool) => [pool.name, pool])).values()];
}

/** How many Services are announced on the local network: one for each workload and address, and one for each gateway. */
function announced(definition: ClusterDefinition): number {
  const services = (definition.expose ?? []).flatMap((exposure) =>
    exposure.kind === 'on-address' && exposure.pool.options.l2 !== undefined
      ? [`${exposure.target.of.namespace.name}/${exposure.target.of.name} ${exposure.address}`]
      : [],
  );
  const gateways = gatewaysOf(definition).filter(({ options: { on } }) => 'pool' in on && on.pool.options.l2 !== undefined);
  return new Set(services).size + gateways.length;
}
