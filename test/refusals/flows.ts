import { addresses, allow, bind, docker, entity, flannel, hostName, outside, pods, statefulSet } from 'ichor';
import { inngest, qdrant, redis, worker } from '../../clusters/shared/joelclaw';
import { apps, db, host, joelclawWith, small, web } from './support/definitions';
import { found, type Refusal } from './support/refusal';

const crawler = (options: object = {}) => pods(apps, 'crawler', { labels: { app: 'crawler' }, ports: { http: 3111 }, ...options });
const job = statefulSet(apps, 'job', { image: 'job:1.0.0' });
const laptop = outside('laptop');

/** Who may talk to whom. */
export const flows: readonly Refusal[] = [
  {
    title: 'a flow to a workload that is not in the cluster',
    given: joelclawWith({ workloads: [redis, inngest], expose: [], flows: [allow(worker, [redis, qdrant])] }),
    finds: [found('FLO001', 'flows[0].to', "'joelclaw/qdrant' is not among the workloads of this cluster", 'add it to workloads')],
    twin: joelclawWith({ workloads: [redis, qdrant, inngest], expose: [], flows: [allow(worker, [redis, qdrant])] }),
  },
  {
    title: 'a flow to a workload with nearly the name of one in the cluster',
    given: small({ flows: [allow(web, statefulSet(apps, 'dbs', { image: 'postgres:17.6', ports: { sql: 5432 } }))] }),
    finds: [
      found('FLO001', 'flows[0].to', "'apps/dbs' is not among the workloads of this cluster", "add it to workloads, or name 'apps/db'"),
    ],
    twin: small({ flows: [allow(web, db)] }),
  },
  {
    title: 'a port that the target does not have',
    given: small({ flows: [allow(web, db.port('sq' as 'sql'))] }),
    finds: [found('FLO005', 'flows[0].to', "'apps/db' has no port 'sq'", "write 'sql' or 'metrics'")],
    twin: small({ flows: [allow(web, db.port('sql'))] }),
  },
  {
    title: 'a port of a variant that the cluster does not list',
    given: small({ workloads: [db.with({ ports: { sql: 5432, metrics: 9187 } }), job], flows: [allow(db, job.port('http' as never))] }),
    finds: [found('FLO005', 'flows[0].to', "'apps/job' has no port 'http'", 'declare it in ports')],
    twin: small({ workloads: [db, web], flows: [allow(db, web.port('http'))] }),
  },
  {
    title: 'a target without ports',
    given: small({ workloads: [db, job], flows: [allow(db, job)] }),
    finds: [found('FLO004', 'flows[0].to', "'apps/job' declares no port that a flow could lead to", 'declare its ports')],
    twin: small({ workloads: [db, job], flows: [allow(job, db)] }),
  },
  {
    title: 'pods without ports as a target',
    given: small({ flows: [allow(db, pods(apps, 'crawler', { labels: { app: 'crawler' } }))] }),
    finds: [found('FLO004', 'flows[0].to', "'apps/crawler' declares no port that a flow could lead to", 'declare its ports')],
    twin: small({ flows: [allow(db, crawler())] }),
  },
  {
    title: 'a flow between two strangers',
    given: small({ flows: [allow(crawler(), addresses('192.0.2.0/24').port(443))] }),
    finds: [
      found(
        'FLO003',
        'flows[0]',
        'neither end of this flow is a workload of this cluster, so no policy comes of it',
        'leave it out, or close one end with pods(…, { close: true })',
      ),
    ],
    twin: small({ flows: [allow(crawler({ close: true }), addresses('192.0.2.0/24').port(443))] }),
  },
  {
    title: 'a client beside the host',
    given: small({ flows: [allow(outside('phone'), web)] }),
    finds: [
      found(
        'FLO006',
        'flows[0].from',
        "in Docker every client of a published port arrives as the gateway 10.5.0.1, so 'phone' can't be told from the host",
        "name 'laptop', and publish the port with onHost",
      ),
    ],
    twin: small({ flows: [allow(laptop, web)] }),
  },
  {
    title: 'a client where no host is named',
    given: small({ platform: docker({ provider: 'colima', memory: '4GiB' }), flows: [allow(laptop, web)] }),
    finds: [
      found(
        'FLO006',
        'flows[0].from',
        "in Docker every client of a published port arrives as the gateway 10.5.0.1, so 'laptop' can't be told from the host",
        'write docker({ host: … }) and publish the port with onHost',
      ),
    ],
    twin: small({ platform: docker({ host: laptop, provider: 'colima', memory: '4GiB' }), flows: [allow(laptop, web)] }),
  },
  {
    title: 'a host name as a client',
    given: small({ flows: [allow(hostName('api.example.com') as never, web)] }),
    finds: [
      found(
        'FLO007',
        'flows[0].from',
        "host name 'api.example.com' can't be a client: Cilium learns the addresses of names that pods look up, and of no others",
        "write addresses('…'), or the role that it plays",
      ),
    ],
    twin: small({ flows: [allow(web, hostName('api.example.com').port(443))] }),
  },
  {
    title: 'a port as a client',
    given: small({ flows: [allow(db.port('sql') as never, web)] }),
    finds: [found('FLO007', 'flows[0].from', "a port can't be a client: connections come from any port", 'leave out .port(…)')],
    twin: small({ flows: [allow(db, web)] }),
  },
  {
    title: 'a role and an entity without a port as targets',
    given: small({ flows: [allow(web, [laptop as never, entity('world') as never])] }),
    finds: [
      found('FLO007', 'flows[0].to', "entity 'world' can't be a target without a port", 'write .port(number) behind it'),
      found('FLO007', 'flows[0].to', "role 'laptop' can't be a target without a port", 'write .port(number) behind it'),
    ],
    twin: small({ flows: [allow(web, [laptop.port(3111), entity('world').port(443)])] }),
  },
  {
    title: 'a namespace as a target',
    given: small({ flows: [allow(web, apps as never)] }),
    finds: [
      found(
        'FLO007',
        'flows[0].to',
        "namespace 'apps' can't be a target: the ports of its pods aren't known",
        'name a workload of it, or pods(…) with their ports',
      ),
    ],
    twin: small({ flows: [allow(apps, web)] }),
  },
  {
    title: 'a URL for a host name',
    given: small({ flows: [allow(web, hostName('https://api.example.com').port(443))] }),
    finds: [
      found(
        'FLO008',
        'flows[0].to',
        "'https://api.example.com' must consist of lower-case letters, digits, - and ., and begin and end with a letter or digit",
        "write it as 'api.example.com'",
      ),
    ],
    twin: small({ flows: [allow(web, hostName('api.example.com').port(443))] }),
  },
  {
    title: 'a host name of one label',
    given: small({ flows: [allow(web, hostName('nas').port(443))] }),
    finds: [found('FLO008', 'flows[0].to', "'nas' must be a full host name, with at least one dot", "write it as 'api.example.com'")],
    twin: small({ flows: [allow(web, hostName('nas.lan').port(443))] }),
  },
  {
    title: 'an entity that Cilium does not have',
    given: small({ flows: [allow(web, entity('internet' as 'world').port(443))] }),
    finds: [
      found(
        'FLO011',
        'flows[0].to',
        "Cilium has no entity 'internet' that a flow may name",
        "write 'cluster', 'health', 'host', 'ingress', 'kube-apiserver', 'remote-node' or 'world'",
      ),
    ],
    twin: small({ flows: [allow(web, entity('world').port(443))] }),
  },
  {
    title: 'no port number outside',
    given: small({ flows: [allow(web, hostName('api.example.com').port(0))] }),
    finds: [found('WRK003', 'flows[0].to', '0 is not a port', 'write a number of 1 to 65535')],
    twin: small({ flows: [allow(web, hostName('api.example.com').port(1))] }),
  },
  {
    title: 'a single address for a range',
    given: small({ flows: [allow(addresses('192.0.2.7'), web)] }),
    finds: [found('NET001', 'flows[0].from', "'192.0.2.7' is not an address range in prefix notation", "write '192.0.2.7/32'")],
    twin: small({ flows: [allow(addresses('192.0.2.7/32'), web)] }),
  },
  {
    title: 'a range with host bits',
    given: small({ flows: [allow(web, addresses('192.0.2.7/24').port(443))] }),
    finds: [found('NET004', 'flows[0].to', "'192.0.2.7/24' has host bits set", "write '192.0.2.0/24'")],
    twin: small({ flows: [allow(web, addresses('192.0.2.0/24').port(443))] }),
  },
  {
    title: 'an exception outside of its range',
    given: small({ flows: [allow(web, addresses('192.0.2.0/24', { except: ['198.51.100.0/25'] }).port(443))] }),
    finds: [
      found(
        'NET001',
        'flows[0].to',
        "the exception '198.51.100.0/25' is not a range inside '192.0.2.0/24'",
        'write one in prefix notation, with host bits clear',
      ),
    ],
    twin: small({ flows: [allow(web, addresses('192.0.2.0/24', { except: ['192.0.2.0/25'] }).port(443))] }),
  },
  {
    title: 'pods in two variants',
    given: small({ flows: [allow(crawler(), db), allow(crawler({ labels: { app: 'spider' } }), web)] }),
    finds: [
      found(
        'FLO009',
        'flows[1].from',
        "pods 'apps/crawler' stand here with other options than at flows[0].from",
        'use one value for both',
        ['flows[0].from'],
      ),
    ],
    twin: small({ flows: [allow(crawler(), db), allow(crawler(), web)] }),
  },
  {
    title: 'pods with the key of a workload',
    given: small({ flows: [allow(pods(apps, 'db', { labels: { app: 'db' } }), web)] }),
    finds: [found('FLO010', 'flows[0].from', "pods 'apps/db' have the key of a workload of this cluster", 'name the workload itself')],
    twin: small({ flows: [allow(db, web)] }),
  },
  {
    title: 'pods without labels',
    given: small({ flows: [allow(pods(apps, 'any', { labels: {} }), web)] }),
    finds: [
      found(
        'WRK004',
        'flows[0].from.apps/any.labels',
        "without labels, pods 'apps/any' would be every pod of the namespace",
        'write the labels of the pods, or use the namespace',
      ),
    ],
    twin: small({ flows: [allow(apps, web)] }),
  },
  {
    title: 'pods with a malformed port and a malformed label',
    given: small({ flows: [allow(db, pods(apps, 'crawler', { labels: { app: 'a crawler' }, ports: { http: 0 } }))] }),
    finds: [
      found(
        'NAM003',
        'flows[0].to.apps/crawler.labels.app',
        "label value 'a crawler' must be at most 63 letters, digits, -, _ and ., and begin and end with a letter or digit",
        'write another value',
      ),
      found('WRK003', 'flows[0].to.apps/crawler.ports.http', '0 is not a port', 'write a number of 1 to 65535'),
    ],
    twin: small({ flows: [allow(db, crawler())] }),
  },
  {
    title: 'a role that is bound for coming in alone',
    given: small({ flows: [allow(web, outside('nas').port(445))], roles: [bind(outside('nas'), { in: '192.168.1.9' })] }),
    finds: [
      found('FLO002', 'flows[0].to', "nobody says at which address pods dial 'nas'", "write roles: [bind(outside('nas'), { out: '…' })]", [
        'roles',
      ]),
    ],
    twin: small({ flows: [allow(web, outside('nas').port(445))], roles: [bind(outside('nas'), { out: '192.168.1.9' })] }),
  },
  {
    title: 'flows that nobody enforces, to every kind of peer',
    given: small({
      network: flannel(),
      platform: docker({ host, provider: 'colima', memory: '4GiB' }),
      flows: [
        allow(apps, db.port('sql')),
        allow(web, [
          host.port(3111),
          entity('world').port(443),
          addresses('192.0.2.0/24').port(443),
          hostName('api.example.com').port(443),
        ]),
      ],
    }),
    finds: [
      found(
        'FLO012',
        'network',
        'Flannel enforces no policy, so everybody reaches everybody, and nobody enforces apps → apps/db:5432; apps/web → 192.0.2.0/24:443; apps/web → api.example.com:443; apps/web → laptop:3111; apps/web → world:443',
        "write network: cilium({ version: '…' }) to have them enforced",
      ),
      found(
        'NET009',
        'network',
        'of the four reasons to move from Flannel to Cilium the definition has isolation (flows declared: 5); whether flows have to be seen is for you to say',
        "write network: cilium({ version: '…' }) when the time has come, or accept this",
      ),
    ],
    twin: small({ flows: [allow(apps, db.port('sql'))] }),
  },
];
