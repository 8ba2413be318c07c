import * as kplus from 'cdk8s-plus-28';
import {
  type CronJobOptions,
  construct,
  cronJob,
  type DeploymentOptions,
  daemonSet,
  deployment,
  namespace,
  onHost,
  type StatefulSetOptions,
  secretRef,
  statefulSet,
  type WorkloadOptions,
} from 'ichor';
import type { Case } from '../case';
import { variant } from './variant';

const lab = namespace('lab', { podSecurity: 'privileged', labels: { team: 'home' } });

const times = { initialDelaySeconds: 1, periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 6 } as const;

/** Every option that workloads share, so that a new one doesn't compile until it is here. */
const shared = {
  image: 'registry.example:5000/tools/server:1.2.3@sha256:c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00',
  imagePullPolicy: 'IfNotPresent',
  command: ['/bin/server'],
  args: ['--verbose', '--at', '0 3 * * *'],
  env: { PLAIN: 'yes', NUMBER: '0123', PASSWORD: secretRef('credentials', 'password') },
  envFrom: [secretRef('settings')],
  ports: {
    http: { port: 8080, name: 'web', service: 80, serviceName: 'www' },
    dns: { port: 5353, protocol: 'UDP', service: 53 },
    admin: { port: 9090, service: false },
  },
  probes: {
    liveness: { exec: ['/bin/server', 'ping'], ...times },
    readiness: { httpGet: { path: '/ready', port: 'http' }, ...times },
    startup: { tcpSocket: { port: 'admin' }, ...times },
  },
  resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '0.5', memory: '64Mi' } },
  volumes: {
    scratch: { mountPath: '/scratch', source: { emptyDir: { sizeLimit: '64Mi' } } },
    settings: { mountPath: '/etc/server', readOnly: true, source: { configMap: { name: 'server' } } },
    node: { mountPath: '/host/log', readOnly: true, source: { hostPath: { path: '/var/log', type: 'Directory' } } },
  },
  podAnnotations: { 'example.org/owner': 'home' },
  serviceAccountName: 'server',
  tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }],
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true },
  podSecurityContext: { runAsUser: 1000, fsGroup: 1000, seccompProfile: { type: 'RuntimeDefault' } },
  terminationGracePeriodSeconds: 60,
  initContainers: [{ name: 'prepare', image: 'busybox:1.37.0', command: ['true'] }],
  sidecars: [{ name: 'log', image: 'busybox:1.37.0', command: ['sleep', 'infinity'] }],
  policies: 'observe',
} as const satisfies Required<Omit<WorkloadOptions, 'labels' | 'podLabels' | 'service' | 'patch'>>;

/** The options that have to differ from workload to workload, since they select pods and name Services. */
function named(name: string) {
  return {
    labels: { app: name, 'example.org/part': 'server' },
    podLabels: { version: '1.2.3' },
    service: `${name}-svc`,
    patch: { metadata: { annotations: { 'example.org/patched': 'yes' } } },
  } as const satisfies Partial<WorkloadOptions>;
}

const stateful = statefulSet(lab, 'stateful', {
  ...shared,
  ...named('stateful'),
  replicas: 2,
  serviceName: 'stateful-svc',
  podManagementPolicy: 'Parallel',
  claims: {
    data: { size: '1Gi', mountPath: '/data' },
    shared: { size: '2Gi', mountPath: '/shared', accessModes: ['ReadWriteMany'], storageClass: 'nfs' },
  },
} satisfies Required<StatefulSetOptions>);

const rolling = deployment(lab, 'rolling', {
  ...shared,
  ...named('rolling'),
  replicas: 3,
  strategy: 'Recreate',
} satisfies Required<DeploymentOptions>);

const everywhere = daemonSet(lab, 'everywhere', { ...shared, ...named('everywhere') });

const nightly = cronJob(lab, 'nightly', {
  ...shared,
  ...named('nightly'),
  schedule: '30 3 * * *',
  timeZone: 'Europe/Berlin',
  concurrencyPolicy: 'Replace',
  restartPolicy: 'Never',
} satisfies Required<CronJobOptions>);

const bare = [
  deployment(lab, 'bare-deployment', { image: 'busybox:1.37.0' }),
  daemonSet(lab, 'bare-daemon', { image: 'busybox:1.37.0' }),
  statefulSet(lab, 'bare-stateful', { image: 'busybox:1.37.0' }),
  cronJob(lab, 'bare-job', { image: 'busybox:1.37.0', schedule: '@daily' }),
];

const built = construct(lab, 'built', { labels: { app: 'built' }, ports: { http: 8080 } }, (scope) => {
  const settings = new kplus.ConfigMap(scope, 'settings', { data: { 'server.conf': 'listen 8080\n' } });
  const server = new kplus.Deployment(scope, 'server', {
    podMetadata: { labels: { app: 'built' } },
    containers: [{ image: 'nginx:1.31.0', portNumber: 8080 }],
    volumes: [kplus.Volume.fromConfigMap(scope, 'volume', settings)],
  });
  server.exposeViaService({ serviceType: kplus.ServiceType.CLUSTER_IP });
});

/** Every controller with every option and with none, cdk8s constructs, and objects as they are. */
export const workloadCases: readonly Case[] = [
  variant('workloads with every option', {
    workloads: [stateful, rolling, everywhere, nightly],
    expose: [onHost(8080, rolling.port('http')), onHost(5353, rolling.port('dns'), { nodePort: 30999 })],
    flows: [],
  }),
  variant('workloads with no option', { workloads: bare, expose: [], flows: [] }),
  variant('a workload of cdk8s constructs', {
    workloads: [built],
    expose: [onHost(8080, built.port('http'))],
    flows: [],
  }),
  variant('objects as they are', {
    objects: [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'plain', namespace: 'joelclaw' },
        data: { text: 'line\nline\n', no: 'off' },
      },
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'plain', namespace: 'joelclaw' } },
      {
        apiVersion: 'cilium.io/v2',
        kind: 'CiliumClusterwideNetworkPolicy',
        metadata: { name: 'elsewhere' },
        spec: {
          endpointSelector: { matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'elsewhere' } },
          ingress: [{ fromEntities: ['cluster'] }],
          enableDefaultDeny: { ingress: false },
        },
      },
      { apiVersion: 'cilium.io/v2', kind: 'CiliumCIDRGroup', metadata: { name: 'office' }, spec: { externalCIDRs: ['192.0.2.0/24'] } },
    ],
  }),
];
