import type { ClusterDefinition, TalosOptions, UserRule, VersionOptions } from '../cluster';
import type { ConstructOptions } from '../construct-workload';
import type { OnHostOptions } from '../exposure';
import type { NamespaceOptions } from '../namespace';
import type { CiliumOptions, HubbleOptions } from '../network/cilium';
import type { SubnetOptions } from '../network/subnets';
import type { RoleAddresses } from '../peers';
import type { DockerOptions } from '../platform/docker';
import type { PodsOptions } from '../pods';
import type { PortOptions, Ports } from '../port';
import { stages } from '../stage';
import type { LocalPathOptions } from '../storage';
import type {
  AnyWorkloadOptions,
  ClaimOptions,
  Probe,
  ResourceAmounts,
  Resources,
  VolumeOptions,
  WorkloadOptions,
} from '../workload-options';
import {
  amount,
  type Check,
  callable,
  choice,
  data,
  either,
  flag,
  list,
  literal,
  made,
  map,
  number,
  optional,
  options,
  type Report,
  required,
  text,
} from './check';

const stage = choice(stages);
const texts = map(text);

const port = either(
  number,
  options<PortOptions>({
    port: required(number),
    protocol: optional(choice(['TCP', 'UDP', 'SCTP'])),
    name: optional(text),
    service: optional(either(literal(false), number)),
    serviceName: optional(text),
  }),
);

const namespaceValue = valueOf(
  'namespace',
  'namespace(…)',
  options<NamespaceOptions>({
    podSecurity: optional(choice(['privileged', 'baseline', 'restricted'])),
    labels: optional(texts),
    closed: optional(flag),
    policies: optional(stage),
  }),
);

const probe = options<Probe>({
  exec: optional(list(text)),
  httpGet: optional(options<NonNullable<Probe['httpGet']>>({ path: required(text), port: required(text) })),
  tcpSocket: optional(options<NonNullable<Probe['tcpSocket']>>({ port: required(text) })),
  initialDelaySeconds: optional(number),
  periodSeconds: optional(number),
  timeoutSeconds: optional(number),
  failureThreshold: optional(number),
});

const amounts = options<ResourceAmounts>({ cpu: optional(text), memory: optional(text) });
const resources = options<Resources>({ requests: optional(amounts), limits: optional(amounts) });
const secret = made({ secret: 'secretRef(name)' });

const workloadOptions = options<AnyWorkloadOptions>({
  image: required(text),
  imagePullPolicy: optional(choice(['Always', 'IfNotPresent', 'Never'])),
  command: optional(list(text)),
  args: optional(list(text)),
  env: optional(map(either(text, made({ 'secret-key': 'a text, or secretRef(name, key)' })))),
  envFrom: optional(list(secret)),
  ports: optional(map(port)),
  probes: optional(
    options<NonNullable<WorkloadOptions['probes']>>({ liveness: optional(probe), readiness: optional(probe), startup: optional(probe) }),
  ),
  resources: optional(resources),
  volumes: optional(map(options<VolumeOptions>({ mountPath: required(text), readOnly: optional(flag), source: required(data) }))),
  labels: optional(texts),
  podLabels: optional(texts),
  podAnnotations: optional(texts),
  service: optional(either(literal(false), text)),
  serviceAccountName: optional(text),
  tolerations: optional(list(data)),
  nodeSelector: optional(texts),
  securityContext: optional(data),
  podSecurityContext: optional(data),
  terminationGracePeriodSeconds: optional(number),
  initContainers: optional(list(data)),
  sidecars: optional(list(data)),
  policies: optional(stage),
  patch: optional(data),
  replicas: optional(number),
  serviceName: optional(text),
  claims: optional(
    map(
      options<ClaimOptions>({
        size: required(text),
        mountPath: required(text),
        accessModes: optional(list(choice(['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod']))),
        storageClass: optional(text),
      }),
    ),
  ),
  podManagementPolicy: optional(choice(['OrderedReady', 'Parallel'])),
  strategy: optional(choice(['RollingUpdate', 'Recreate'])),
  schedule: optional(text),
  timeZone: optional(text),
  concurrencyPolicy: optional(choice(['Allow', 'Forbid', 'Replace'])),
  restartPolicy: optional(choice(['OnFailure', 'Never'])),
});

const constructOptions = options<ConstructOptions<Ports>>({
  labels: optional(texts),
  ports: optional(map(port)),
  policies: optional(stage),
});
const podsOptions = options<PodsOptions<Ports>>({ labels: required(texts), ports: optional(map(port)), close: optional(flag) });

const subnetShape = { pods: optional(text), services: optional(text), nodePorts: optional(text), dnsDomain: optional(text) };

const networks: Readonly<Record<string, Check>> = {
  flannel: options<SubnetOptions>(subnetShape),
  cilium: options<CiliumOptions>({
    ...subnetShape,
    version: required(text),
    hubble: optional(either(literal(false), options<HubbleOptions>({ relay: optional(flag), ui: optional(flag) }))),
    resources: optional(resources),
    values: optional(data),
  }),
};

const dockerOptions = options<DockerOptions>({
  host: optional(made({ role: 'outside(name)' })),
  provider: required(choice(['colima', 'docker-desktop', 'engine', 'other'])),
  hostAddress: optional(options<RoleAddresses>({ in: optional(text), out: optional(text) })),
  hostIp: optional(text),
  memory: required(text),
  cpus: optional(amount),
  subnet: optional(text),
  nodes: optional(made({ nodes: 'controlPlanes(1)' })),
});

const exposure = valueOf(
  'on-host',
  'onHost(port, workload.port(…))',
  options<OnHostOptions>({ nodePort: optional(number), hostPort: optional(flag) }),
);

const owned = made({ workload: 'a workload, e.g. statefulSet(…)', construct: 'construct(…)' });

/** Looks at the shape of a whole definition: every option known, every value of the kind that is wanted. */
export const definitionShape: Check = options<ClusterDefinition>({
  name: required(text),
  versions: required(options<VersionOptions>({ talos: required(text), kubernetes: required(text), talosContract: optional(text) })),
  platform: required(valueOf('docker', 'docker({ … })', dockerOptions)),
  network: required((value, path, report) => {
    made({ cilium: "cilium({ version: '…' })", flannel: 'flannel()' })(value, path, report);
    const { kind, options: given } = (value ?? {}) as { kind?: string; options?: unknown };
    networks[kind ?? '']?.(given, path, report);
  }),
  storage: optional((value, path, report) => {
    made({ 'local-path': 'localPath()', existing: "existingStorage('…')" })(value, path, report);
    const { kind, options: given } = (value ?? {}) as { kind?: string; options?: unknown };
    if (kind === 'local-path') options<LocalPathOptions>({ path: optional(text) })(given, path, report);
  }),
  namespaces: optional(list(namespaceValue)),
  workloads: optional(
    list((value, path, report) => {
      owned(value, path, report);
      const {
        kind,
        namespace: ns,
        name,
        options: given,
      } = (value ?? {}) as { kind?: string; namespace?: unknown; name?: unknown; options?: unknown };
      if (kind !== 'workload' && kind !== 'construct') return;
      const here = endpointPath(ns, name, path);
      namespaceValue(ns, `${here}.namespace`, report);
      text(name, `${here}.name`, report);
      (kind === 'workload' ? workloadOptions : constructOptions)(given, here, report);
    }),
  ),
  expose: optional(
    list((value, path, report) => {
      exposure(value, path, report);
      const target = (value as { target?: unknown } | undefined)?.target;
      made({ port: 'a port of a workload, e.g. redis.port(…)' })(target, path, report);
    }),
  ),
  flows: optional(
    list((value, path, report) => {
      made({ flow: 'allow(from, to)' })(value, path, report);
      const { kind, from, to } = (value ?? {}) as { kind?: string; from?: unknown; to?: unknown };
      if (kind !== 'flow') return;
      list(flowEnd)(from, `${path}.from`, report);
      list(flowEnd)(to, `${path}.to`, report);
    }),
  ),
  roles: optional(list(made({ 'role-binding': 'bind(role, { in, out })' }))),
  policies: optional(stage),
  talos: optional(options<TalosOptions>({ kubePrismPort: optional(number), patch: optional(either(list(data), data)) })),
  objects: optional(list(data)),
  manifests: optional(list(made({ manifests: "manifests('…')" }))),
  accept: optional(list(made({ acceptance: "accept('ABC123', path, reason)" }))),
  rules: optional(
    list(
      options<UserRule>({
        id: required(text),
        title: required(text),
        severity: required(choice(['error', 'warning', 'info'])),
        needs: required(list(text)),
        source: optional(text),
        check: required(callable),
      }),
    ),
  ),
});

function flowEnd(value: unknown, path: string, report: Report): void {
  made({
    workload: 'a workload',
    port: 'a port of one',
    pods: 'pods(…)',
    construct: 'construct(…)',
    namespace: 'a namespace',
    role: 'outside(…)',
    entity: 'entity(…)',
    addresses: 'addresses(…)',
    'host-name': 'hostName(…)',
    'outside-port': 'a port of one of these',
  })(value, path, report);
  const { kind, options: given } = (value ?? {}) as { kind?: string; options?: unknown };
  if (kind === 'pods') podsOptions(given, path, report);
}

/** The path by which findings name a workload: its key where it has one. */
function endpointPath(ns: unknown, name: unknown, path: string): string {
  const nsName = (ns as { name?: unknown } | undefined)?.name;
  return typeof nsName === 'string' && typeof name === 'string' ? `workloads.${nsName}/${name}` : path;
}

/** A value of one kind whose options pass. */
function valueOf(kind: string, helper: string, check: Check): Check {
  const isKind = made({ [kind]: helper });
  return (value, path, report) => {
    isKind(value, path, report);
    const given = value as { kind?: string; options?: unknown } | undefined;
    if (given?.kind === kind) check(given.options, path, report);
  };
}
