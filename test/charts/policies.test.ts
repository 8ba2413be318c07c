import { addresses, allow, hostName, namespace, onHost, pods } from 'ichor';
import { filesOf } from 'ichor/testing';
import { parse } from 'yaml';
import type { Cluster } from '../../lib/model';
import { apps, type Changes, db, network, small, web } from '../refusals/support/definitions';

const get = { method: 'GET', path: '/a(\\?.*)?' };
const http = web.port('http').http(get);
const coreDns = pods(namespace('kube-system'), 'coredns', {
  labels: { 'k8s-app': 'kube-dns' },
  ports: { dns: { port: 53, protocol: 'UDP' } },
});

/** The policy of a workload, without what every one has. */
function policyOf(name: string, changes: Changes) {
  const files = filesOf(small(changes) as Cluster);
  const { spec } = parse(files.get(`small/kubernetes/30-policies/CiliumNetworkPolicy-${name}.apps.yaml`) as string);
  return { ingress: spec.ingress, egress: spec.egress };
}

const port = (number: string, protocol = 'TCP') => ({ port: number, protocol });
const dnsRule = (rules: object = {}) => ({
  toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'kube-system', 'k8s-app': 'kube-dns' } }],
  toPorts: [{ ports: [port('53', 'UDP'), port('53')], ...rules }],
});

describe('HTTP rules', () => {
  test("stand in the server's policy, and the client's has the plain port", () => {
    const changes = { flows: [allow(db, http)] };
    expect(policyOf('web', changes).ingress).toEqual([
      { fromEndpoints: [{ matchLabels: { app: 'db' } }], toPorts: [{ ports: [port('8080')], rules: { http: [get] } }] },
    ]);
    expect(policyOf('db', changes).egress).toEqual([
      { toEndpoints: [{ matchLabels: { app: 'web' } }], toPorts: [{ ports: [port('8080')] }] },
      dnsRule(),
    ]);
  });

  test("stand in the client's policy where the server has none", () => {
    const worker = pods(apps, 'worker', { labels: { app: 'worker' }, ports: { http: 3111 } });
    expect(policyOf('web', { flows: [allow(web, worker.port('http').http(get))] }).egress[0]).toEqual({
      toEndpoints: [{ matchLabels: { app: 'worker' } }],
      toPorts: [{ ports: [port('3111')], rules: { http: [get] } }],
    });
  });

  test('limit the host through an exposure', () => {
    expect(policyOf('web', { expose: [onHost(8080, http)] }).ingress).toEqual([
      { fromCIDR: ['10.5.0.1/32'], toPorts: [{ ports: [port('8080')], rules: { http: [get] } }] },
    ]);
  });

  test('of two flows let pass what one of them does', () => {
    const flows = [allow(db, http), allow(db, web.port('http').http({ method: 'HEAD' }))];
    expect(policyOf('web', { flows }).ingress[0].toPorts[0].rules).toEqual({ http: [get, { method: 'HEAD' }] });
  });

  test('are gone where another flow lets everything pass', () => {
    expect(policyOf('web', { flows: [allow(db, [http, web])] }).ingress).toEqual([
      { fromEndpoints: [{ matchLabels: { app: 'db' } }], toPorts: [{ ports: [port('8080')] }] },
    ]);
  });
});

test('server names stand beside the names of hosts, and patterns of names in matchPattern', () => {
  const flows = [allow(web, hostName('*.example.com').port(443).serverNames('api.example.com', '*.example.com'))];
  expect(policyOf('web', { flows }).egress).toEqual([
    {
      toFQDNs: [{ matchPattern: '*.example.com' }],
      toPorts: [{ ports: [port('443')], serverNames: ['*.example.com', 'api.example.com'] }],
    },
    dnsRule({ rules: { dns: [{ matchPattern: '*' }] } }),
  ]);
});

test('server names limit nothing while policies are observed', () => {
  const flows = [allow(web, addresses('192.0.2.0/24').port(443).serverNames('api.example.com'))];
  expect(policyOf('web', { flows, policies: 'observe' }).egress).toEqual([
    { toCIDR: ['192.0.2.0/24'], toPorts: [{ ports: [port('443')] }] },
  ]);
});

test("DNS names stand in the client's policy, in one rule with what its other flows have to ask", () => {
  const flows = [allow(web, [coreDns.port('dns').dns('*.example.org'), hostName('api.example.com').port(443), db.port('sql')])];
  const changes = { network: network({ dnsDomain: 'home.arpa' }), flows };
  expect(policyOf('web', changes).egress.filter((rule: object) => JSON.stringify(rule).includes('kube-dns'))).toEqual([
    dnsRule({ rules: { dns: [{ matchPattern: '**.home.arpa' }, { matchPattern: '*.example.org' }, { matchName: 'api.example.com' }] } }),
  ]);
});
