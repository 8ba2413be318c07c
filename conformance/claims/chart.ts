import type { ClusterDefinition, HubbleOptions } from 'ichor';
import { type JsonObject, parseBytes, valueAt } from '../../lib/base';
import { budgetOf } from '../../lib/model';
import type { Case } from '../case';
import type { Judged } from '../judged';
import { pins } from '../pins';
import { type AskedSettings, askedOfNetwork, gatewaysOf, hostNetworkOf } from './network';
import type { RenderedFacts } from './rendered';

/** What Helm and the API server say of values. */
export interface ChartVerdict {
  readonly facts: RenderedFacts;
  /** What the API server would not create, and why. */
  readonly refused: Readonly<Record<string, readonly string[]>>;
}

/** By what the record knows a rendering: which chart, for which Kubernetes, and exactly which values. */
export function chartKey({ chart, model }: Judged, valuesHash: string): string {
  return `chart cilium ${chart && pins.cilium[chart.minor]}, Kubernetes ${model.versions.kubernetes}, values ${valuesHash}`;
}

/**
 * What the agent asks for: the chart's own list without what Talos gives nobody.
 *
 * @see https://docs.siderolabs.com/kubernetes-guides/cni/deploying-cilium
 */
export const agentCapabilities = [
  ...['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'IPC_LOCK', 'KILL', 'NET_ADMIN'],
  ...['NET_RAW', 'SETGID', 'SETUID', 'SYS_ADMIN', 'SYS_RESOURCE'],
];

/** What the container asks for that clears the state of an earlier agent. */
export const cleanStateCapabilities = ['NET_ADMIN', 'SYS_ADMIN', 'SYS_RESOURCE'];

/** What the definition asked the chart for, read from the definition itself. */
export function askedOfChart({ cluster: { definition }, own }: Case) {
  const { name, network, platform, talos } = definition;
  if (network.kind !== 'cilium') throw new Error(`${name} has no Cilium`);
  const { nodePorts = '30000-32767', hubble = {} } = network.options;
  const enabled = hubble !== false;
  const relay = enabled && (hubble.relay ?? true);
  const ui = enabled && (hubble.ui ?? false);
  const prism = `127.0.0.1:${talos?.kubePrismPort ?? 7445}`;
  const cgroup = { '/sys/fs/cgroup': '/sys/fs/cgroup' };
  const bpf = { '/sys/fs/bpf': '/sys/fs/bpf' };
  return {
    workloads: [
      ...(enabled ? ['CronJob hubble-generate-certs'] : []),
      'DaemonSet cilium',
      'DaemonSet cilium-envoy',
      'Deployment cilium-operator',
      ...(relay ? ['Deployment hubble-relay'] : []),
      ...(ui ? ['Deployment hubble-ui'] : []),
      ...(enabled ? ['Job hubble-generate-certs'] : []),
    ],
    replicas: { 'cilium-operator': operators(platform) },
    privileged: ['cilium/mount-bpf-fs'],
    capabilities: {
      'cilium/cilium-agent': agentCapabilities,
      'cilium/clean-cilium-state': cleanStateCapabilities,
      'cilium-envoy/cilium-envoy': envoyCapabilities(definition),
    },
    apiServer: {
      'cilium/config': prism,
      'cilium/clean-cilium-state': prism,
      'cilium/cilium-agent': prism,
      'cilium-operator/cilium-operator': prism,
    },
    agentInitContainers: ['config', 'mount-bpf-fs', 'clean-cilium-state', 'install-cni-binaries'],
    systemFolders: {
      'cilium/cilium-agent': { ...cgroup, ...bpf },
      'cilium/clean-cilium-state': { ...cgroup, ...bpf },
      'cilium/mount-bpf-fs': bpf,
    },
    resources: { cilium: { 'cilium-agent': network.options.resources ?? { requests: { cpu: '100m', memory: '512Mi' } } } },
    config: {
      'bpf-lb-acceleration': 'disabled',
      'bpf-root': '/sys/fs/bpf',
      'cgroup-root': '/sys/fs/cgroup',
      'cluster-id': String(network.options.id ?? 0),
      'cluster-name': name,
      'enable-bpf-masquerade': 'true',
      'enable-host-legacy-routing': 'true',
      'enable-hubble': String(enabled),
      'enable-ipv4': 'true',
      'enable-ipv6': 'false',
      'enable-policy': 'default',
      'external-envoy-proxy': 'true',
      ipam: 'kubernetes',
      'kube-proxy-replacement': 'true',
      'node-port-range': nodePorts.replace('-', ','),
      'tofqdns-dns-reject-response-code': 'nameError',
      ...askedOfHubble(hubble),
      ...askedOfNetwork(definition),
      ...own?.config,
    } as AskedSettings,
    dashboards: enabled && hubble.dashboards === true ? dashboards : [],
    secrets: [],
  } satisfies Partial<Omit<RenderedFacts, 'config'>> & { readonly config: AskedSettings };
}

/** Two operators, each on a node of its own, where there are two: control planes always let them run. */
function operators(platform: ClusterDefinition['platform']): number {
  if (platform.kind === 'docker') return 1;
  const open = platform.options.nodes.filter(
    ({ role, options: { taints = [] } }) => role === 'control-plane' || taints.every(({ effect }) => effect === 'PreferNoSchedule'),
  );
  return Math.min(2, open.length);
}

/** Envoy binds low ports only where gateways have such ports of the nodes. */
function envoyCapabilities(definition: ClusterDefinition): readonly string[] {
  const isPassedOn = (definition.expose ?? []).some((exposure) => exposure.kind === 'on-hostname' && exposure.options.protocol === 'tls');
  const ports = gatewaysOf(definition).flatMap(({ options: { certificate, http, httpPort = 80, httpsPort = 443 } }) => [
    ...(certificate !== undefined && http === 'off' ? [] : [httpPort]),
    ...(certificate === undefined && !isPassedOn ? [] : [httpsPort]),
  ]);
  const isLow = hostNetworkOf(definition) !== undefined && ports.some((port) => port < 1024);
  return ['NET_ADMIN', 'SYS_ADMIN', ...(isLow ? ['NET_BIND_SERVICE'] : [])];
}

/** The chart's dashboards: of agents, of the operator, and of Hubble's metrics. */
const dashboards = [
  ...['cilium-dashboard', 'cilium-operator-dashboard', 'hubble-dashboard', 'hubble-dns-namespace'],
  ...['hubble-l7-http-metrics-by-workload', 'hubble-network-overview-namespace'],
];

function askedOfHubble(hubble: HubbleOptions | false): AskedSettings {
  if (hubble === false) return {};
  const { metrics = false, export: log = false } = hubble;
  const { path = '/var/run/cilium/hubble/events.log', verdicts = [] } = typeof log === 'object' ? log : {};
  return {
    ...(metrics === true ? {} : { 'hubble-metrics': metrics === false ? undefined : metrics.join(' ') }),
    'hubble-export-file-path': log === false ? undefined : path,
    ...(log === false ? {} : { 'hubble-export-allowlist': verdicts.length === 0 ? '' : JSON.stringify({ verdict: verdicts }) }),
  };
}

/** Kinds that only come with options that the definition asks for. */
function askedKinds({ network }: ClusterDefinition, gateways: number): Record<string, number> {
  const { hubble = {} } = network.options as { readonly hubble?: HubbleOptions | false };
  const { relay = true, metrics = false, serviceMonitors = false } = hubble === false ? {} : hubble;
  const monitors = ['agent', 'operator', 'envoy', ...(relay ? ['relay'] : []), ...(metrics === false ? [] : ['hubble'])];
  return {
    ...(gateways === 0 ? {} : { GatewayClass: 1 }),
    ...(hubble !== false && serviceMonitors ? { ServiceMonitor: monitors.length } : {}),
  };
}

/** Kinds that only come when they are asked for. */
const optional = /Gateway|L2Announcement|LoadBalancerIPPool|ServiceMonitor|PodMonitor|PrometheusRule|Secret|Ingress/;

/** Expects the chart to come to what the definition asked for, and the API server to take all of it. */
export function expectChart(asked: Case, input: Judged, { facts, refused }: ChartVerdict): void {
  const { definition } = asked.cluster;
  const release = input.chart && pins.cilium[input.chart.minor];
  expect(refused).toEqual({});
  const { config, ...others } = askedOfChart(asked);
  expect(facts).toMatchObject({ release, ...others });
  expect(Object.fromEntries(Object.keys(config).map((key) => [key, facts.config[key]]))).toEqual(config);
  expect(new Set(Object.values(facts.apiServer))).toEqual(new Set([`127.0.0.1:${definition.talos?.kubePrismPort ?? 7445}`]));
  expect(Object.values(facts.capabilities).flat()).not.toContain('SYS_MODULE');
  expect(facts.config['hubble-metrics'] ?? '').not.toMatch(/_ip\b|_pod\b|=(?:ip|pod|dns)\b|port-distribution/);
  expect(Object.fromEntries(Object.entries(facts.kinds).filter(([kind]) => optional.test(kind)))).toEqual(
    askedKinds(definition, gatewaysOf(definition).length),
  );
  expect(requestedMemory(facts, input.model)).toEqual(budgetedMemory(input));
}

/** Bytes of memory that the pods of each workload ask for, where they ask for any. */
function requestedMemory({ resources, replicas, workloads }: RenderedFacts, { nodes }: Judged['model']): Record<string, number> {
  const pods = (owner: string) => (workloads.includes(`DaemonSet ${owner}`) ? nodes.controlPlanes + nodes.workers : (replicas[owner] ?? 1));
  const sums = Object.entries(resources).map(([owner, containers]) => {
    const bytes = Object.values(containers).map((c) => parseBytes(String(valueAt(c, 'requests', 'memory') ?? '0')) ?? 0);
    return [owner, bytes.reduce((sum, b) => sum + b, 0) * pods(owner)] as const;
  });
  return Object.fromEntries(sums.filter(([, bytes]) => bytes > 0));
}

/** The same as the budget has it, whose rows begin with the names of the pods. */
function budgetedMemory({ model, chart }: Judged): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { part, request = 0 } of budgetOf(model, { values: chart?.values.documents[0] as JsonObject | undefined, objects: [] }).rows) {
    const name = /^(?:cilium|hubble)-[a-z]+/.exec(part)?.[0];
    const owner = name === 'cilium-agent' ? 'cilium' : name;
    if (owner !== undefined) sums[owner] = (sums[owner] ?? 0) + request;
  }
  return sums;
}
