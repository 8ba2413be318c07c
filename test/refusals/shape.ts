import {
  accept,
  addresses,
  allow,
  bind,
  construct,
  controlPlanes,
  cronJob,
  deployment,
  entity,
  existingStorage,
  hostName,
  localPath,
  namespace,
  onHost,
  outside,
  pods,
  secretRef,
  statefulSet,
} from 'ichor';
import { apps, db, network, platform, small, web } from './support/definitions';
import { found, type Refusal } from './support/refusal';

const dbWith = (options: object) => statefulSet(apps, 'db', { image: 'postgres:17.6', ports: { sql: 5432 }, ...options } as never);
const any = (value: unknown) => value as never;
const lost = statefulSet(any('apps'), 'db', { image: 'postgres:17.6', ports: { sql: 5432 } });

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
      found('DEF003', 'expose[0]', "an object doesn't belong here", 'write onHost(port, workload.port(…))'),
      found('DEF003', 'flows[0]', "an object doesn't belong here", 'write allow(from, to)'),
      found('DEF003', 'manifests[0]', "'extra' doesn't belong here", "write manifests('…')"),
      found('DEF003', 'namespaces[0]', "an object doesn't belong here", 'write namespace(…)'),
      found('DEF003', 'network', "an object doesn't belong here", "write cilium({ version: '…' }) or flannel()"),
      found('DEF003', 'platform', "an object doesn't belong here", 'write docker({ … })'),
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
      found('DEF003', 'expose[0]', "a value of kind 'flow' doesn't belong here", 'write onHost(port, workload.port(…))'),
      found('DEF003', 'flows[0]', "a value of kind 'port' doesn't belong here", 'write allow(from, to)'),
      found('DEF003', 'namespaces[0]', "a value of kind 'workload' doesn't belong here", 'write namespace(…)'),
      found('DEF003', 'network', "a value of kind 'docker' doesn't belong here", "write cilium({ version: '…' }) or flannel()"),
      found('DEF003', 'platform', "a value of kind 'cilium' doesn't belong here", 'write docker({ … })'),
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
        "leave it out, or write 'dnsDomain', 'hubble', 'nodePorts', 'pods', 'resources', 'services', 'values' or 'version'",
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
  {
    title: 'options of another controller',
    given: small({
      workloads: [deployment(apps, 'db', { image: 'postgres:17.6', claims: { data: { size: '1Gi', mountPath: '/data' } } } as never)],
    }),
    finds: [
      found(
        'DEF004',
        'workloads.apps/db.claims',
        "there is no option 'claims'",
        "leave it out, or write 'args', 'command', 'env', 'envFrom', 'image', 'imagePullPolicy', 'initContainers', 'labels', 'nodeSelector', 'patch', 'podAnnotations', 'podLabels', 'podSecurityContext', 'policies', 'ports', 'probes', 'replicas', 'resources', 'securityContext', 'service', 'serviceAccountName', 'sidecars', 'strategy', 'terminationGracePeriodSeconds', 'tolerations' or 'volumes'",
      ),
    ],
    twin: small({ workloads: [dbWith({ claims: { data: { size: '1Gi', mountPath: '/data' } } })] }),
  },
  {
    title: 'a CronJob without a schedule',
    given: small({ workloads: [cronJob(apps, 'backup', { image: 'restic:0.18.0' } as never)] }),
    finds: [found('DEF006', 'workloads.apps/backup.schedule', "'schedule' is missing", 'write schedule: …')],
    twin: small({ workloads: [cronJob(apps, 'backup', { image: 'restic:0.18.0', schedule: '@daily' })] }),
  },
  {
    title: 'what is not among the choices',
    given: small({
      policies: 'enforced',
      workloads: [
        dbWith({
          imagePullPolicy: 'always',
          policies: 'audit',
          podManagementPolicy: 'Sequential',
          ports: { sql: { port: 5432, protocol: 'tcp' } },
        }),
      ],
    }),
    finds: [
      found('DEF003', 'policies', "'enforced' is not one of 'off', 'observe' or 'enforce'", "write 'enforce'"),
      found('DEF003', 'workloads.apps/db.imagePullPolicy', "'always' is not one of 'Always', 'IfNotPresent' or 'Never'", "write 'Always'"),
      found(
        'DEF003',
        'workloads.apps/db.podManagementPolicy',
        "'Sequential' is not one of 'OrderedReady' or 'Parallel'",
        'write one of them',
      ),
      found('DEF003', 'workloads.apps/db.policies', "'audit' is not one of 'off', 'observe' or 'enforce'", 'write one of them'),
      found('DEF003', 'workloads.apps/db.ports.sql.protocol', "'tcp' is not one of 'TCP', 'UDP' or 'SCTP'", "write 'TCP'"),
    ],
    twin: small({ policies: 'enforce', workloads: [dbWith({ imagePullPolicy: 'Always', policies: 'observe' })] }),
  },
  {
    title: 'options of a workload of the wrong kind',
    given: small({
      workloads: [
        dbWith({
          image: null,
          command: 'postgres',
          env: { PORT: 8080, SECRET: secretRef('db') },
          envFrom: ['db-env', secretRef('db', 'password')],
          labels: ['app'],
          service: true,
          replicas: '2',
          terminationGracePeriodSeconds: 2.5,
          resources: { requests: { memory: 256 } },
          claims: { data: '1Gi' },
          volumes: { scratch: { mountPath: '/scratch', source: 'emptyDir' } },
          securityContext: [],
          ports: { sql: 'sql', http: 1.5, admin: { port: '9000', service: 'admin' } },
        }),
      ],
    }),
    finds: [
      found('DEF003', 'workloads.apps/db.claims.data', "'1Gi' is not a plain object", 'write a plain object'),
      found('DEF003', 'workloads.apps/db.command', "'postgres' is not a list", 'write it in [ ]'),
      found(
        'DEF003',
        'workloads.apps/db.env.PORT',
        '8080 is not a text or a key of a Secret',
        'write it as a text, or secretRef(name, key)',
      ),
      found(
        'DEF003',
        'workloads.apps/db.env.SECRET',
        "a value of kind 'secret' is not a text or a key of a Secret",
        'write it as a text, or secretRef(name, key)',
      ),
      found('DEF003', 'workloads.apps/db.envFrom[0]', "'db-env' doesn't belong here", 'write secretRef(name)'),
      found('DEF003', 'workloads.apps/db.envFrom[1]', "a value of kind 'secret-key' doesn't belong here", 'write secretRef(name)'),
      found('DEF003', 'workloads.apps/db.image', 'null is not a text', 'write a text'),
      found('DEF003', 'workloads.apps/db.labels', 'a list is not a plain object', 'write a plain object'),
      found('DEF003', 'workloads.apps/db.ports.admin.port', "'9000' is not a whole number", 'write a whole number'),
      found(
        'DEF003',
        'workloads.apps/db.ports.admin.service',
        "'admin' is not a whole number or false",
        "write the Service port's number, or false",
      ),
      found('DEF003', 'workloads.apps/db.ports.http', "1.5 is not a port's number or the options of one", 'write a number, or { port: … }'),
      found(
        'DEF003',
        'workloads.apps/db.ports.sql',
        "'sql' is not a port's number or the options of one",
        'write a number, or { port: … }',
      ),
      found('DEF003', 'workloads.apps/db.replicas', "'2' is not a whole number", 'write a whole number'),
      found('DEF003', 'workloads.apps/db.resources.requests.memory', '256 is not a text', 'write a text'),
      found('DEF003', 'workloads.apps/db.securityContext', 'a list is not a plain object', 'write a plain object'),
      found('DEF003', 'workloads.apps/db.service', 'true is not a name or false', 'write the name of the Service, or false'),
      found('DEF003', 'workloads.apps/db.terminationGracePeriodSeconds', '2.5 is not a whole number', 'write a whole number'),
      found('DEF003', 'workloads.apps/db.volumes.scratch.source', "'emptyDir' is not a plain object", 'write a plain object'),
    ],
    twin: small({
      workloads: [
        dbWith({
          command: ['postgres'],
          env: { PORT: '8080', SECRET: secretRef('db', 'key') },
          envFrom: [secretRef('db-env')],
          labels: { app: 'db' },
          service: false,
          replicas: 2,
          terminationGracePeriodSeconds: 2,
          resources: { requests: { memory: '256' } },
          securityContext: {},
        }),
      ],
    }),
  },
  {
    title: 'a variable that the shell may not have set',
    given: small({ workloads: [dbWith({ env: { LEVEL: undefined } })] }),
    finds: [
      found(
        'DEF003',
        'workloads.apps/db.env.LEVEL',
        'undefined is not a text or a key of a Secret',
        'write it as a text, or secretRef(name, key)',
      ),
    ],
    twin: small({ workloads: [dbWith({ env: { LEVEL: '' } })] }),
  },
  {
    title: 'a namespace by its name alone, said once though two flows and an exposure name the workload too',
    given: small({ workloads: [lost, web], flows: [allow(lost, web), allow(web, lost)], expose: [onHost(5432, lost.port('sql'))] }),
    finds: [found('DEF003', 'workloads[0].namespace', "'apps' doesn't belong here", 'write namespace(…)')],
    twin: small({ flows: [allow(db, web), allow(web, db)], expose: [onHost(5432, db.port('sql'))] }),
  },
  {
    title: 'a namespace by its name alone as a client',
    given: small({ flows: [allow(any('apps'), web)] }),
    finds: [
      found(
        'DEF003',
        'flows[0].from[0]',
        "'apps' doesn't belong here",
        'write a workload, a port of one, pods(…), construct(…), a namespace, outside(…), entity(…), addresses(…), hostName(…) or a port of one of these',
      ),
    ],
    twin: small({ flows: [allow(apps, web)] }),
  },
  {
    title: 'names that are no texts',
    given: small({
      workloads: [statefulSet(namespace(any(7)), any(8), { image: 'postgres:17.6' }), construct(apps, any({}), {}, any('x'))],
      namespaces: [namespace(any(undefined))],
      storage: existingStorage(any(5)),
      platform: platform({ host: outside(any(1)), nodes: controlPlanes(any('1')) }),
    }),
    finds: [
      found('DEF003', 'namespaces[0].name', 'undefined is not a text', 'write a text'),
      found('DEF003', 'platform.host.name', '1 is not a text', 'write a text'),
      found('DEF003', 'platform.nodes.controlPlanes', "'1' is not a whole number", 'write a whole number'),
      found('DEF003', 'storage.className', '5 is not a text', 'write a text'),
      found('DEF003', 'workloads[0].name', '8 is not a text', 'write a text'),
      found('DEF003', 'workloads[0].namespace.name', '7 is not a text', 'write a text'),
      found('DEF003', 'workloads[1].name', 'an object is not a text', 'write a text'),
      found('DEF003', 'workloads[1].recipe', "'x' is not a function", 'write a function'),
    ],
    twin: small({ namespaces: [namespace('spare')], storage: existingStorage('nfs') }),
  },
  {
    title: 'exposures of the wrong kind',
    given: small({
      expose: [
        onHost(any('8080'), web.port('http')),
        onHost(5432, any(db)),
        onHost(5433, db.port(any(5432)), { nodePort: any('30433'), hostport: true } as never),
      ],
    }),
    finds: [
      found('DEF003', 'expose[0].hostPort', "'8080' is not a whole number", 'write a whole number'),
      found(
        'DEF003',
        'expose[1].target',
        "a value of kind 'workload' doesn't belong here",
        'write a port of a workload, e.g. redis.port(…)',
      ),
      found('DEF004', 'expose[2].hostport', "there is no option 'hostport'", "write 'hostPort'"),
      found('DEF003', 'expose[2].nodePort', "'30433' is not a whole number", 'write a whole number'),
      found('DEF003', 'expose[2].target.handle', '5432 is not a text', 'write a text'),
    ],
    twin: small({ expose: [onHost(8080, web.port('http')), onHost(5432, db.port('sql'), { nodePort: 30433 })] }),
  },
  {
    title: 'ends of flows of the wrong kind',
    given: small({
      flows: [
        allow(any(undefined), [web, any('db')]),
        allow(web, [
          hostName(any(7)).port(443),
          addresses(any(['192.0.2.0/24'])).port(443),
          entity(any(null)).port(443),
          entity('world').port(any('443')),
        ]),
        allow(any(addresses('192.0.2.0/24', { except: any('192.0.2.1/32') })), web.port(any(0))),
        allow(outside(any(5)), pods(apps, 'crawler', any({ label: { app: 'crawler' } }))),
        allow(web, entity('world').port(443, any('tcp'))),
      ],
    }),
    finds: [
      found(
        'DEF003',
        'flows[0].from[0]',
        "undefined doesn't belong here",
        'write a workload, a port of one, pods(…), construct(…), a namespace, outside(…), entity(…), addresses(…), hostName(…) or a port of one of these',
      ),
      found(
        'DEF003',
        'flows[0].to[1]',
        "'db' doesn't belong here",
        'write a workload, a port of one, pods(…), construct(…), a namespace, outside(…), entity(…), addresses(…), hostName(…) or a port of one of these',
      ),
      found('DEF003', 'flows[1].to[0].of.name', '7 is not a text', 'write a text'),
      found('DEF003', 'flows[1].to[1].of.cidr', 'a list is not a text', 'write a text'),
      found('DEF003', 'flows[1].to[2].of.entity', 'null is not a text', 'write a text'),
      found('DEF003', 'flows[1].to[3].port', "'443' is not a whole number", 'write a whole number'),
      found('DEF003', 'flows[2].from[0].except', "'192.0.2.1/32' is not a list", 'write it in [ ]'),
      found('DEF003', 'flows[2].to[0].handle', '0 is not a text', 'write a text'),
      found('DEF003', 'flows[3].from[0].name', '5 is not a text', 'write a text'),
      found('DEF004', 'flows[3].to[0].label', "there is no option 'label'", "write 'labels'"),
      found('DEF006', 'flows[3].to[0].labels', "'labels' is missing", 'write labels: …'),
      found('DEF003', 'flows[4].to[0].protocol', "'tcp' is not one of 'TCP', 'UDP' or 'SCTP'", "write 'TCP'"),
    ],
    twin: small({
      flows: [
        allow(web, [hostName('api.example.com').port(443), addresses('192.0.2.0/24').port(443), entity('world').port(443, 'TCP')]),
        allow(outside('laptop'), pods(apps, 'crawler', { labels: { app: 'crawler' }, ports: { http: 1 }, close: true })),
      ],
    }),
  },
  {
    title: 'bindings and acceptances of the wrong kind',
    given: small({
      roles: [bind(any('nas'), { out: '192.168.1.9' }), bind(outside('nas'), any({ address: '192.168.1.9', out: 5 }))],
      accept: [accept(any(3), any(undefined), any(null))],
    }),
    finds: [
      found('DEF003', 'accept[0].id', '3 is not a text', 'write a text'),
      found('DEF003', 'accept[0].path', 'undefined is not a text', 'write a text'),
      found('DEF003', 'accept[0].reason', 'null is not a text', 'write a text'),
      found('DEF003', 'roles[0]', "'nas' doesn't belong here", 'write outside(name)'),
      found('DEF004', 'roles[1].address', "there is no option 'address'", "leave it out, or write 'in' or 'out'"),
      found('DEF003', 'roles[1].out', '5 is not a text', 'write a text'),
    ],
    twin: small({ roles: [bind(outside('nas'), { out: '192.168.1.9' })] }),
  },
  {
    title: 'a hole in a list',
    // biome-ignore lint/suspicious/noSparseArray: a comma too many is the mistake
    given: small({ workloads: [db, , web] }),
    finds: [found('DEF003', 'workloads[1]', "undefined doesn't belong here", 'write a workload, e.g. statefulSet(…) or construct(…)')],
    twin: small({ workloads: [db, web] }),
  },
  {
    title: 'values that YAML can not carry',
    given: small({
      network: network({
        values: { debug: { enabled: () => true }, bpf: { ratio: Number.NaN, since: new Date(0) }, tolerations: [undefined] },
        hubble: true,
      }),
      workloads: [dbWith({ patch: { spec: new Map() }, tolerations: [{ key: Symbol('a') }] })],
      talos: { patch: [{ machine: { sysctls: { 'net.core.somaxconn': 1024n } } }, 'machine: {}'] },
    }),
    finds: [
      found('DEF003', 'network.hubble', 'true is not an object or false', 'write { relay: true, ui: true }, or false'),
      found(
        'DEF003',
        'network.values.bpf.ratio',
        'NaN is no data that YAML can carry',
        'write texts, finite numbers, true, false, null, and lists and plain objects of these',
      ),
      found(
        'DEF003',
        'network.values.bpf.since',
        'an instance of Date is no data that YAML can carry',
        'write texts, finite numbers, true, false, null, and lists and plain objects of these',
      ),
      found(
        'DEF003',
        'network.values.debug.enabled',
        'a function is no data that YAML can carry',
        'write texts, finite numbers, true, false, null, and lists and plain objects of these',
      ),
      found(
        'DEF003',
        'network.values.tolerations[0]',
        'undefined is no data that YAML can carry',
        'write texts, finite numbers, true, false, null, and lists and plain objects of these',
      ),
      found(
        'DEF003',
        'talos.patch[0].machine.sysctls.net.core.somaxconn',
        '1024n is no data that YAML can carry',
        'write texts, finite numbers, true, false, null, and lists and plain objects of these',
      ),
      found('DEF003', 'talos.patch[1]', "'machine: {}' is not a plain object", 'write a plain object'),
      found(
        'DEF003',
        'workloads.apps/db.patch.spec',
        'an instance of Map is no data that YAML can carry',
        'write texts, finite numbers, true, false, null, and lists and plain objects of these',
      ),
      found(
        'DEF003',
        'workloads.apps/db.tolerations[0].key',
        'Symbol(a) is no data that YAML can carry',
        'write texts, finite numbers, true, false, null, and lists and plain objects of these',
      ),
    ],
    twin: small({
      network: network({ values: { debug: { enabled: true }, tolerations: null } }),
      talos: { patch: { machine: { sysctls: { 'net.core.somaxconn': '1024' } } } },
    }),
  },
  {
    title: 'a value that contains itself',
    given: small({ network: network({ values: { tolerations: looped() } }) }),
    finds: [found('DEF003', 'network.values.tolerations[0].list', 'this contains itself', 'leave it out')],
    twin: small({ network: network({ values: { tolerations: [] } }) }),
  },
  {
    title: 'names that JavaScript keeps for itself',
    given: small({
      workloads: [dbWith({ labels: { app: 'db', constructor: 'us' } })],
      network: network({ values: JSON.parse('{ "__proto__": { "debug": true } }') }),
    }),
    finds: [
      found('DEF003', 'network.values.__proto__', "'__proto__' is a name that JavaScript keeps for itself", 'write another name'),
      found(
        'DEF003',
        'workloads.apps/db.labels.constructor',
        "'constructor' is a name that JavaScript keeps for itself",
        'write another name',
      ),
    ],
    twin: small({ workloads: [dbWith({ labels: { app: 'db', constructors: 'us' } })] }),
  },
];

function looped(): unknown[] {
  const list: unknown[] = [];
  list.push({ list });
  return list;
}
