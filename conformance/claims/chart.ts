import { type JsonObject, parseBytes, valueAt } from '../../lib/base';
import { budgetOf } from '../../lib/model';
import type { Case } from '../case';
import type { Judged } from '../judged';
import { pins } from '../pins';
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
  const { name, network, talos } = definition;
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
    replicas: { 'cilium-operator': 1 },
    privileged: ['cilium/mount-bpf-fs'],
    capabilities: { 'cilium/cilium-agent': agentCapabilities, 'cilium/clean-cilium-state': cleanStateCapabilities },
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
      'cluster-id': '0',
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
      'routing-mode': 'tunnel',
      'tofqdns-dns-reject-response-code': 'nameError',
      'tunnel-protocol': 'vxlan',
      ...own?.config,
    },
    secrets: [],
  } satisfies Partial<RenderedFacts>;
}

/** Kinds that only come with options that no definition asks for. */
const unasked = /Gateway|L2Announcement|LoadBalancerIPPool|ServiceMonitor|PodMonitor|PrometheusRule|Secret|Ingress/;

/** Expects the chart to come to what the definition asked for, and the API server to take all of it. */
export function expectChart(asked: Case, input: Judged, { facts, refused }: ChartVerdict): void {
  const release = input.chart && pins.cilium[input.chart.minor];
  expect(refused).toEqual({});
  expect(facts).toMatchObject({ release, ...askedOfChart(asked) });
  expect(new Set(Object.values(facts.apiServer))).toEqual(new Set([`127.0.0.1:${asked.cluster.definition.talos?.kubePrismPort ?? 7445}`]));
  expect(Object.values(facts.capabilities).flat()).not.toContain('SYS_MODULE');
  expect(facts.config).not.toHaveProperty('enable-gateway-api', 'true');
  expect(facts.config).not.toHaveProperty('enable-l2-announcements', 'true');
  expect(Object.keys(facts.kinds).filter((kind) => unasked.test(kind))).toEqual([]);
  expect(requestedMemory(facts)).toEqual(budgetedMemory(input));
}

/** Bytes of memory that the pods of each workload ask for, where they ask for any. */
function requestedMemory({ resources, replicas }: RenderedFacts): Record<string, number> {
  const pods = Object.entries(resources).map(([owner, containers]) => {
    const bytes = Object.values(containers).map((c) => parseBytes(String(valueAt(c, 'requests', 'memory') ?? '0')) ?? 0);
    return [owner, bytes.reduce((sum, b) => sum + b, 0) * (replicas[owner] ?? 1)] as const;
  });
  return Object.fromEntries(pods.filter(([, bytes]) => bytes > 0));
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
