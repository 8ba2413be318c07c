import { deployment, docker, onHost, pods, statefulSet } from 'ichor';
import { redis } from '../../clusters/shared/joelclaw';
import { apps, db, joelclawWith, small, web } from './support/definitions';
import { found, inPatch, type Refusal } from './support/refusal';

const worker = pods(apps, 'worker', { labels: { app: 'worker' }, ports: { http: 3111 } });
const replicated = deployment(apps, 'front', { image: 'nginx:1.29.1', ports: { http: 8000 }, replicas: 2 });

/** Ports that the Docker host gets. */
export const exposures: readonly Refusal[] = [
  {
    title: 'one port of the host for two workloads',
    given: small({ expose: [onHost(8080, web.port('http')), onHost(8080, db.port('sql'))] }),
    finds: [
      found('EXP004', 'expose.8080', "port 8080 of the host is given to 'apps/web' and to 'apps/db'", 'write another port for one of them'),
    ],
    twin: small({ expose: [onHost(8080, web.port('http')), onHost(8081, db.port('sql'))] }),
  },
  {
    title: 'two ways to publish one port',
    given: small({ expose: [onHost(8080, web.port('http'), { hostPort: true, nodePort: 30080 })] }),
    finds: [found('EXP006', 'expose.8080', 'hostPort and nodePort are two ways to publish one port', 'leave out one of them')],
    twin: small({ expose: [onHost(8080, web.port('http'), { hostPort: false, nodePort: 30080 })] }),
  },
  {
    title: 'two node ports for one port',
    given: small({
      expose: [onHost(8080, web.port('http'), { nodePort: 30080 }), onHost(8081, web.port('http'), { nodePort: 30081 })],
    }),
    finds: [
      found(
        'EXP006',
        'expose.8081',
        "port 'http' of 'apps/web' has one node port, and is to have 30081 here and 30080 at expose.8080",
        'write the same node port for both, or for one alone',
        ['expose.8080'],
      ),
    ],
    twin: small({
      expose: [onHost(8080, web.port('http'), { nodePort: 30080 }), onHost(8081, web.port('http'), { nodePort: 30080 })],
    }),
  },
  {
    title: 'two hostPorts for one port',
    given: small({
      expose: [onHost(8080, web.port('http'), { hostPort: true }), onHost(8081, web.port('http'), { hostPort: true })],
    }),
    finds: [
      found(
        'EXP006',
        'expose.8081',
        "port 'http' of 'apps/web' has one hostPort, and is to have 8081 here and 8080 at expose.8080",
        'leave out hostPort for one of them',
        ['expose.8080'],
      ),
    ],
    twin: small({ expose: [onHost(8080, web.port('http'), { hostPort: true }), onHost(8081, web.port('http'))] }),
  },
  {
    title: 'a hostPort for several replicas',
    given: small({ workloads: [replicated], expose: [onHost(8000, replicated.port('http'), { hostPort: true })] }),
    finds: [found('EXP007', 'expose.8000', "2 replicas can't share port 8000 of one node", 'leave out hostPort')],
    twin: small({ workloads: [replicated], expose: [onHost(8000, replicated.port('http'))] }),
  },
  {
    title: 'published ports without a host',
    given: small({ platform: docker({ provider: 'colima', memory: '4GiB' }), expose: [onHost(8080, web.port('http'))] }),
    finds: [
      found(
        'EXP008',
        'expose',
        'the platform names no host, so nobody is known who comes through these ports',
        "write docker({ host: outside('laptop'), … })",
        ['platform'],
      ),
    ],
    twin: small({ expose: [onHost(8080, web.port('http'))] }),
  },
  {
    title: 'a port that the workload does not have',
    given: small({ expose: [onHost(8080, web.port('https' as 'http'))] }),
    finds: [found('EXP009', 'expose.8080', "'apps/web' has no port 'https'", "write 'http'")],
    twin: small({ expose: [onHost(8080, web.port('http'))] }),
  },
  {
    title: 'a port of a workload without ports',
    given: small({ workloads: [statefulSet(apps, 'db', { image: 'postgres:17.6' })], expose: [onHost(5432, db.port('sql'))] }),
    finds: [found('EXP009', 'expose.5432', "'apps/db' has no port 'sql'", 'declare it in ports')],
    twin: small({ expose: [onHost(5432, db.port('sql'))] }),
  },
  {
    title: 'no port number',
    given: small({ expose: [onHost(80800, web.port('http'))] }),
    finds: [found('EXP010', 'expose.80800', '80800 is not a port', 'write a number of 1 to 65535')],
    twin: small({ expose: [onHost(8080, web.port('http'))] }),
  },
  {
    title: 'a node port that is no port',
    given: small({ expose: [onHost(8080, web.port('http'), { nodePort: 0 })] }),
    finds: [
      found(
        'INV021',
        'expose.8080',
        "node port 0 of 'apps/web:8080' lies outside of the range 30000-32767, and the API server would refuse the Service",
        'write { nodePort: … } with a port of the range, or { hostPort: true }',
        [inPatch('cluster.apiServer.extraArgs.service-node-port-range')],
      ),
    ],
    twin: small({ expose: [onHost(8080, web.port('http'), { nodePort: 30000 })] }),
  },
  {
    title: 'a hostPort for pods of others',
    given: small({ expose: [onHost(3111, worker.port('http'), { hostPort: true })] }),
    finds: [
      found(
        'EXP011',
        'expose.3111',
        "Ichor doesn't emit the pods of 'apps/worker', so it can't give them a hostPort",
        'leave out hostPort',
      ),
    ],
    twin: small({ expose: [onHost(3111, worker.port('http'))] }),
  },
  {
    title: 'a port of a workload that the cluster does not list',
    given: joelclawWith({ workloads: [redis], flows: [], expose: [onHost(6379, redis.port('redis')), onHost(8080, web.port('http'))] }),
    finds: [found('FLO001', 'expose.8080', "'apps/web' is not among the workloads of this cluster", 'add it to workloads')],
    twin: joelclawWith({ workloads: [redis, web], flows: [], expose: [onHost(6379, redis.port('redis')), onHost(8080, web.port('http'))] }),
  },
];
