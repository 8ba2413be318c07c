import { parsePeer, peersNamed, portsAsked } from '../../../../lib/policy/explain';
import { namespace, objects, policy, workload, worldOf } from './support/ask';

const service = objects(`
apiVersion: v1
kind: Service
metadata: { namespace: data, name: cache }
spec: { selector: { app: redis }, ports: [{ name: main, port: 80, targetPort: 6379 }] }
`);
const daemon = objects(`
apiVersion: apps/v1
kind: DaemonSet
metadata: { namespace: monitoring, name: exporter }
spec: { template: { spec: { hostNetwork: true, containers: [{ name: main, ports: [{ name: metrics, containerPort: 9100 }] }] } } }
`);
const all = [
  namespace('apps'),
  workload('apps/api', { app: 'api' }, { ports: [{ name: 'http', containerPort: 8080 }] }),
  workload('apps/web', { app: 'web' }),
  workload(
    'data/redis',
    { app: 'redis' },
    {
      ports: [
        { name: 'redis', containerPort: 6379 },
        { name: 'dns', containerPort: 53, protocol: 'UDP' },
      ],
    },
  ),
  workload('data/web', { app: 'web' }),
  workload('data/bare', { app: 'bare' }, { ports: [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP' }] }),
  policy('apps/api', 'endpointSelector: { matchLabels: { app: api } }\negress: [{ toEndpoints: [{ matchLabels: { app: worker } }] }]'),
  ...service,
  ...daemon,
];

function found(text: string) {
  const { peer, port, findings } = peersNamed(text, worldOf(all, [text]));
  if (peer === undefined) return findings.map(({ id, message, repair }) => `${id} ${message}; ${repair}`).join('\n');
  return [peer.name, ...peer.identities.map(({ name }) => name), ...(port === undefined ? [] : [port])].join(' | ');
}

test.each([
  ['a/b', { name: 'a/b' }],
  ['a/b:80', { name: 'a/b', port: '80' }],
  ['b:53/UDP', { name: 'b', port: '53/UDP' }],
  ['home:a/b:53/udp', { cluster: 'home', name: 'a/b', port: '53/udp' }],
  ['2001:db8::1', { name: '2001:db8::1' }],
  ['[2001:db8::1]:443', { name: '2001:db8::1', port: '443' }],
  ['10.0.0.0/8:443', { name: '10.0.0.0/8', port: '443' }],
])('%s is taken apart', (text, parts) => {
  expect(parsePeer(text)).toEqual(parts);
});

test.each([
  ['apps/api:http', 'apps/api | apps/api | http'],
  ['api', 'apps/api | apps/api'],
  ['default:apps/api', 'apps/api | apps/api'],
  ['apps/*', 'any other pod in apps | any other pod in apps'],
  ['nowhere/*', 'any pod in nowhere | any pod in nowhere'],
  ['apps/worker', 'apps/worker | pods with app=worker in apps'],
  ['worker', 'apps/worker | pods with app=worker in apps'],
  ['data/app=redis', 'data/app=redis | data/redis'],
  ['data/app=new', 'data/app=new | data/app=new'],
  ['world', 'world | world'],
  ['host', 'host | host with kube-apiserver | host'],
  ['kube-apiserver:6443', 'kube-apiserver | host with kube-apiserver | remote-node with kube-apiserver | 6443'],
  ['10.5.0.1', '10.5.0.1 | 10.5.0.1/32'],
  ['10.0.0.0/8:443', '10.0.0.0/8 | 10.0.0.0/8 | 443'],
  ['0.0.0.0/0', '0.0.0.0/0 | world'],
  ['API.example.com.:443', 'api.example.com | api.example.com | 443'],
  ['exporter', 'monitoring/exporter | host with kube-apiserver | host | remote-node with kube-apiserver | remote-node'],
])('%s means %s', (text, expected) => {
  expect(found(text)).toBe(expected);
});

test.each([
  ['apps/apo', "ASK001 nothing is called 'apps/apo'; write 'apps/api'"],
  ['reddis', "ASK001 nothing is called 'reddis'; write 'redis'"],
  ['wrld', "ASK001 nothing is called 'wrld'; write 'world'"],
  ['web', "ASK002 'web' is the name of several workloads; write 'apps/web' or 'data/web'"],
  ['data/cache', "ASK001 'data/cache' is a Service, and policies are about pods; write 'data/redis', whose pods are behind it"],
  ['away:apps/api', "ASK001 these are the pods of cluster 'default', not of 'away'; write 'default:apps/api'"],
  ['2001:db8::1', "ASK001 the cluster has no IPv6, so '2001:db8::1' is nobody in it; ask for another address"],
])('%s is nobody', (text, expected) => {
  expect(found(text)).toBe(expected);
});

test('a workload on the host network is its node, and this is said', () => {
  expect(peersNamed('exporter', worldOf(all)).peer?.notes).toEqual([
    "'monitoring/exporter' is on the host network: to policies it is its node, 'host' to pods of that node and 'remote-node' to all others",
  ]);
});

describe('ports', () => {
  const world = worldOf(all);
  const ports = (text: string, of = 'data/redis') => {
    const { peer } = peersNamed(of, world);
    if (peer === undefined) throw new Error('no such peer');
    const { ports: meant, findings } = portsAsked(text, peer, world);
    return findings.length > 0
      ? findings.map((f) => `${f.id} ${f.message}; ${f.repair}`).join()
      : meant.map((p) => `${p.protocol} ${p.port}`).join();
  };

  test.each([
    ['6379', 'TCP 6379'],
    ['53', 'UDP 53'],
    ['53/tcp', 'TCP 53'],
    ['redis', 'TCP 6379'],
    ['main', 'TCP 6379'],
    ['icmp', 'ICMP 8'],
    ['icmpv6', 'ICMPv6 128'],
    ['0/ICMP', 'ICMP 0'],
    ['gre', 'GRE 0'],
    ['redsi', "ASK003 'data/redis' has no port 'redsi'; write 'redis'"],
    ['70000', "ASK003 '70000' is no port; write a number from 1 to 65535 or a name"],
    ['53/tpc', "ASK003 'tpc' is no protocol; write 'TCP', 'UDP', 'SCTP', 'ICMP' or 'ICMPv6'"],
  ])('%s', (text, expected) => {
    expect(ports(text)).toBe(expected);
  });

  test('those without a name go by their number', () => {
    expect(ports('http', 'data/bare')).toBe("ASK003 'data/bare' has no port 'http'; write '80' or '53/UDP'");
  });

  test('those of what lies outside have no names', () => {
    expect(ports('http', 'world')).toBe("ASK003 'world' gives no names to ports; write a number");
  });

  test('the port of a Service is told from that of the pods', () => {
    const { peer } = peersNamed('data/redis', world);
    expect(peer && portsAsked('80', peer, world).ports).toEqual([
      { protocol: 'TCP', port: 80, note: "80 is the port of Service 'cache'; it leads to 6379, which is what policies see: ask for 6379" },
    ]);
  });
});
