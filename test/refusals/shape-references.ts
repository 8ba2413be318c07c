import {
  accept,
  addresses,
  allow,
  bind,
  construct,
  controlPlanes,
  entity,
  existingStorage,
  hostName,
  namespace,
  onHost,
  outside,
  pods,
  statefulSet,
} from 'ichor';
import { apps, db, platform, small, web } from './support/definitions';
import { found, type Refusal } from './support/refusal';

const any = (value: unknown) => value as never;
const lost = statefulSet(any('apps'), 'db', { image: 'postgres:17.6', ports: { sql: 5432 } });

/** What helpers are given in place of each other's values. */
export const referenceShapes: readonly Refusal[] = [
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
];
