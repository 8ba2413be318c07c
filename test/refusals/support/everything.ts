import { ApiObject } from 'cdk8s';
import {
  accept,
  addresses,
  allow,
  argocd,
  bind,
  cilium,
  construct,
  controlPlanes,
  cronJob,
  daemonSet,
  defineCluster,
  deployment,
  docker,
  entity,
  hostName,
  localPath,
  manifests,
  namespace,
  onHost,
  outside,
  pods,
  secretRef,
  statefulSet,
} from 'ichor';
import { defineRule } from 'ichor/checks';

const apps = namespace('apps', { podSecurity: 'privileged', labels: { team: 'a' }, policies: 'enforce' });
const jobs = namespace('jobs', { closed: true });
const laptop = outside('laptop');
const registry = outside('registry');

const db = statefulSet(apps, 'db', {
  image: 'registry.example.com:5000/db/postgres:17.6',
  imagePullPolicy: 'IfNotPresent',
  command: ['postgres'],
  args: ['-c', 'log_connections=on'],
  env: { PGDATA: '/data/pg', PASSWORD: secretRef('db', 'password') },
  envFrom: [secretRef('db-env')],
  ports: { sql: { port: 5432, name: 'sql', service: 5432, serviceName: 'pg', protocol: 'TCP' }, metrics: { port: 9187, service: false } },
  probes: {
    liveness: { exec: ['pg_isready'], initialDelaySeconds: 5, periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 3 },
    readiness: { tcpSocket: { port: 'sql' } },
    startup: { httpGet: { path: '/', port: 'metrics' } },
  },
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '1', memory: '256Mi' } },
  volumes: { scratch: { mountPath: '/scratch', readOnly: false, source: { emptyDir: {} } } },
  labels: { app: 'db' },
  podLabels: { tier: 'data' },
  podAnnotations: { note: 'kept' },
  service: 'db',
  serviceAccountName: 'db',
  tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoSchedule' }],
  nodeSelector: { 'kubernetes.io/arch': 'arm64' },
  securityContext: { runAsNonRoot: true },
  podSecurityContext: { fsGroup: 999 },
  terminationGracePeriodSeconds: 60,
  initContainers: [{ name: 'init', image: 'busybox:1.37.0' }],
  sidecars: [{ name: 'side', image: 'busybox:1.37.0' }],
  policies: 'observe',
  patch: { metadata: { annotations: { a: 'b' } } },
  replicas: 1,
  serviceName: 'db',
  claims: { data: { size: '1Gi', mountPath: '/data', accessModes: ['ReadWriteOnce'], storageClass: 'local-path' } },
  podManagementPolicy: 'OrderedReady',
});
const api = deployment(apps, 'api', { image: 'api:latest', ports: { http: 8080 }, strategy: 'Recreate', replicas: 1 });
const agent = daemonSet(apps, 'agent', { image: 'agent:2', service: false, ports: { udp: { port: 53, protocol: 'UDP' } } });
const nightly = cronJob(jobs, 'nightly', {
  image: 'job:3',
  schedule: '0 3 * * *',
  timeZone: 'Europe/Berlin',
  concurrencyPolicy: 'Forbid',
  restartPolicy: 'OnFailure',
});
const site = construct(apps, 'site', { labels: { app: 'site' }, ports: { http: 80 }, policies: 'enforce' }, (scope) => {
  new ApiObject(scope, 'pod', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'site', labels: { app: 'site' } },
    spec: { containers: [{ name: 'site', image: 'nginx:1.29.1', ports: [{ containerPort: 80 }] }] },
  });
});
const worker = pods(apps, 'worker', { labels: { app: 'worker' }, ports: { http: 3111 }, close: true });
const coreDns = pods(namespace('kube-system'), 'coredns', {
  labels: { 'k8s-app': 'kube-dns' },
  ports: { dns: { port: 53, protocol: 'UDP' } },
});
const other = pods(jobs, 'other', { labels: { app: 'other' }, close: true });
const guest = pods(namespace('guests'), 'guest', { labels: { app: 'guest' } });

/** A definition with every option and every kind of value that there is, in which nothing is wrong. */
export const everything = defineCluster({
  name: 'everything',
  versions: { talos: '1.13.9', kubernetes: '1.36.3', talosContract: '1.13' },
  platform: docker({
    host: laptop,
    provider: 'engine',
    hostAddress: { in: '10.5.0.1', out: '10.5.0.1' },
    hostIp: '127.0.0.1',
    memory: '6GiB',
    cpus: 3.5,
    subnet: '10.5.0.0/24',
    nodes: controlPlanes(1),
  }),
  network: cilium({
    version: '1.20.2',
    pods: '10.244.0.0/16',
    services: '10.96.0.0/12',
    nodePorts: '30000-32767',
    dnsDomain: 'cluster.local',
    hubble: { relay: true, ui: true },
    resources: { requests: { cpu: '200m', memory: '512Mi' }, limits: { memory: '1Gi' } },
    values: { bpf: { mapDynamicSizeRatio: 0.0025 }, prometheus: { enabled: true }, tolerations: [{ operator: 'Exists' }] },
  }),
  storage: localPath({ path: '/var/mnt/volumes' }),
  gitops: argocd({
    url: 'https://git.example.com/me/home',
    secretRef: secretRef('home-token'),
    branch: 'main',
    path: 'dist/everything',
    version: '3.6.1',
  }),
  namespaces: [namespace('spare', { podSecurity: 'baseline' })],
  workloads: [db, api, agent, nightly, site],
  expose: [
    onHost(5432, db.port('sql'), { nodePort: 31432 }),
    onHost(8080, api.port('http'), { hostPort: true }),
    onHost(80, site.port('http').http({ method: 'GET' })),
  ],
  flows: [
    allow([api, worker], db),
    allow(api, [hostName('api.example.com').port(443), addresses('192.0.2.0/24', { except: ['192.0.2.7/32'] }).port(443)]),
    allow(nightly, [db.port('sql'), registry.port(5000), entity('kube-apiserver').port(6443)]),
    allow([jobs, entity('host'), addresses('198.51.100.0/24'), laptop, other, guest], [api.port('http'), worker.port('http')]),
    allow(site, worker),
    allow(site, [
      api.port('http').http({ method: 'GET', path: '/a(/.*)?(\\?.*)?', host: 'api', headers: ['X-Token: a'] }, { method: 'HEAD' }),
      hostName('*.example.org').port(443).serverNames('api.example.org'),
      coreDns.port('dns').dns('api.example.org', '*.example.org'),
    ]),
  ],
  roles: [bind(registry, { in: '192.168.1.7', out: '192.168.1.7' })],
  policies: 'enforce',
  talos: { kubePrismPort: 7445, patch: [{ machine: { sysctls: { 'net.core.somaxconn': '1024' } } }] },
  objects: [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'apps', labels: { a: 'b' } }, data: { key: 'value' } },
  ],
  manifests: [manifests('extra')],
  accept: [accept('IMG003', 'workloads.apps/api', 'built here, and rolled out by hand')],
  rules: [
    defineRule({
      id: 'OWN001',
      title: 'something of our own',
      severity: 'warning',
      needs: ['budget'],
      check: () => [],
    }),
  ],
});
