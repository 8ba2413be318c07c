import { onHost, statefulSet } from 'ichor';
import { apps, db, network, small, web } from './support/definitions';
import { found, inPatch, type Refusal } from './support/refusal';

const withPorts = (ports: object, options: object = {}) => statefulSet(apps, 'db', { image: 'postgres:17.6', ports, ...options } as never);
const port = (workload: { port(handle: never): unknown }, handle: string) => workload.port(handle as never) as never;

const dns = withPorts({ tcp: 53, udp: { port: 53, protocol: 'UDP' } });

/** Container ports and Service ports of one workload, and ports of the nodes. */
export const ports: readonly Refusal[] = [
  {
    title: 'one container port twice',
    given: small({ workloads: [withPorts({ sql: 5432, query: 5432 })] }),
    finds: [
      found(
        'WRK002',
        'workloads.apps/db.ports.query',
        'container port 5432/TCP is declared twice, here and at workloads.apps/db.ports.sql',
        'leave one out',
        ['workloads.apps/db.ports.sql'],
      ),
    ],
    twin: small({ workloads: [withPorts({ sql: 5432, query: { port: 5432, protocol: 'UDP' } })] }),
  },
  {
    title: 'no port number',
    given: small({ workloads: [withPorts({ sql: 0, high: 65536 })] }),
    finds: [
      found('WRK003', 'workloads.apps/db.ports.high', '65536 is not a port', 'write a number of 1 to 65535'),
      found('WRK003', 'workloads.apps/db.ports.sql', '0 is not a port', 'write a number of 1 to 65535'),
    ],
    twin: small({ workloads: [withPorts({ sql: 1, high: 65535 })] }),
  },
  {
    title: 'no number of a Service port',
    given: small({ workloads: [withPorts({ sql: { port: 5432, service: 0 } })] }),
    finds: [found('WRK003', 'workloads.apps/db.ports.sql.service', '0 is not a port', 'write a number of 1 to 65535')],
    twin: small({ workloads: [withPorts({ sql: { port: 5432, service: false } })] }),
  },
  {
    title: 'a port name over its limit',
    given: small({ workloads: [withPorts({ sql: { port: 5432, name: 'postgres-protocol' } })] }),
    finds: [
      found(
        'NAM002',
        'workloads.apps/db.ports.sql.name',
        "the port name 'postgres-protocol' has 17 characters; the limit is 15",
        'write another name',
      ),
    ],
    twin: small({ workloads: [withPorts({ sql: { port: 5432, name: 'postgres' } })] }),
  },
  {
    title: 'handles that can not name the ports of a Service',
    given: small({ workloads: [withPorts({ mainSql: 5432, readOnlySql: 5433 })] }),
    finds: [
      found(
        'NAM002',
        'workloads.apps/db.ports.mainSql',
        "the handle 'mainSql' names the port of the Service, and must consist of lower-case letters, digits and single -, with at least one letter",
        'write { serviceName: … } beside it, or another handle',
      ),
      found(
        'NAM002',
        'workloads.apps/db.ports.readOnlySql',
        "the handle 'readOnlySql' names the port of the Service, and must consist of lower-case letters, digits and single -, with at least one letter",
        'write { serviceName: … } beside it, or another handle',
      ),
    ],
    twin: small({ workloads: [withPorts({ mainSql: { port: 5432, serviceName: 'main' }, readOnlySql: { port: 5433, service: false } })] }),
  },
  {
    title: 'a Service port without a letter in its name',
    given: small({ workloads: [withPorts({ sql: { port: 5432, serviceName: '5432' } })] }),
    finds: [
      found(
        'NAM002',
        'workloads.apps/db.ports.sql.serviceName',
        "the port name '5432' must consist of lower-case letters, digits and single -, with at least one letter",
        'write another name',
      ),
    ],
    twin: small({ workloads: [withPorts({ sql: { port: 5432, serviceName: 'p5432' } })] }),
  },
  {
    title: 'one port name twice',
    given: small({ workloads: [withPorts({ sql: { port: 5432, name: 'sql' }, old: { port: 5433, name: 'sql' } })] }),
    finds: [
      found(
        'WRK002',
        'workloads.apps/db.ports.old',
        "the port name 'sql' is given twice, here and at workloads.apps/db.ports.sql",
        'write another name for one',
        ['workloads.apps/db.ports.sql'],
      ),
    ],
    twin: small({ workloads: [withPorts({ sql: { port: 5432, name: 'sql' }, old: { port: 5433, name: 'old' } })] }),
  },
  {
    title: 'one Service port twice',
    given: small({ workloads: [withPorts({ sql: 5432, old: { port: 5433, service: 5432 } })] }),
    finds: [
      found(
        'WRK002',
        'workloads.apps/db.ports.old',
        'port 5432/TCP of the Service is given twice, here and at workloads.apps/db.ports.sql',
        'write { service: … } with another number for one, or with false',
        ['workloads.apps/db.ports.sql'],
      ),
    ],
    twin: small({ workloads: [withPorts({ sql: 5432, old: { port: 5433, service: 5434 } })] }),
  },
  {
    title: 'a name of a Service port twice',
    given: small({ workloads: [withPorts({ sql: { port: 5432, serviceName: 'pg' }, old: { port: 5433, serviceName: 'pg' } })] }),
    finds: [
      found(
        'WRK002',
        'workloads.apps/db.ports.old',
        "the name 'pg' of a Service port is given twice, here and at workloads.apps/db.ports.sql",
        'write { serviceName: … } with another name for one',
        ['workloads.apps/db.ports.sql'],
      ),
    ],
    twin: small({ workloads: [withPorts({ sql: { port: 5432, serviceName: 'pg' }, old: { port: 5433, serviceName: 'pg-old' } })] }),
  },
  {
    title: "a node port that is KubePrism's own",
    given: small({ expose: [onHost(8080, web.port('http'), { nodePort: 7445 })], network: network({ nodePorts: '7000-32767' }) }),
    finds: [
      found(
        'INV024',
        'expose.8080',
        "port 7445 of the node, which 'apps/web:8080' wants, is KubePrism's own; a Service there would cut the node off from its API server",
        'choose another or leave it out',
        [inPatch('machine.features.kubePrism.port')],
      ),
    ],
    twin: small({ expose: [onHost(8080, web.port('http'), { nodePort: 7446 })], network: network({ nodePorts: '7000-32767' }) }),
  },
  {
    title: 'the port to which KubePrism was moved',
    given: small({ expose: [onHost(8080, web.port('http'), { nodePort: 30445 })], talos: { kubePrismPort: 30445 } }),
    finds: [
      found(
        'INV024',
        'expose.8080',
        "port 30445 of the node, which 'apps/web:8080' wants, is KubePrism's own; a Service there would cut the node off from its API server",
        'choose another or leave it out',
        [inPatch('machine.features.kubePrism.port')],
      ),
    ],
    twin: small({ expose: [onHost(8080, web.port('http'), { nodePort: 30446 })], talos: { kubePrismPort: 30445 } }),
  },
  {
    title: 'a node port of etcd',
    given: small({ expose: [onHost(8080, web.port('http'), { nodePort: 2380 })], network: network({ nodePorts: '2000-32767' }) }),
    finds: [
      found(
        'INV024',
        'expose.8080',
        "port 2380 of the node, which 'apps/web:8080' wants, is that of etcd",
        'choose another or leave it out',
      ),
    ],
    twin: small({ expose: [onHost(8080, web.port('http'), { nodePort: 2382 })], network: network({ nodePorts: '2000-32767' }) }),
  },
  {
    title: 'a hostPort of the API server',
    given: small({ expose: [onHost(6443, web.port('http'), { hostPort: true })] }),
    finds: [
      found(
        'INV024',
        'expose.6443',
        "port 6443 of the node, which 'apps/web:http' wants, is that of the API server",
        'choose another or leave it out',
      ),
    ],
    twin: small({ expose: [onHost(6444, web.port('http'), { hostPort: true })] }),
  },
  {
    title: 'a node port outside of the range',
    given: small({ expose: [onHost(8080, web.port('http'), { nodePort: 8080 })] }),
    finds: [
      found(
        'INV021',
        'expose.8080',
        "node port 8080 of 'apps/web:8080' lies outside of the range 30000-32767, and the API server would refuse the Service",
        'write { nodePort: … } with a port of the range, or { hostPort: true }',
        [inPatch('cluster.apiServer.extraArgs.service-node-port-range')],
      ),
    ],
    twin: small({ expose: [onHost(8080, web.port('http'), { nodePort: 30080 })] }),
  },
  {
    title: 'a derived node port outside of a range of the own',
    given: small({ expose: [onHost(8080, web.port('http'))], network: network({ nodePorts: '31000-31999' }) }),
    finds: [
      found(
        'INV021',
        'expose.8080',
        "node port 30080 of 'apps/web:8080' lies outside of the range 31000-31999, and the API server would refuse the Service",
        'write { nodePort: … } with a port of the range, or { hostPort: true }',
        [inPatch('cluster.apiServer.extraArgs.service-node-port-range')],
      ),
    ],
    twin: small({ expose: [onHost(8080, web.port('http'), { nodePort: 31080 })], network: network({ nodePorts: '31000-31999' }) }),
  },
  {
    title: 'a hostPort within the range of node ports',
    given: small({ expose: [onHost(30080, web.port('http'), { hostPort: true })] }),
    finds: [
      found(
        'INV025',
        'expose.30080',
        "hostPort 30080 of 'apps/web:http' lies in the node-port range 30000-32767, where Cilium takes it for a node port",
        'leave out hostPort, and let a node port carry it',
        [inPatch('cluster.apiServer.extraArgs.service-node-port-range')],
      ),
    ],
    twin: small({ expose: [onHost(8080, web.port('http'), { hostPort: true })] }),
  },
  {
    title: 'two Services on one node port',
    given: small({ expose: [onHost(5432, db.port('sql')), onHost(8080, web.port('http'), { nodePort: 30432 })] }),
    finds: [
      found(
        'EXP003',
        'expose.8080',
        "'apps/web:8080' and 'apps/db:sql' both want node port 30432",
        'write { nodePort: … } for one of them',
        ['expose.5432'],
      ),
    ],
    twin: small({ expose: [onHost(5432, db.port('sql')), onHost(8080, web.port('http'), { nodePort: 30433 })] }),
  },
  {
    title: 'two ports whose derived node ports are the same',
    given: small({ workloads: [withPorts({ a: 8080, b: 9080 })], expose: [onHost(8080, port(withPorts({ a: 8080, b: 9080 }), 'a'))] }),
    finds: [
      found('EXP003', 'expose.8080', "'apps/db:b' and 'apps/db:a' both want node port 30080", 'write { nodePort: … } for one of them'),
    ],
    twin: small({ workloads: [dns], expose: [onHost(5353, port(dns, 'tcp'))] }),
  },
  {
    title: 'a node port that a Service of the own has',
    given: small({
      expose: [onHost(8080, web.port('http'))],
      objects: [
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'front', namespace: 'apps' },
          spec: { ports: [{ port: 80, nodePort: 30080 }] },
        },
      ],
    }),
    finds: [
      found(
        'EXP003',
        'objects[0]',
        "'apps/front:80' and 'apps/web:8080' both want node port 30080",
        'write { nodePort: … } for one of them',
        ['expose.8080'],
      ),
    ],
    twin: small({
      expose: [onHost(8080, web.port('http'))],
      objects: [
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'front', namespace: 'apps' },
          spec: { ports: [{ port: 80, nodePort: 30081 }] },
        },
      ],
    }),
  },
];
