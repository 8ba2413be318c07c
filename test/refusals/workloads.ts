import { cronJob, daemonSet, deployment, inngestServer, qdrantStore, redisStore, statefulSet } from 'ichor';
import { inngest, qdrant, redis } from '../../clusters/shared/joelclaw';
import { apps, db, joelclawWith, small, web } from './support/definitions';
import { found, type Refusal } from './support/refusal';

const dbWith = (options: object) => statefulSet(apps, 'db', { image: 'postgres:17.6', ports: { sql: 5432 }, ...options } as never);

/** Workloads, each alone and all against each other. */
export const workloads: readonly Refusal[] = [
  {
    title: 'an image without a tag',
    given: small({ workloads: [dbWith({ image: 'postgres' })] }),
    finds: [
      found(
        'IMG001',
        'workloads.apps/db.image',
        "'postgres' has neither tag nor digest: what runs would depend on the day of the pull",
        "write 'postgres:<tag>'",
      ),
    ],
    twin: small({ workloads: [dbWith({ image: `postgres@sha256:${'0'.repeat(64)}` })] }),
  },
  {
    title: 'a registry with a port is no tag',
    given: small({ workloads: [dbWith({ image: 'registry.local:5000/postgres' })] }),
    finds: [
      found(
        'IMG001',
        'workloads.apps/db.image',
        "'registry.local:5000/postgres' has neither tag nor digest: what runs would depend on the day of the pull",
        "write 'registry.local:5000/postgres:<tag>'",
      ),
    ],
    twin: small({ workloads: [dbWith({ image: 'registry.local:5000/postgres:17.6' })] }),
  },
  {
    title: 'an image in capitals',
    given: small({ workloads: [dbWith({ image: 'Postgres:17.6' })] }),
    finds: [found('IMG002', 'workloads.apps/db.image', "'Postgres:17.6' is not an image", "write it as 'registry/name:tag'")],
    twin: small({ workloads: [dbWith({ image: 'postgres:17.6' })] }),
  },
  {
    title: 'an image that changes under its name',
    given: small({ workloads: [dbWith({ image: 'postgres:latest' })] }),
    finds: [found('IMG003', 'workloads.apps/db.image', "'postgres:latest' changes under its name", 'write the tag of a release')],
    twin: small({ workloads: [dbWith({ image: 'postgres:17' })] }),
  },
  {
    title: 'two variants of one key',
    given: joelclawWith({ workloads: [redis, qdrant, inngest, qdrant.with({ storage: '50Gi' })] }),
    finds: [found('WRK001', 'workloads.joelclaw/qdrant', "two variants of 'joelclaw/qdrant' are listed", 'list one')],
    twin: joelclawWith({ workloads: [redis, qdrant.with({ storage: '50Gi' }), inngest] }),
  },
  {
    title: 'one key for two controllers',
    given: small({ workloads: [db, deployment(apps, 'db', { image: 'postgres:17.6', ports: { sql: 5432 } })] }),
    finds: [found('WRK001', 'workloads.apps/db', "two variants of 'apps/db' are listed", 'list one')],
    twin: small({ workloads: [db, deployment(apps, 'other', { image: 'postgres:17.6', ports: { sql: 5432 } })] }),
  },
  {
    title: 'one workload listed twice',
    given: small({ workloads: [db, web, db] }),
    finds: [found('WRK001', 'workloads.apps/db', "'apps/db' is listed twice", 'list one')],
    twin: small({ workloads: [db, web] }),
  },
  {
    title: 'a name with an underscore',
    given: small({ workloads: [daemonSet(apps, 'log_shipper', { image: 'vector:1.0.0' })] }),
    finds: [
      found(
        'NAM001',
        'workloads.apps/log_shipper',
        "'log_shipper' must consist of lower-case letters, digits and -, and begin and end with a letter or digit",
        'write another name',
      ),
    ],
    twin: small({ workloads: [daemonSet(apps, 'log-shipper', { image: 'vector:1.0.0' })] }),
  },
  {
    title: 'a name over the limit',
    given: small({ workloads: [daemonSet(apps, 'a'.repeat(64), { image: 'vector:1.0.0', labels: { app: 'a' } })] }),
    finds: [
      found(
        'NAM001',
        'workloads.apps/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' has 64 characters; the limit is 63",
        'write another name',
      ),
    ],
    twin: small({ workloads: [daemonSet(apps, 'a'.repeat(52), { image: 'vector:1.0.0', labels: { app: 'a' } })] }),
  },
  {
    title: 'a name without room for what controllers add',
    given: small({ workloads: [daemonSet(apps, 'a'.repeat(53), { image: 'vector:1.0.0', labels: { app: 'a' } })] }),
    finds: [
      found(
        'NAM001',
        'workloads.apps/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' has 53 characters; with what controllers add to it, the limit is 52",
        'write another name',
      ),
    ],
    twin: small({ workloads: [daemonSet(apps, 'a'.repeat(52), { image: 'vector:1.0.0', labels: { app: 'a' } })] }),
  },
  {
    title: 'no labels to select by',
    given: small({ workloads: [dbWith({ labels: {} })] }),
    finds: [
      found('WRK004', 'workloads.apps/db.labels', 'without labels, selectors would take every pod of the namespace', "write { app: 'db' }"),
    ],
    twin: small({ workloads: [dbWith({ labels: { app: 'db' } })] }),
  },
  {
    title: 'a malformed label',
    given: small({ workloads: [dbWith({ labels: { app: 'db', 'team name': 'us & them' } })] }),
    finds: [
      found(
        'NAM003',
        'workloads.apps/db.labels.team name',
        "label key 'team name' must be at most 63 letters, digits, -, _ and ., and begin and end with a letter or digit",
        'write another key',
      ),
      found(
        'NAM003',
        'workloads.apps/db.labels.team name',
        "label value 'us & them' must be at most 63 letters, digits, -, _ and ., and begin and end with a letter or digit",
        'write another value',
      ),
    ],
    twin: small({ workloads: [dbWith({ labels: { app: 'db', 'team-name': 'us-and-them' } })] }),
  },
  {
    title: 'labels of the pods against their own selector',
    given: small({ workloads: [dbWith({ labels: { app: 'db' }, podLabels: { app: 'database' } })] }),
    finds: [
      found(
        'WRK004',
        'workloads.apps/db.podLabels.app',
        "'database' takes the pods away from their own selector, which wants 'db'",
        'leave it out',
        ['workloads.apps/db.labels.app'],
      ),
    ],
    twin: small({ workloads: [dbWith({ labels: { app: 'db' }, podLabels: { app: 'db', tier: 'data' } })] }),
  },
  {
    title: 'a selector that takes the pods of another workload',
    given: small({
      workloads: [
        dbWith({ labels: { tier: 'data' } }),
        redisStore(apps, { image: 'redis:7.4', storage: '1Gi', labels: { app: 'redis', tier: 'data' } }),
      ],
    }),
    finds: [
      found(
        'WRK011',
        'workloads.apps/db.labels',
        "the labels of 'apps/db' select the pods of 'apps/redis' too",
        'give each a label of its own',
        ['workloads.apps/redis.labels'],
      ),
    ],
    twin: small({
      workloads: [
        dbWith({ labels: { app: 'db', tier: 'data' } }),
        redisStore(apps, { image: 'redis:7.4', storage: '1Gi', labels: { app: 'redis', tier: 'data' } }),
      ],
    }),
  },
  {
    title: 'two Services of one name',
    given: small({
      workloads: [db, deployment(apps, 'pool', { image: 'pgbouncer:1.24.1', ports: { sql: 6432 }, service: 'db' })],
    }),
    finds: [
      found('WRK005', 'workloads.apps/pool', "two workloads want the Service 'apps/db'", "write another name in one's service option", [
        'workloads.apps/db',
      ]),
    ],
    twin: small({ workloads: [db, deployment(apps, 'pool', { image: 'pgbouncer:1.24.1', ports: { sql: 6432 }, service: 'db-pool' })] }),
  },
  {
    title: 'a Service whose name begins with a digit',
    given: small({ workloads: [dbWith({ service: '9db' })] }),
    finds: [found('NAM001', 'workloads.apps/db.service', "'9db' must begin with a letter", 'write another name')],
    twin: small({ workloads: [dbWith({ service: 'db9' })] }),
  },
  {
    title: 'a Service whose name sets a variable that its own pods read',
    given: small({ workloads: [inngestServer(apps, { image: 'inngest/inngest:v1.44.0', storage: '2Gi', service: 'inngest' })] }),
    finds: [
      found(
        'WRK013',
        'workloads.apps/inngest',
        "a Service 'inngest' makes Kubernetes set INNGEST_PORT in the pods of 'apps/inngest', which read it as a setting of their own",
        "write service: 'inngest-svc'",
      ),
    ],
    twin: small({ workloads: [inngestServer(apps, { image: 'inngest/inngest:v1.44.0', storage: '2Gi' })] }),
  },
  {
    title: 'fewer than no replicas',
    given: small({ workloads: [dbWith({ replicas: -1 })] }),
    finds: [found('WRK014', 'workloads.apps/db.replicas', "there can't be -1 replicas", 'write 0 or more')],
    twin: small({ workloads: [dbWith({ replicas: 0 })] }),
  },
  {
    title: 'a schedule of six fields',
    given: small({ workloads: [cronJob(apps, 'backup', { image: 'restic:0.18.0', schedule: '0 0 3 * * *' })] }),
    finds: [
      found('WRK008', 'workloads.apps/backup.schedule', "'0 0 3 * * *' is not a schedule", "write cron's five fields, e.g. '0 3 * * *'"),
    ],
    twin: small({ workloads: [cronJob(apps, 'backup', { image: 'restic:0.18.0', schedule: '0 3 * * *' })] }),
  },
  {
    title: 'two things mounted at one place',
    given: small({
      workloads: [
        dbWith({
          claims: { data: { size: '1Gi', mountPath: '/data' } },
          volumes: { scratch: { mountPath: '/data', source: { emptyDir: {} } } },
        }),
      ],
    }),
    finds: [
      found('WRK007', 'workloads.apps/db.volumes.scratch', "'/data' is mounted twice", 'write another', ['workloads.apps/db.claims.data']),
    ],
    twin: small({
      workloads: [
        dbWith({
          claims: { data: { size: '1Gi', mountPath: '/data' } },
          volumes: { scratch: { mountPath: '/scratch', source: { emptyDir: {} } } },
        }),
      ],
    }),
  },
  {
    title: 'a claim and a volume of one name',
    given: small({
      workloads: [
        dbWith({
          claims: { data: { size: '1Gi', mountPath: '/data' } },
          volumes: { data: { mountPath: '/scratch', source: { emptyDir: {} } } },
        }),
      ],
    }),
    finds: [
      found('WRK007', 'workloads.apps/db.volumes.data', "'data' is a claim and a volume", 'write another', [
        'workloads.apps/db.claims.data',
      ]),
    ],
    twin: small({
      workloads: [
        dbWith({
          claims: { data: { size: '1Gi', mountPath: '/data' } },
          volumes: { more: { mountPath: '/scratch', source: { emptyDir: {} } } },
        }),
      ],
    }),
  },
  {
    title: 'a mount path that is not absolute, of a volume with a capital in its name',
    given: small({ workloads: [dbWith({ volumes: { Scratch: { mountPath: 'scratch', source: { emptyDir: {} } } } })] }),
    finds: [
      found(
        'NAM001',
        'workloads.apps/db.volumes.Scratch',
        "'Scratch' must consist of lower-case letters, digits and -, and begin and end with a letter or digit",
        'write another name',
      ),
      found('WRK007', 'workloads.apps/db.volumes.Scratch.mountPath', "'scratch' is not an absolute path", "write '/scratch'"),
    ],
    twin: small({ workloads: [dbWith({ volumes: { scratch: { mountPath: '/scratch', source: { emptyDir: {} } } } })] }),
  },
  {
    title: 'a claim of no size',
    given: small({ workloads: [qdrantStore(apps, { image: 'qdrant/qdrant:v1.19.1', storage: '5GB' })] }),
    finds: [found('WRK006', 'workloads.apps/qdrant.claims.storage.size', "'5GB' is not a Kubernetes quantity", "write '5G'")],
    twin: small({ workloads: [qdrantStore(apps, { image: 'qdrant/qdrant:v1.19.1', storage: '5G' })] }),
  },
  {
    title: 'a probe of a port that is not there',
    given: small({ workloads: [dbWith({ probes: { readiness: { tcpSocket: { port: 'postgres' } } } })] }),
    finds: [found('WRK010', 'workloads.apps/db.probes.readiness.tcpSocket.port', "there is no port 'postgres'", "write 'sql'")],
    twin: small({ workloads: [dbWith({ probes: { readiness: { tcpSocket: { port: 'sql' } } } })] }),
  },
  {
    title: 'a probe of a workload without ports',
    given: small({ workloads: [dbWith({ ports: {}, probes: { liveness: { httpGet: { path: '/', port: 'http' } } } })] }),
    finds: [found('WRK010', 'workloads.apps/db.probes.liveness.httpGet.port', "there is no port 'http'", 'declare it in ports')],
    twin: small({ workloads: [dbWith({ ports: {}, probes: { liveness: { exec: ['pg_isready'] } } })] }),
  },
  {
    title: 'a probe that asks in two ways',
    given: small({ workloads: [dbWith({ probes: { liveness: { exec: ['pg_isready'], tcpSocket: { port: 'sql' } } } })] }),
    finds: [
      found(
        'WRK012',
        'workloads.apps/db.probes.liveness',
        'a probe asks in one way, this one in 2',
        'write one of exec, httpGet and tcpSocket',
      ),
    ],
    twin: small({ workloads: [dbWith({ probes: { liveness: { exec: ['pg_isready'] }, readiness: { tcpSocket: { port: 'sql' } } } })] }),
  },
  {
    title: 'a probe that asks nothing',
    given: small({ workloads: [dbWith({ probes: { startup: { periodSeconds: 5 } } })] }),
    finds: [
      found(
        'WRK012',
        'workloads.apps/db.probes.startup',
        'a probe asks in one way, this one in 0',
        'write one of exec, httpGet and tcpSocket',
      ),
    ],
    twin: small({ workloads: [dbWith({ probes: { startup: { exec: ['pg_isready'], periodSeconds: 5 } } })] }),
  },
  {
    title: 'a patch that makes another object of it',
    given: small({ workloads: [dbWith({ patch: { kind: 'Deployment', metadata: { name: 'database' } } })] }),
    finds: [
      found(
        'WRK015',
        'workloads.apps/db.patch.kind',
        "kind of the object follows from the workload, and a patch can't change it",
        'leave it out, and define another workload',
      ),
      found(
        'WRK015',
        'workloads.apps/db.patch.metadata.name',
        "metadata.name of the object follows from the workload, and a patch can't change it",
        'leave it out, and define another workload',
      ),
    ],
    twin: small({ workloads: [dbWith({ patch: { metadata: { annotations: { 'example.com/owner': 'us' } } } })] }),
  },
];
