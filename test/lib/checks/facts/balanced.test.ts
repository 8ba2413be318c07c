import { controlPlane, gateway, lan, metal, namespace, onAddress, onHostname, pool, raspberryPi5, secretRef } from 'ichor';
import { type Fact, factsOfDefinition } from '../../../../lib/checks';
import { db, resolved, web } from '../../model/support/resolved';

const home = lan('192.168.1.0/24');
const near = pool('near', { range: '192.168.1.240-192.168.1.249', l2: {} });
const platform = metal({
  subnet: '192.168.1.0/24',
  flat: true,
  nodes: [controlPlane('cp-1', { address: '192.168.1.31', machine: raspberryPi5() })],
});
const front = gateway(namespace('edge'), 'front', { on: { pool: near, address: '192.168.1.241' }, certificate: secretRef('tls') });
const service = (labels: object, annotations: object, spec: object = {}) => ({
  ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'own', namespace: 'apps', labels, annotations } },
  spec: { type: 'LoadBalancer', ports: [{ port: 80 }, { port: 53, protocol: 'UDP' }], ...spec },
});
const value = <T>(fact: Fact<T>): T => {
  if (fact.state !== 'known') throw new Error(fact.state);
  return fact.value;
};
const of = (changes: Parameters<typeof resolved>[0]) => factsOfDefinition(resolved({ platform, ...changes }), undefined);
const balanced = (changes: Parameters<typeof resolved>[0]) =>
  value(of(changes).balanced).map(({ owner, pool: name, address, externalTrafficPolicy: policy, ports }) => [
    ...[owner, name, address, policy],
    ports.map(({ port, protocol }) => `${port}/${protocol}`).join(),
  ]);

test('Services and gateways have their addresses, with the ports there', () => {
  const expose = [
    onAddress(near, '192.168.1.240', db.port('sql'), { from: home }),
    onAddress(near, '192.168.1.240', db.port('metrics'), { from: home, port: 80 }),
    onHostname('web.example.com', web.port('http'), { via: front, from: home }),
  ];
  expect(balanced({ expose })).toEqual([
    ['the Service apps/db-on-near', 'near', '192.168.1.240', 'Cluster', '5432/TCP,80/TCP'],
    ['the gateway edge/front', 'near', '192.168.1.241', 'Cluster', '80/TCP,443/TCP'],
  ]);
});

test("the user's own Services count where they choose a pool and ask for addresses of it", () => {
  const label = { 'ichor/pool': 'near' };
  const asks = { 'lbipam.cilium.io/ips': '192.168.1.242, 192.168.1.243' };
  const objects = [
    service(label, asks, { externalTrafficPolicy: 'Local' }),
    service(label, { 'io.cilium/lb-ipam-ips': '192.168.1.244' }),
    service({}, asks),
    service(label, {}),
    service(label, asks, { type: 'ClusterIP' }),
  ] as never;
  expect(balanced({ objects })).toEqual([
    ['the Service apps/own', 'near', '192.168.1.242', 'Local', '80/TCP,53/UDP'],
    ['the Service apps/own', 'near', '192.168.1.243', 'Local', '80/TCP,53/UDP'],
    ['the Service apps/own', 'near', '192.168.1.244', 'Cluster', '80/TCP,53/UDP'],
  ]);
});

test('a gateway on the nodes has no address, and the ports at which it listens', () => {
  const onNodes = gateway(namespace('edge'), 'nodes', {
    on: { hostNetwork: true, nodes: { a: 'b' } },
    certificate: secretRef('tls'),
    http: 'off',
  });
  const changes = { expose: [onHostname('web.example.com', web.port('http'), { via: onNodes, from: home })] };
  expect(balanced(changes)).toEqual([]);
  expect(value(of(changes).gateways)).toMatchObject([{ name: 'edge/nodes', onNodes: { a: 'b' }, ports: [443] }]);
});
