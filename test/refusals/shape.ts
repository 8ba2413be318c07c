import { allow, localPath, namespace, onHost, statefulSet } from 'ichor';
import { apps, db, network, platform, small, web } from './support/definitions';
import { found, type Refusal } from './support/refusal';

const dbWith = (options: object) => statefulSet(apps, 'db', { image: 'postgres:17.6', ports: { sql: 5432 }, ...options } as never);

/** Values of the wrong kind and options that there aren't, as the compiler can't stop them in JavaScript. */
export const shapes: readonly Refusal[] = [
  {
    title: 'numbers for texts',
    given: small({ name: 7, versions: { talos: 1.13, kubernetes: 1.36 } }),
    file: 'clusters/small.ts',
    finds: [
      found('DEF003', 'name', '7 is not a text', 'write a text'),
      found('DEF003', 'versions.kubernetes', '1.36 is not a text', 'write a text'),
      found('DEF003', 'versions.talos', '1.13 is not a text', 'write a text'),
    ],
    twin: small(),
  },
  {
    title: 'null for what may be left out',
    given: small({ storage: null, namespaces: null, workloads: null, expose: null, flows: null, policies: null, talos: null }),
    finds: [
      found('DEF003', 'expose', 'null is not a list', 'write [ ]'),
      found('DEF003', 'flows', 'null is not a list', 'write [ ]'),
      found('DEF003', 'namespaces', 'null is not a list', 'write [ ]'),
      found('DEF003', 'policies', "null is not one of 'off', 'observe' or 'enforce'", 'write one of them'),
      found('DEF003', 'storage', "null doesn't belong here", "write localPath() or existingStorage('…')"),
      found('DEF003', 'talos', 'null is not a plain object', 'write a plain object'),
      found('DEF003', 'workloads', 'null is not a list', 'write [ ]'),
    ],
    twin: small({
      storage: undefined,
      namespaces: undefined,
      workloads: undefined,
      expose: undefined,
      flows: undefined,
      policies: undefined,
      talos: undefined,
    }),
  },
  {
    title: 'what must be there, missing or undefined',
    given: small({ versions: { talos: '1.13.9' }, platform: platform({ memory: undefined }), network: network({ version: undefined }) }),
    finds: [
      found('DEF006', 'network.version', "'version' is missing", 'write version: …'),
      found('DEF006', 'platform.memory', "'memory' is missing", 'write memory: …'),
      found('DEF006', 'versions.kubernetes', "'kubernetes' is missing", 'write kubernetes: …'),
    ],
    twin: small(),
  },
  {
    title: 'objects for lists, and a list for an object',
    given: small({ workloads: { db }, flows: allow(web, db), versions: ['1.13.9', '1.36.3'] }),
    finds: [
      found('DEF003', 'flows', "a value of kind 'flow' is not a list", 'write it in [ ]'),
      found('DEF003', 'versions', 'a list is not a plain object', 'write a plain object'),
      found('DEF003', 'workloads', 'an object is not a list', 'write it in [ ]'),
    ],
    twin: small({ workloads: [db, web], flows: [allow(web, db)] }),
  },
  {
    title: 'plain objects in place of what helpers make',
    given: small({
      platform: { provider: 'colima', memory: '4GiB' },
      network: { version: '1.20.2' },
      storage: { path: '/var/mnt/storage' },
      namespaces: [{ name: 'spare' }],
      workloads: [{ name: 'db', image: 'postgres:17.6' }],
      expose: [{ hostPort: 5432, target: 'db' }],
      flows: [{ from: ['web'], to: ['db'] }],
      roles: [{ role: 'nas', out: '192.168.1.9' }],
      manifests: ['extra'],
      accept: [{ id: 'IMG003' }],
    }),
    finds: [
      found('DEF003', 'accept[0]', "an object doesn't belong here", "write accept('ABC123', path, reason)"),
      found(
        'DEF003',
        'expose[0]',
        "an object doesn't belong here",
        "write onHost(port, workload.port(…)), onAddress(pool, '…', workload.port(…), { from: … }) or onHostname('…', workload.port(…), { via: …, from: … })",
      ),
      found('DEF003', 'flows[0]', "an object doesn't belong here", 'write allow(from, to)'),
      found('DEF003', 'manifests[0]', "'extra' doesn't belong here", "write manifests('…')"),
      found('DEF003', 'namespaces[0]', "an object doesn't belong here", 'write namespace(…)'),
      found('DEF003', 'network', "an object doesn't belong here", "write cilium({ version: '…' }) or flannel()"),
      found('DEF003', 'platform', "an object doesn't belong here", 'write docker({ … }) or metal({ … })'),
      found('DEF003', 'roles[0]', "an object doesn't belong here", 'write bind(role, { in, out })'),
      found('DEF003', 'storage', "an object doesn't belong here", "write localPath() or existingStorage('…')"),
      found('DEF003', 'workloads[0]', "an object doesn't belong here", 'write a workload, e.g. statefulSet(…) or construct(…)'),
    ],
    twin: small({
      storage: localPath({ path: '/var/mnt/storage' }),
      namespaces: [namespace('spare')],
      expose: [onHost(5432, db.port('sql'))],
      flows: [allow(web, db)],
    }),
  },
  {
    title: 'values of the wrong helper',
    given: small({
      platform: network(),
      network: platform(),
      workloads: [apps],
      namespaces: [db],
      expose: [allow(web, db)],
      flows: [db.port('sql')],
    }),
    finds: [
      found(
        'DEF003',
        'expose[0]',
        "a value of kind 'flow' doesn't belong here",
        "write onHost(port, workload.port(…)), onAddress(pool, '…', workload.port(…), { from: … }) or onHostname('…', workload.port(…), { via: …, from: … })",
      ),
      found('DEF003', 'flows[0]', "a value of kind 'port' doesn't belong here", 'write allow(from, to)'),
      found('DEF003', 'namespaces[0]', "a value of kind 'workload' doesn't belong here", 'write namespace(…)'),
      found('DEF003', 'network', "a value of kind 'docker' doesn't belong here", "write cilium({ version: '…' }) or flannel()"),
      found('DEF003', 'platform', "a value of kind 'cilium' doesn't belong here", 'write docker({ … }) or metal({ … })'),
      found(
        'DEF003',
        'workloads[0]',
        "a value of kind 'namespace' doesn't belong here",
        'write a workload, e.g. statefulSet(…) or construct(…)',
      ),
    ],
    twin: small({ namespaces: [apps], expose: [onHost(5432, db.port('sql'))], flows: [allow(web, db.port('sql'))] }),
  },
  {
    title: 'misspelt options, with what was probably meant',
    given: small({
      workload: [db],
      versions: { talos: '1.13.9', kubernetes: '1.36.3', kubernets: '1.36.3' },
      platform: platform({ memry: '4GiB', CPUs: 2 }),
      network: network({ podCidr: '10.244.0.0/16', hubble: { uI: true } }),
      talos: { kubeprismPort: 7446 },
      workloads: [dbWith({ replica: 1, probes: { livenes: { exec: ['true'] } }, ports: { sql: { port: 5432, protcol: 'TCP' } } })],
    }),
    finds: [
      found('DEF004', 'network.hubble.uI', "there is no option 'uI'", "write 'ui'"),
      found(
        'DEF004',
        'network.podCidr',
        "there is no option 'podCidr'",
        "leave it out, or write 'dnsDomain', 'encryption', 'hubble', 'id', 'loadBalancer', 'nodePorts', 'pods', 'resources', 'routing', 'services', 'values' or 'version'",
      ),
      found('DEF004', 'platform.CPUs', "there is no option 'CPUs'", "write 'cpus'"),
      found('DEF004', 'platform.memry', "there is no option 'memry'", "write 'memory'"),
      found('DEF004', 'talos.kubeprismPort', "there is no option 'kubeprismPort'", "write 'kubePrismPort'"),
      found('DEF004', 'versions.kubernets', "there is no option 'kubernets'", "write 'kubernetes'"),
      found('DEF004', 'workload', "there is no option 'workload'", "write 'workloads'"),
      found('DEF004', 'workloads.apps/db.ports.sql.protcol', "there is no option 'protcol'", "write 'protocol'"),
      found('DEF004', 'workloads.apps/db.probes.livenes', "there is no option 'livenes'", "write 'liveness'"),
      found('DEF004', 'workloads.apps/db.replica', "there is no option 'replica'", "write 'replicas'"),
    ],
    twin: small({ network: network({ pods: '10.244.0.0/16', hubble: { ui: true } }), talos: { kubePrismPort: 7446 } }),
  },
];
