import type { ConstructOptions } from '../construct-workload';
import type { NamespaceOptions } from '../namespace';
import type { PodsOptions } from '../pods';
import type { PortOptions, Ports } from '../port';
import { stages } from '../stage';
import type { WorkloadKind } from '../workload';
import type {
  ClaimOptions,
  CronJobOptions,
  DaemonSetOptions,
  DeploymentOptions,
  Probe,
  ResourceAmounts,
  Resources,
  StatefulSetOptions,
  VolumeOptions,
  WorkloadOptions,
} from '../workload-options';
import {
  type Check,
  choice,
  either,
  flag,
  kubernetesData,
  list,
  literal,
  map,
  number,
  optional,
  options,
  required,
  type Shape,
  text,
} from './check';
import { object } from './object';
import { secret, secretKey } from './secret';

/** How far policies go. */
export const stage = choice(stages);
const texts = map(text);

const port = either(
  "a port's number or the options of one",
  'write a number, or { port: … }',
  number,
  options<PortOptions>({
    port: required(number),
    protocol: optional(choice(['TCP', 'UDP', 'SCTP'])),
    name: optional(text),
    service: optional(either('a whole number or false', "write the Service port's number, or false", literal(false), number)),
    serviceName: optional(text),
  }),
);

/** The options of a namespace. */
export const namespaceOptions = options<NamespaceOptions>({
  podSecurity: optional(choice(['privileged', 'baseline', 'restricted'])),
  labels: optional(texts),
  closed: optional(flag),
  policies: optional(stage),
});

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
/** What is asked for and what is allowed. */
export const resources = options<Resources>({ requests: optional(amounts), limits: optional(amounts) });

const every: Shape<WorkloadOptions> = {
  image: required(text),
  imagePullPolicy: optional(choice(['Always', 'IfNotPresent', 'Never'])),
  command: optional(list(text)),
  args: optional(list(text)),
  env: optional(map(either('a text or a key of a Secret', 'write it as a text, or secretRef(name, key)', text, secretKey))),
  envFrom: optional(list(secret)),
  ports: optional(map(port)),
  probes: optional(
    options<NonNullable<WorkloadOptions['probes']>>({ liveness: optional(probe), readiness: optional(probe), startup: optional(probe) }),
  ),
  resources: optional(resources),
  volumes: optional(map(options<VolumeOptions>({ mountPath: required(text), readOnly: optional(flag), source: required(kubernetesData) }))),
  labels: optional(texts),
  podLabels: optional(texts),
  podAnnotations: optional(texts),
  service: optional(either('a name or false', 'write the name of the Service, or false', literal(false), text)),
  serviceAccountName: optional(text),
  tolerations: optional(list(kubernetesData)),
  nodeSelector: optional(texts),
  securityContext: optional(kubernetesData),
  podSecurityContext: optional(kubernetesData),
  terminationGracePeriodSeconds: optional(number),
  initContainers: optional(list(kubernetesData)),
  sidecars: optional(list(kubernetesData)),
  policies: optional(stage),
  patch: optional(object),
};

/** The options of a workload, by its controller. */
export const workloadOptions: Readonly<Record<WorkloadKind, Check>> = {
  StatefulSet: options<StatefulSetOptions>({
    ...every,
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
  }),
  Deployment: options<DeploymentOptions>({
    ...every,
    replicas: optional(number),
    strategy: optional(choice(['RollingUpdate', 'Recreate'])),
  }),
  DaemonSet: options<DaemonSetOptions>(every),
  CronJob: options<CronJobOptions>({
    ...every,
    schedule: required(text),
    timeZone: optional(text),
    concurrencyPolicy: optional(choice(['Allow', 'Forbid', 'Replace'])),
    restartPolicy: optional(choice(['OnFailure', 'Never'])),
  }),
};

/** The options of a recipe's workload. */
export const constructOptions = options<ConstructOptions<Ports>>({
  labels: optional(texts),
  ports: optional(map(port)),
  policies: optional(stage),
});

/** The options of pods that others define. */
export const podsOptions = options<PodsOptions<Ports>>({ labels: required(texts), ports: optional(map(port)), close: optional(flag) });
