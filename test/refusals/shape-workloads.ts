import { cronJob, deployment, secretRef, statefulSet } from 'ichor';
import { apps, small } from './support/definitions';
import { found, type Refusal } from './support/refusal';

const dbWith = (options: object) => statefulSet(apps, 'db', { image: 'postgres:17.6', ports: { sql: 5432 }, ...options } as never);

/** Options of workloads of the wrong kind, or of another controller. */
export const workloadShapes: readonly Refusal[] = [
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
];
