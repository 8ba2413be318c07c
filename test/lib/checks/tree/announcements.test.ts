import { checked, goodTalos, goodValues, helmRelease, undecided } from './support/tree';

const values = `${goodValues}l2announcements: { enabled: true }\nbgpControlPlane: { enabled: true }\n`;
const machines = `clusterName: home
clusterEndpoint: https://192.168.1.10:6443
talosVersion: 1.13.9
kubernetesVersion: 1.36.3
nodes:
  - { host: cp-1, ip: 192.168.1.11, role: control-plane }
  - { host: w-1, ip: 192.168.1.12, role: worker }
`;
const good = { 'apps/cilium.yaml': helmRelease(values), 'topf.yaml': machines, 'control-plane/01.yaml': goodTalos };

const object = (kind: string, name: string, spec: string, labels = '') => `apiVersion: cilium.io/v2
kind: ${kind}
metadata: { name: ${name}${labels === '' ? '' : `, labels: { ${labels} }`} }
spec: ${spec}
---
`;
const pool = (name: string, cidr: string, more = '') => object('CiliumLoadBalancerIPPool', name, `{ blocks: [{ cidr: ${cidr} }]${more} }`);
const l2 = (name: string, more = '') =>
  object('CiliumL2AnnouncementPolicy', name, `{ loadBalancerIPs: true${more} }`).replace('v2', 'v2alpha1');
const cluster = (name: string, asn: number, more = '', peer = 'peerAddress: 192.168.1.1, peerASN: 64512') =>
  object(
    'CiliumBGPClusterConfig',
    name,
    `{ bgpInstances: [{ name: home, localASN: ${asn}, peers: [{ name: router, ${peer}, peerConfigRef: { name: session } }] }]${more} }`,
  );
const session = (more = '') =>
  object(
    'CiliumBGPPeerConfig',
    'session',
    `{ families: [{ afi: ipv4, safi: unicast, advertisements: { matchLabels: { advertise: bgp } } }]${more} }`,
  );
const advertisement = (selector = 'matchExpressions: [{ key: never, operator: NotIn, values: [used] }]') =>
  object(
    'CiliumBGPAdvertisement',
    'services',
    `{ advertisements: [{ advertisementType: Service, service: { addresses: [LoadBalancerIP] }, selector: { ${selector} } }] }`,
    'advertise: bgp',
  );
const service = (name: string, address: string, more = '', labels = '') => `apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: edge, labels: { ${labels} }, annotations: { lbipam.cilium.io/ips: ${address} } }
spec: { type: LoadBalancer, ports: [{ port: 80 }]${more} }
---
`;

const ids = ['INV052', 'INV054', 'INV059', 'INV061', 'LBP003'];
const of = (objects: string, files: Readonly<Record<string, string>> = good) => checked({ ...files, 'apps/lan.yaml': objects });
const judged = async (objects: string, files?: Readonly<Record<string, string>>) =>
  (await of(objects, files)).findings.flatMap(({ id, status, at, message }) =>
    ids.includes(id) && status === 'found' ? [`${id} ${at.file} ${at.path ?? ''}: ${message}`] : [],
  );

describe('addresses that nodes answer for', () => {
  test('are announced by each policy that chooses their Services', async () => {
    const local = ', externalTrafficPolicy: Local';
    const objects = [
      pool('lan', '192.168.1.224/28', ', serviceSelector: { matchLabels: { zone: lan } }'),
      pool('dmz', '192.168.9.0/28', ', serviceSelector: { matchLabels: { zone: dmz } }'),
      l2('lan', ', serviceSelector: { matchLabels: { zone: lan } }, nodeSelector: { matchExpressions: [{ key: gone, operator: Exists }] }'),
      l2('dmz', ', serviceSelector: { matchExpressions: [{ key: zone, operator: NotIn, values: [lan] }] }'),
      service('web', '192.168.1.225', local, 'zone: lan'),
    ].join('');
    expect(await judged(objects)).toEqual([
      "INV054 apps/lan.yaml : one node answers for 192.168.1.225 on the local network, which need not be one with a pod behind the Service edge/web: with externalTrafficPolicy 'Local' it drops what arrives",
      "INV059 apps/lan.yaml spec.nodeSelector: no node has the labels 'gone', so the addresses of 'lan' are announced by nobody",
    ]);
  });

  test('are kept by leases of the timings that the values say', async () => {
    const files = {
      ...good,
      'apps/cilium.yaml': helmRelease(values.replace('{ enabled: true }\nbgp', '{ enabled: true, leaseDuration: 4s }\nbgp')),
    };
    expect(await judged(pool('lan', '192.168.1.224/28') + l2('lan'), files)).toEqual([
      'LBP003 apps/lan.yaml : leases of 4 s that are renewed within 5 s, tried every 2 s, would end before they are renewed: Cilium refuses them',
    ]);
  });

  test('are announced by nobody where a policy is not about addresses of load balancers', async () => {
    const result = await of(pool('lan', '192.168.1.224/28') + l2('lan').replace('loadBalancerIPs', 'externalIPs'));
    expect(undecided(result, 'INV054')).toEqual(['INV054 since nothing here announces their addresses']);
  });

  test('depend on Services elsewhere where labels of those decide', async () => {
    const objects = pool('lan', '192.168.1.224/28') + l2('some', ', serviceSelector: { matchLabels: { expose: lan } }');
    expect(undecided(await of(objects), 'INV054')).toEqual([
      "INV054 since whether 'some' announces addresses of 'lan' is said by labels of Services elsewhere",
    ]);
    const web = service('web', '192.168.1.225', ', externalTrafficPolicy: Local', 'expose: lan');
    const other = service('other', '192.168.1.226', ', externalTrafficPolicy: Local');
    expect(await judged(objects + web + other)).toEqual([
      "INV054 apps/lan.yaml : one node answers for 192.168.1.225 on the local network, which need not be one with a pod behind the Service edge/web: with externalTrafficPolicy 'Local' it drops what arrives",
    ]);
  });
});

describe('addresses that routers are told of', () => {
  const lan = pool('lan', '10.20.0.0/24');

  test('are decided by the objects of BGP together', async () => {
    const result = await of(lan + cluster('home', 64513) + session() + advertisement());
    expect(undecided(result, 'INV031', 'INV052', 'INV054', 'INV057', 'INV061')).toEqual([]);
    expect(await judged(lan + cluster('home', 64513) + session() + advertisement())).toEqual([]);
  });

  test('need the control plane, a right session and a router', async () => {
    const objects =
      lan + cluster('home', 0, '', 'peerAddress: router, peerASN: 64512') + session(', timers: { holdTimeSeconds: 30 }') + advertisement();
    const files = {
      ...good,
      'apps/cilium.yaml': helmRelease(values.replace('bgpControlPlane: { enabled: true }', 'bgpControlPlane: { enabled: false }')),
    };
    expect(await judged(objects, files)).toEqual([
      "INV052 apps/cilium.yaml spec.values.bgpControlPlane.enabled: no router is told of the addresses of the pool 'lan' while this is off",
      'INV061 apps/lan.yaml spec.bgpInstances[0].localASN: 0 is no number of an autonomous system',
      "INV061 apps/lan.yaml spec.bgpInstances[0].peers[0].peerAddress: 'router' is not an IPv4 address",
      'INV061 apps/lan.yaml spec.timers.keepAliveTimeSeconds: with a sign of life every 30 s a session of holdTime 30 is given up when one or two are lost',
    ]);
  });

  test('come from one configuration for a node', async () => {
    const objects = (more: string) => lan + cluster('home', 64513) + cluster('spare', 64514, more) + session() + advertisement();
    expect(await judged(objects(''))).toEqual([
      "INV061 apps/lan.yaml : 'cp-1' is to speak BGP in two ways, for 'home' and for 'spare', and Cilium takes one for a node",
    ]);
    expect(await judged(objects(', nodeSelector: { matchLabels: { spare: yes } }'))).toEqual([
      "INV059 apps/lan.yaml spec.nodeSelector: no node has the labels 'spare: true', so the addresses of 'lan' are announced by nobody",
    ]);
  });

  test.each([
    ['a session that is not here', cluster('home', 64513) + advertisement(), "the CiliumBGPPeerConfig 'session' of 'home' is not here"],
    [
      'an advertisement without a selector',
      cluster('home', 64513) + session() + advertisement('').replace(', selector: {  }', ''),
      'nothing here announces their addresses',
    ],
    [
      'an advertisement that the session does not choose',
      cluster('home', 64513) + session().replace('advertise: bgp', 'advertise: no') + advertisement(),
      'nothing here announces their addresses',
    ],
    [
      'the kind of before',
      object('CiliumBGPPeeringPolicy', 'old', '{ virtualRouters: [] }'),
      "CiliumBGPPeeringPolicy 'old' is of a kind that is gone, and isn't read",
    ],
  ])('%s', async (_, objects, why) => {
    expect(undecided(await of(lan + objects), 'INV061')).toEqual([`INV061 since ${why}`]);
  });
});
