import { type Json, type JsonObject, valueAt } from '../../lib/base';

/** What was rendered from the chart, as far as a definition says what it has to be. Containers are `<pod owner>/<container>`. */
export interface RenderedFacts {
  /** The tag of the agent's image. */
  readonly release: string;
  /** How many objects there are of which kind. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Everything that runs pods. */
  readonly workloads: readonly string[];
  readonly replicas: Readonly<Record<string, number>>;
  readonly privileged: readonly string[];
  /** Capabilities that containers ask for, where they ask for any. */
  readonly capabilities: Readonly<Record<string, readonly string[]>>;
  /** Where containers that are told so look for the API server. */
  readonly apiServer: Readonly<Record<string, string>>;
  readonly agentInitContainers: readonly string[];
  /** Folders of the node below `/sys` by where the agent's containers see them. */
  readonly systemFolders: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What each pod asks for: its containers by name. */
  readonly resources: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  /** The settings of ConfigMap `cilium-config` that definitions decide. */
  readonly config: Readonly<Record<string, string>>;
  /** ConfigMaps that Grafana's sidecar finds. */
  readonly dashboards: readonly string[];
  /** Secrets that come with their values. */
  readonly secrets: readonly string[];
}

/** Keys of `cilium-config` that are recorded: what definitions decide, and what they must not switch on. */
const configKeys: readonly string[] = [
  'auto-direct-node-routes',
  'bpf-lb-acceleration',
  'bpf-lb-algorithm',
  'bpf-lb-dsr-dispatch',
  'bpf-lb-mode',
  'bpf-map-dynamic-size-ratio',
  'bpf-root',
  'cgroup-root',
  'cluster-id',
  'cluster-name',
  'debug',
  'devices',
  'enable-bgp-control-plane',
  'enable-bpf-masquerade',
  'enable-gateway-api',
  'enable-gateway-api-alpn',
  'enable-gateway-api-app-protocol',
  'enable-host-legacy-routing',
  'enable-hubble',
  'enable-ipv4',
  'enable-ipv6',
  'enable-l2-announcements',
  'enable-policy',
  'enable-wireguard',
  'external-envoy-proxy',
  'gateway-api-hostnetwork-enabled',
  'gateway-api-hostnetwork-nodelabelselector',
  'hubble-export-allowlist',
  'hubble-export-file-path',
  'hubble-metrics',
  'ipam',
  'ipv4-native-routing-cidr',
  'k8s-client-burst',
  'k8s-client-qps',
  'kube-proxy-replacement',
  'l2-announcements-lease-duration',
  'l2-announcements-renew-deadline',
  'l2-announcements-retry-period',
  'mtu',
  'node-port-range',
  'routing-mode',
  'tofqdns-dns-reject-response-code',
  'tunnel-protocol',
];

interface Container {
  readonly id: string;
  readonly name: string;
  readonly init: boolean;
  readonly spec: Json;
}

/** Reads the facts off the objects of a rendered chart. */
export function factsOf(objects: readonly JsonObject[]): RenderedFacts {
  const owners = objects.filter((o) => podOf(o) !== undefined);
  const containers = owners.flatMap(containersOf);
  const agent = owners.find((o) => o.kind === 'DaemonSet' && nameOf(o) === 'cilium');
  const agentContainers = agent === undefined ? [] : containersOf(agent);
  const config = objects.find((o) => o.kind === 'ConfigMap' && nameOf(o) === 'cilium-config');
  return {
    release: /:v([^@]+)/.exec(String(valueAt(agentContainers.find((c) => c.name === 'cilium-agent')?.spec, 'image')))?.[1] ?? '',
    kinds: countKinds(objects),
    workloads: owners.map((o) => `${o.kind} ${nameOf(o)}`).sort(),
    replicas: record(owners, nameOf, (o) => valueAt(o, 'spec', 'replicas') as number | undefined),
    privileged: containers.filter((c) => valueAt(c.spec, 'securityContext', 'privileged') === true).map((c) => c.id),
    capabilities: record(containers, idOf, (c) => valueAt(c.spec, 'securityContext', 'capabilities', 'add') as string[] | undefined),
    apiServer: record(containers, idOf, apiServerOf),
    agentInitContainers: agentContainers.filter((c) => c.init).map((c) => c.name),
    systemFolders: record(agentContainers, idOf, (c) => systemFoldersOf(c.spec, podOf(agent as JsonObject) as Json)),
    resources: record(owners, nameOf, (o) => {
      const asked = record(
        containersOf(o).filter((c) => !c.init),
        (c) => c.name,
        (c) => valueAt(c.spec, 'resources'),
      );
      return Object.keys(asked).length === 0 ? undefined : asked;
    }),
    config: record(configKeys, String, (key) => valueAt(config, 'data', key) as string | undefined),
    dashboards: objects
      .filter((o) => o.kind === 'ConfigMap' && valueAt(o, 'metadata', 'labels', 'grafana_dashboard') === '1')
      .map(nameOf)
      .sort(),
    secrets: objects.filter((o) => o.kind === 'Secret' && ['data', 'stringData'].some((key) => o[key] !== undefined)).map(nameOf),
  };
}

function nameOf(object: JsonObject): string {
  // The chart names the Job by a hash of what it does.
  return String(valueAt(object, 'metadata', 'name')).replace(/-[0-9a-f]{10}$/, '');
}

function podOf(object: JsonObject): Json | undefined {
  if (object.kind === 'Pod') return object.spec;
  return valueAt(object, 'spec', 'template', 'spec') ?? valueAt(object, 'spec', 'jobTemplate', 'spec', 'template', 'spec');
}

function containersOf(owner: JsonObject): Container[] {
  const pod = podOf(owner);
  return (['initContainers', 'containers'] as const).flatMap((list) =>
    ((valueAt(pod, list) ?? []) as Json[]).map((spec) => {
      const name = String(valueAt(spec, 'name'));
      return { id: `${nameOf(owner)}/${name}`, name, init: list === 'initContainers', spec };
    }),
  );
}

function idOf({ id }: Container): string {
  return id;
}

function countKinds(objects: readonly JsonObject[]): Record<string, number> {
  const kinds: Record<string, number> = {};
  for (const { kind } of objects) kinds[String(kind)] = (kinds[String(kind)] ?? 0) + 1;
  return kinds;
}

function apiServerOf({ spec }: Container): string | undefined {
  const env = (valueAt(spec, 'env') ?? []) as Json[];
  const value = (name: string) =>
    valueAt(
      env.find((e) => valueAt(e, 'name') === name),
      'value',
    );
  const host = value('KUBERNETES_SERVICE_HOST');
  return host === undefined ? undefined : `${host}:${value('KUBERNETES_SERVICE_PORT')}`;
}

function systemFoldersOf(container: Json, pod: Json): Record<string, string> | undefined {
  const volumes = (valueAt(pod, 'volumes') ?? []) as Json[];
  const mounts = ((valueAt(container, 'volumeMounts') ?? []) as Json[]).flatMap((mount) => {
    const volume = volumes.find((v) => valueAt(v, 'name') === valueAt(mount, 'name'));
    const [on, path] = [String(valueAt(volume, 'hostPath', 'path')), String(valueAt(mount, 'mountPath'))];
    return on.startsWith('/sys/') || on.includes('cgroup') ? [[path, on] as const] : [];
  });
  return mounts.length === 0 ? undefined : Object.fromEntries(mounts);
}

/** The entries for which there is a value. */
function record<T, V>(list: readonly T[], key: (item: T) => string, value: (item: T) => V | undefined): Record<string, V> {
  return Object.fromEntries(
    list.flatMap((item) => {
      const found = value(item);
      return found === undefined ? [] : [[key(item), found] as const];
    }),
  );
}
