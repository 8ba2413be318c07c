import { addresses, allow, bind, docker, entity, hostName, namespace, onHost, outside, pods } from 'ichor';
import type { FlowPeer } from '../../../lib/model';
import { apps, db, laptop, resolved, web } from './support/resolved';

const nas = outside('nas');
const jobs = namespace('jobs');
const worker = pods(jobs, 'worker', { labels: { app: 'worker' }, ports: { http: 3111 } });
const peer = (p: FlowPeer): unknown => (p.kind === 'endpoint' ? [p.endpoint.key, p.owned] : p);
const flowsOf = (changes: Parameters<typeof resolved>[0]) =>
  resolved(changes).flows.map(({ from, to, ports }) => [peer(from), peer(to), ports]);
const tcp = (...ports: number[]) => ports.map((port) => ({ port, protocol: 'TCP' }));

test('a flow is one connection for each client and each target, at container ports', () => {
  const sql = db.with({ ports: { sql: { port: 5432, service: 15432 }, metrics: 9187 } });
  expect(flowsOf({ workloads: [sql, web], flows: [allow([web, worker], [db.port('sql'), db])] })).toEqual([
    [['apps/web', true], ['apps/db', true], tcp(5432)],
    [['apps/web', true], ['apps/db', true], tcp(5432, 9187)],
    [['jobs/worker', false], ['apps/db', true], tcp(5432)],
    [['jobs/worker', false], ['apps/db', true], tcp(5432, 9187)],
  ]);
});

test('flows that name a variant mean the one that the cluster lists', () => {
  const moved = web.with({ ports: { http: 9090 } });
  expect(flowsOf({ workloads: [db, moved], flows: [allow(db, web.port('http')), allow(db, web)] })).toEqual([
    [['apps/db', true], ['apps/web', true], tcp(9090)],
    [['apps/db', true], ['apps/web', true], tcp(9090)],
  ]);
});

test('peers are what Cilium can tell: namespaces, entities, addresses, names', () => {
  const flows = [
    allow([apps, jobs, entity('host'), addresses('192.0.2.0/24', { except: ['192.0.2.7/32'] }), laptop], web),
    allow(web, [entity('kube-apiserver').port(6443), hostName('api.example.com').port(443), addresses('192.0.2.0/24').port(53, 'UDP')]),
  ];
  expect(flowsOf({ flows })).toEqual([
    [{ kind: 'namespace', namespace: 'apps' }, ['apps/web', true], tcp(8080)],
    [{ kind: 'namespace', namespace: 'jobs' }, ['apps/web', true], tcp(8080)],
    [{ kind: 'entity', entity: 'host' }, ['apps/web', true], tcp(8080)],
    [{ kind: 'addresses', cidr: '192.0.2.0/24', except: ['192.0.2.7/32'] }, ['apps/web', true], tcp(8080)],
    [{ kind: 'role', role: 'laptop', cidr: '10.5.0.1/32' }, ['apps/web', true], tcp(8080)],
    [['apps/web', true], { kind: 'entity', entity: 'kube-apiserver' }, tcp(6443)],
    [['apps/web', true], { kind: 'host-name', name: 'api.example.com' }, tcp(443)],
    [['apps/web', true], { kind: 'addresses', cidr: '192.0.2.0/24', except: [] }, [{ port: 53, protocol: 'UDP' }]],
  ]);
});

describe('where the host is', () => {
  const out = (options: object) => {
    const platform = docker({ host: laptop, provider: 'other', memory: '4GiB', ...options } as never);
    const [flow] = resolved({ platform, flows: [allow(web, laptop.port(3111))] }).flows;
    return flow?.to.kind === 'role' ? flow.to.cidr : undefined;
  };

  test.each([
    ['Colima has it at its own address', { provider: 'colima' }, '192.168.5.2/32'],
    ["Docker Engine at the network's gateway", { provider: 'engine' }, '10.5.0.1/32'],
    ['which follows the network', { provider: 'engine', subnet: '10.6.0.0/24' }, '10.6.0.1/32'],
    ['what is said comes first', { provider: 'colima', hostAddress: { out: '192.168.64.1' } }, '192.168.64.1/32'],
    ['IPv6 is an address as well', { hostAddress: { out: '2001:db8::1' } }, '2001:db8::1/128'],
  ])('%s', (_, options, cidr) => {
    expect(out(options)).toBe(cidr);
  });

  test('for connections that come in, it is the gateway unless the platform says otherwise', () => {
    const from = (hostAddress: { in?: string }) =>
      resolved({ platform: docker({ host: laptop, provider: 'colima', memory: '4GiB', hostAddress }), flows: [allow(laptop, web)] })
        .flows[0]?.from;
    expect(from({})).toEqual({ kind: 'role', role: 'laptop', cidr: '10.5.0.1/32' });
    expect(from({ in: '10.5.0.254' })).toEqual({ kind: 'role', role: 'laptop', cidr: '10.5.0.254/32' });
  });
});

test('the host is where it is bound, if a role says so', () => {
  const roles = [bind(laptop, { out: '192.168.64.7' })];
  expect(resolved({ flows: [allow(web, laptop.port(3111))], roles }).flows[0]?.to).toEqual({
    kind: 'role',
    role: 'laptop',
    cidr: '192.168.64.7/32',
  });
});

test('another role is where it is bound, as an address or as a range', () => {
  const to = (where: string) => resolved({ flows: [allow(web, nas.port(445))], roles: [bind(nas, { out: where })] }).flows[0]?.to;
  expect(to('192.168.1.9')).toEqual({ kind: 'role', role: 'nas', cidr: '192.168.1.9/32' });
  expect(to('192.168.1.0/24')).toEqual({ kind: 'role', role: 'nas', cidr: '192.168.1.0/24' });
});

test('pods of others are owned where they are closed', () => {
  const closed = pods(jobs, 'worker', { labels: { app: 'worker' }, ports: { http: 3111 }, close: true });
  const model = resolved({ flows: [allow(closed, db), allow(web, closed)] });
  expect(model.flows.map(({ from, to }) => [peer(from), peer(to)])).toEqual([
    [
      ['jobs/worker', true],
      ['apps/db', true],
    ],
    [
      ['apps/web', true],
      ['jobs/worker', true],
    ],
  ]);
  expect(model.closedPods.map(({ key }) => key)).toEqual(['jobs/worker']);
});

describe('what may pass', () => {
  const get = { method: 'GET' };
  const http = web.port('http').http(get);
  const limitsOf = (changes: Parameters<typeof resolved>[0]) => resolved(changes).flows.map(({ limit }) => limit);
  const only = (l7: object, at: string) => [{ at, l7 }];

  test('is enforced at the server, once for all clients', () => {
    const limit = { at: 'server', l7: { kind: 'http', rules: [get] } };
    expect(limitsOf({ flows: [allow([db, worker, laptop, entity('host')], http)] })).toEqual([limit, limit, limit, limit]);
  });

  test('is enforced at the client where the server has no policy', () => {
    const limit = only({ kind: 'http', rules: [get] }, 'client');
    expect(limitsOf({ flows: [allow(web, worker.port('http').http(get))] })).toEqual(limit);
    expect(limitsOf({ workloads: [db, web.with({ policies: 'off' })], flows: [allow(db, http)] })).toEqual(limit);
    expect(limitsOf({ flows: [allow(web, laptop.port(3111).http(get))] })).toEqual(limit);
  });

  test('of names is enforced at the client in any case', () => {
    const dns = { kind: 'dns', names: ['a.example.com'] };
    const servers = { kind: 'server-names', names: ['a.example.com'] };
    expect(limitsOf({ flows: [allow(db, web.port('http').dns('a.example.com'))] })).toEqual(only(dns, 'client'));
    expect(limitsOf({ flows: [allow(db, web.port('http').serverNames('a.example.com'))] })).toEqual(only(servers, 'client'));
    expect(limitsOf({ flows: [allow(db, hostName('*.example.com').port(443).serverNames('a.example.com'))] })).toEqual(
      only(servers, 'client'),
    );
  });

  test('grows with each call, and leaves the port as it was', () => {
    const both = http.http({ method: 'HEAD' }, { path: '/a' });
    expect(limitsOf({ flows: [allow(db, both)] })).toEqual(
      only({ kind: 'http', rules: [get, { method: 'HEAD' }, { path: '/a' }] }, 'server'),
    );
    expect(limitsOf({ flows: [allow(db, http)] })).toEqual(only({ kind: 'http', rules: [get] }, 'server'));
    expect(limitsOf({ flows: [allow(db, web.port('http'))] })).toEqual([undefined]);
    expect([http, http.l7, http.l7[0]].every(Object.isFrozen)).toBe(true);
  });

  test('through an exposure is what may pass from the host', () => {
    expect(limitsOf({ expose: [onHost(8080, http)] })).toEqual(only({ kind: 'http', rules: [get] }, 'server'));
  });
});
