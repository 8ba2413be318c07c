/**
 * What the compiler refuses, each with a twin that it takes. Nothing here runs: `tsc --noEmit` reads it, and reports every
 * `@ts-expect-error` behind which there is no error.
 */
import {
  addresses,
  allow,
  argocd,
  bind,
  cilium,
  construct,
  controlPlane,
  controlPlanes,
  cronJob,
  daemonSet,
  defineCluster,
  deployment,
  docker,
  entity,
  existingStorage,
  flannel,
  flux,
  gateway,
  generic,
  hostName,
  inngestServer,
  lan,
  localPath,
  manifests,
  metal,
  namespace,
  onAddress,
  onHost,
  onHostname,
  outside,
  pods,
  pool,
  qdrantStore,
  raspberryPi5,
  redisStore,
  secretRef,
  statefulSet,
  worker as workerNode,
} from 'ichor';
import { defineRule } from 'ichor/checks';

const apps = namespace('apps', { podSecurity: 'privileged', closed: true, policies: 'observe' });
const laptop = outside('laptop');
const image = 'app:1';
const schedule = '0 3 * * *';

const redis = redisStore(apps, { image, storage: '1Gi' });
const qdrant = qdrantStore(apps, { image, storage: '1Gi' });
const inngest = inngestServer(apps, { image, storage: '1Gi', env: secretRef('env') });
const db = statefulSet(apps, 'db', { image, ports: { sql: 5432, metrics: { port: 9187, name: 'metrics', service: false } } });
const web = deployment(apps, 'web', { image, ports: { http: 8080 }, strategy: 'Recreate' });
const agent = daemonSet(apps, 'agent', { image, ports: { udp: { port: 53, protocol: 'UDP' } } });
const job = cronJob(apps, 'job', { image, schedule, ports: { http: 80 } });
const site = construct(apps, 'site', { ports: { http: 80 } }, () => {});
const worker = pods(apps, 'worker', { labels: { app: 'worker' }, ports: { http: 3111 }, close: true });
const bare = statefulSet(apps, 'bare', { image });
const bareSite = construct(apps, 'bare-site', {}, () => {});
const barePods = pods(apps, 'bare-pods', { labels: { app: 'bare' } });

// Ports are known by their handles.
redis.port('redis');
qdrant.port('rest');
inngest.port('api');
db.port('sql');
db.port('metrics');
web.port('http');
agent.port('udp');
job.port('http');
site.port('http');
worker.port('http');
db.with({ replicas: 2 }).port('sql');
// @ts-expect-error
redis.port('reddis');
// @ts-expect-error
qdrant.port('http');
// @ts-expect-error
inngest.port('apy');
// @ts-expect-error
db.port('sq');
// @ts-expect-error
web.port('https');
// @ts-expect-error
agent.port('tcp');
// @ts-expect-error
job.port('api');
// @ts-expect-error
site.port('https');
// @ts-expect-error
worker.port('https');
// @ts-expect-error
db.with({ replicas: 2 }).port('sq');
// @ts-expect-error
bare.port('http');
// @ts-expect-error
bareSite.port('http');
// @ts-expect-error
barePods.port('http');

// Every option is known, and every value of its kind.
// @ts-expect-error
namespace('apps', { podsecurity: 'privileged' });
// @ts-expect-error
namespace('apps', { podSecurity: 'root' });
// @ts-expect-error
namespace('apps', { policies: 'audit' });
// @ts-expect-error
redisStore(apps, { image, storage: '1Gi', maxmemory: '256mb' });
// @ts-expect-error
redisStore(apps, { image, storage: '1Gi', maxMemoryPolicy: 'lru' });
// @ts-expect-error
redisStore(apps, { image });
// @ts-expect-error
redisStore(apps, { image, storage: '1Gi', ports: { redis: 6380 } });
// @ts-expect-error
qdrantStore(apps, { image, storage: '1Gi', replicas: 3 });
// @ts-expect-error
inngestServer(apps, { image, storage: '1Gi', env: secretRef('env', 'key') });
// @ts-expect-error
statefulSet(apps, 'db', { image, replica: 2 });
// @ts-expect-error
statefulSet(apps, 'db', { image, strategy: 'Recreate' });
// @ts-expect-error
statefulSet(apps, 'db', { image, ports: { sql: '5432' } });
// @ts-expect-error
statefulSet(apps, 'db', { image, ports: { sql: { port: 5432, protocol: 'tcp' } } });
// @ts-expect-error
statefulSet(apps, 'db', { image, ports: { sql: { number: 5432 } } });
// @ts-expect-error
statefulSet(apps, 'db', { image, env: { PORT: 8080 } });
// @ts-expect-error
statefulSet(apps, 'db', { image, env: { LEVEL: process.env.LEVEL } });
// @ts-expect-error
statefulSet(apps, 'db', { image, envFrom: ['env'] });
// @ts-expect-error
statefulSet(apps, 'db', { image, claims: { data: { size: '1Gi' } } });
// @ts-expect-error
statefulSet(apps, 'db', { ports: { sql: 5432 } });
// @ts-expect-error
qdrantStore(apps, { image, storage: '1Gi', sise: '1Gi' });
// @ts-expect-error
inngestServer(apps, { image, storage: '1Gi', sdkUrl: ['http://a'] });
// @ts-expect-error
deployment(apps, 'web', { image, replica: 2 });
// @ts-expect-error
daemonSet(apps, 'agent', { image, toleration: [] });
// @ts-expect-error
cronJob(apps, 'job', { image, schedule, timezone: 'Europe/Berlin' });
// @ts-expect-error
deployment(apps, 'web', { image, claims: { data: { size: '1Gi', mountPath: '/data' } } });
// @ts-expect-error
daemonSet(apps, 'agent', { image, replicas: 2 });
// @ts-expect-error
cronJob(apps, 'job', { image });
// @ts-expect-error
cronJob(apps, 'job', { image, schedule, restartPolicy: 'Always' });
// @ts-expect-error
construct(apps, 'site', { port: { http: 80 } }, () => {});
// @ts-expect-error
construct(apps, 'site', {});
// @ts-expect-error
pods(apps, 'worker', { ports: { http: 3111 } });
// @ts-expect-error
pods(apps, 'worker', { labels: { app: 'worker' }, closed: true });
// @ts-expect-error
onHost(8080, web.port('http'), { hostport: true });
// @ts-expect-error
onHost('8080', web.port('http'));
// @ts-expect-error
docker({ provider: 'colima', memory: '4GiB', cpu: 2 });
// @ts-expect-error
docker({ provider: 'podman', memory: '4GiB' });
// @ts-expect-error
docker({ memory: '4GiB' });
// @ts-expect-error
docker({ provider: 'colima', memory: '4GiB', nodes: 1 });
// @ts-expect-error
localPath({ folder: '/var/mnt/volumes' });
// @ts-expect-error
flannel({ podCidr: '10.244.0.0/16' });
// @ts-expect-error
addresses('192.0.2.0/24', { exept: [] });
// @ts-expect-error
bind(laptop, { address: '192.0.2.7' });
// @ts-expect-error
bind('laptop', { out: '192.0.2.7' });

// `with` takes the options of what it is called on.
db.with({ claims: { data: { size: '1Gi', mountPath: '/data' } } });
redis.with({ storage: '2Gi', maxMemory: '512mb' });
web.with({ strategy: 'RollingUpdate' });
job.with({ schedule: '@daily' });
web.with({ ports: { http: 9090 } }).port('http');
// @ts-expect-error
db.with({ storage: '2Gi' });
// @ts-expect-error
web.with({ ports: { api: 9090 } });
// @ts-expect-error
db.with({ ports: { sql: 5432 } });
// @ts-expect-error
redis.with({ claims: { data: { size: '1Gi', mountPath: '/data' } } });
// @ts-expect-error
web.with({ podManagementPolicy: 'Parallel' });
// @ts-expect-error
job.with({ replicas: 2 });

// Helm values are those of the chart's minor.
cilium({ version: '1.20.2', values: { cgroup: { autoMount: { enabled: false } }, datapathPlugins: {}, preferIpv6: true } });
cilium({ version: '1.19.6', values: { cgroup: { autoMount: { enabled: false } }, encryption: { strictMode: { cidr: '' } } } });
cilium({ version: '1.20.2', hubble: false });
// @ts-expect-error
cilium({ version: '1.20.2', values: { externalIPs: { enabled: true } } });
// @ts-expect-error
cilium({ version: '1.20.2', values: { cgroup: { automount: { enabled: false } } } });
// @ts-expect-error
cilium({ version: '1.19.6', values: { cgroup: { automount: { enabled: false } } } });
// @ts-expect-error
cilium({ version: '1.19.6', values: { preferIpv6: true } });
// @ts-expect-error
cilium({ version: '1.19.6', values: { datapathPlugins: {} } });
// @ts-expect-error
cilium({ version: '1.20.2', values: { encryption: { strictMode: { cidr: '' } } } });
// @ts-expect-error
cilium({ version: '1.21.0', values: { bpf: { masquerade: true } } });
// @ts-expect-error
cilium({ version: '1.20.2', hubble: true });
// @ts-expect-error
cilium({ version: '1.20.2', hubble: { UI: true } });
// @ts-expect-error
cilium({});
// @ts-expect-error
cilium({ version: '1.20.2', hubbel: {} });

// Flows have ends that can be.
allow([web, worker, site, apps, laptop, entity('world'), addresses('192.0.2.0/24')], [db, db.port('sql'), worker, site]);
allow(web, [hostName('api.example.com').port(443), laptop.port(3111), entity('kube-apiserver').port(6443, 'TCP')]);
// @ts-expect-error
allow(hostName('api.example.com'), web);
// @ts-expect-error
allow(db.port('sql'), web);
// @ts-expect-error
allow('web', db);
// @ts-expect-error
allow(web, apps);
// @ts-expect-error
allow(web, laptop);
// @ts-expect-error
allow(web, hostName('api.example.com'));
// @ts-expect-error
allow(web, entity('internet').port(443));
// @ts-expect-error
allow(web, entity('world').port('443'));
// @ts-expect-error
allow(web, entity('world').port(443, 'tcp'));

// What may pass through a port is said in one way.
const rest = qdrant.port('rest');
const site443 = hostName('*.example.com').port(443);
allow(web, [rest.http({ method: 'GET' }, { path: '/a', headers: ['X-Token'] }), rest.http({ method: 'GET' }).http({ host: 'a' })]);
allow(web, [agent.port('udp').dns('api.example.com', '*.example.org'), db.port('sql').serverNames('db.example.com')]);
allow(web, [laptop.port(3111).http({ method: 'POST' }), site443.serverNames('api.example.com')]);
allow(web, [addresses('192.0.2.53/32').port(53, 'UDP').dns('a.example.com').dns('*'), entity('world').port(53, 'TCP').dns('*')]);
onHost(8080, web.port('http').http({ method: 'GET' }));
// @ts-expect-error
rest.http();
// @ts-expect-error
rest.dns();
// @ts-expect-error
site443.serverNames();
// @ts-expect-error
rest.http({ verb: 'GET' });
// @ts-expect-error
rest.http({ method: ['GET'] });
// @ts-expect-error
rest.http({ path: /a/ });
// @ts-expect-error
rest.http({ headers: 'X-Token' });
// @ts-expect-error
rest.http('GET');
// @ts-expect-error
rest.dns(443);
// @ts-expect-error
rest.http({ method: 'GET' }).dns('a.example.com');
// @ts-expect-error
rest.http({ method: 'GET' }).serverNames('a.example.com');
// @ts-expect-error
site443.serverNames('a.example.com').http({ method: 'GET' });
// @ts-expect-error
site443.dns('a.example.com').serverNames('a.example.com');
// @ts-expect-error
entity('world').port(443, 'UDP').http({ method: 'GET' });
// @ts-expect-error
entity('world').port(443, 'UDP').serverNames('a.example.com');
// @ts-expect-error
entity('world').port(53, 'SCTP').dns('a.example.com');
// @ts-expect-error
onHost(8443, web.port('http').serverNames('web.example.com'));
// @ts-expect-error
onHost(5353, agent.port('udp').dns('a.example.com'));
// @ts-expect-error
allow(web.port('http').http({ method: 'GET' }), db);
// @ts-expect-error
allow(web, rest.http);
// @ts-expect-error
web.http({ method: 'GET' });

// A helper's values alone are its values: an object of the same shape is none.
const base = {
  name: 'types',
  versions: { talos: '1.13.9', kubernetes: '1.36.3' },
  platform: docker({ host: laptop, provider: 'colima', memory: '4GiB', nodes: controlPlanes(1) }),
  network: flannel(),
} as const;
defineCluster({ ...base, workloads: [db, web, site], expose: [onHost(5432, db.port('sql'))], flows: [allow(web, db)] });
defineCluster({ ...base, storage: existingStorage('nfs'), manifests: [manifests('extra')], roles: [bind(laptop, { out: '192.0.2.7' })] });
// @ts-expect-error
defineCluster({ ...base, network: { kind: 'flannel', options: {} } });
// @ts-expect-error
defineCluster({ ...base, platform: { kind: 'docker', options: { provider: 'colima', memory: '4GiB' } } });
// @ts-expect-error
defineCluster({ ...base, storage: { kind: 'existing', className: 'nfs' } });
// @ts-expect-error
defineCluster({ ...base, namespaces: [{ kind: 'namespace', name: 'apps', options: {} }] });
// @ts-expect-error
defineCluster({ ...base, workloads: [{ kind: 'workload', controller: 'StatefulSet', namespace: apps, name: 'db', options: { image } }] });
// @ts-expect-error
defineCluster({ ...base, workloads: [worker] });
// @ts-expect-error
defineCluster({ ...base, expose: [{ kind: 'on-host', hostPort: 5432, target: db.port('sql'), options: {} }] });
// @ts-expect-error
defineCluster({ ...base, flows: [{ kind: 'flow', from: [web], to: [db] }] });
// @ts-expect-error
defineCluster({ ...base, roles: [{ kind: 'role-binding', role: laptop, addresses: {} }] });
// @ts-expect-error
defineCluster({ ...base, accept: [{ kind: 'acceptance', id: 'IMG003', path: '', reason: '' }] });
// @ts-expect-error
statefulSet({ kind: 'namespace', name: 'apps', options: {} }, 'db', { image });
// @ts-expect-error
onHost(5432, { kind: 'port', of: db, handle: 'sql' });
// @ts-expect-error
docker({ host: { kind: 'role', name: 'laptop' }, provider: 'colima', memory: '4GiB' });
// @ts-expect-error
defineCluster({ ...base, policy: 'enforce' });
// @ts-expect-error
defineCluster({ ...base, policies: 'enforced' });
// @ts-expect-error
defineCluster({ ...base, versions: { talos: '1.13.9' } });
// @ts-expect-error
defineCluster({ ...base, talos: { kubeprismPort: 7446 } });
// @ts-expect-error
defineCluster({ ...base, versions: { talos: '1.13.9', kubernetes: '1.36.3', contract: '1.13' } });

// A rule sees the facts that it needs, and no others.
defineRule({ id: 'OWN001', title: '', severity: 'info', needs: ['budget'], check: ({ budget }) => (budget.value === undefined ? [] : []) });
// @ts-expect-error
defineRule({ id: 'OWN001', title: '', severity: 'info', needs: ['weather'], check: () => [] });
// @ts-expect-error
defineRule({ id: 'OWN001', title: '', severity: 'info', needs: ['budget'], check: ({ subnets }) => (subnets ? [] : []) });
// @ts-expect-error
defineRule({ id: 'OWN001', title: '', severity: 'fatal', needs: [], check: () => [] });

// Machines, pools, gateways.
const home = lan('192.168.1.0/24');
const machine = generic({ architecture: 'amd64', interface: 'eno1', disk: { serial: 'S1' } });
const nodes = [
  controlPlane('a', { address: '192.168.1.31', machine: raspberryPi5() }),
  workerNode('b', { address: '192.168.1.32', machine }),
];
const l2 = pool('l2', { range: '192.168.1.240/28', l2: {} });
const gate = gateway(apps, 'web', { on: { pool: l2, address: l2.address(1) } });
defineCluster({
  ...base,
  platform: metal({ subnet: '192.168.1.0/24', nodes }),
  expose: [
    onAddress(l2, l2.address(0), db.port('sql'), { from: home }),
    onHostname('db.example.com', db.port('sql'), { via: gate, from: [home, entity('world'), addresses('192.0.2.0/24')] }),
  ],
});
// @ts-expect-error
generic({ architecture: 'amd64' });
// @ts-expect-error
generic({ architecture: 'riscv64', interface: 'eno1' });
// @ts-expect-error
controlPlane('a', { machine });
// @ts-expect-error
metal({ subnet: '192.168.1.0/24' });
// @ts-expect-error
metal({ subnet: '192.168.1.0/24', nodes: controlPlanes(3) });
// @ts-expect-error
metal({ subnet: '192.168.1.0/24', nodes: [{ kind: 'node', role: 'worker', name: 'b', options: { address: '192.168.1.32', machine } }] });
// @ts-expect-error
pool('none', { range: '192.168.1.240/28' });
// @ts-expect-error
pool('both', { range: '192.168.1.240/28', l2: {}, bgp: { asn: 64512, peers: [] } });
// @ts-expect-error
pool('half', { range: '192.168.1.240/28', bgp: { asn: 64512 } });
// @ts-expect-error
gateway(apps, 'web', { on: { pool: l2 } });
// @ts-expect-error
onAddress(l2, l2.address(0), db.port('sql'));
// @ts-expect-error
onAddress('l2', '192.168.1.240', db.port('sql'), { from: home });
// @ts-expect-error
onAddress(l2, '192.168.1.240', db.port('sqll'), { from: home });
// @ts-expect-error
onAddress(l2, '192.168.1.240', db.port('sql'), { from: web });
// @ts-expect-error
onHostname('db.example.com', db.port('sql'), { from: home });
// @ts-expect-error
onHostname('db.example.com', db.port('sql'), { via: gate, from: home, protocol: 'udp' });
// @ts-expect-error
cilium({ version: '1.20.2', routing: 'vxlan' });
// @ts-expect-error
cilium({ version: '1.20.2', encryption: 'ipsec' });
// @ts-expect-error
cilium({ version: '1.20.2', hubble: { ui: { hostname: 'hubble.example.com', via: gate } } });

flux({ url: 'ssh://git@git.example.com/me/home', secretRef: secretRef('home'), interval: '90s', chart: 'oci' });
argocd({ url: 'https://git.example.com/me/home', branch: 'main', path: 'dist/home', version: '3.6.1' });
// @ts-expect-error nobody reads a repository over SSH without a key
flux({ url: 'ssh://git@git.example.com/me/home' });
// @ts-expect-error the same for Argo CD
argocd({ url: 'ssh://git@git.example.com/me/home' });
// @ts-expect-error git's abbreviation is no address
flux({ url: 'git@git.example.com:me/home', secretRef: secretRef('home') });
// @ts-expect-error what anybody on the way can change
argocd({ url: 'http://git.example.com/me/home' });
// @ts-expect-error one value of a Secret is not the Secret
flux({ url: 'https://git.example.com/me/home', secretRef: secretRef('home', 'token') });
// @ts-expect-error an interval has a unit
flux({ url: 'https://git.example.com/me/home', interval: '90' });
// @ts-expect-error there is no such chart
flux({ url: 'https://git.example.com/me/home', chart: 'git' });
// @ts-expect-error Argo CD has one interval for all
argocd({ url: 'https://git.example.com/me/home', interval: '5m' });
defineCluster({ ...base, gitops: flux({ url: 'https://git.example.com/me/home' }) });
// @ts-expect-error a keeper is made with its helper
defineCluster({ ...base, gitops: { kind: 'flux', options: { url: 'https://git.example.com/me/home' } } });
