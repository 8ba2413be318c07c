import { type ClusterDefinition, controlPlane, gateway, namespace, onAddress, onHostname, pool, secretRef, worker } from 'ichor';
import { db, emitted, home, local, machine, network, nodes, on, releases, web } from '../support/rack';

const sql = onAddress(local, '192.168.1.240', db.port('sql'), { from: home });
const edge = namespace('edge');

/** A pool that routers learn of; two of these with the same settings are one to the nodes. */
const routed = (name: string, range: string, bgp: Partial<Parameters<typeof pool>[1]['bgp'] & object> = {}) =>
  pool(name, { range, bgp: { asn: 64512, peers: [{ address: '192.168.1.1', asn: 64500 }], ...bgp } });

describe.each(Object.values(releases))('Cilium %s', (version) => {
  const cluster = (changes: Partial<ClusterDefinition>) => emitted({ network: network({}, version), ...changes });

  test('gives a Service an address of a pool, and answers for it on the links of the nodes', () => {
    const { object, layer, values } = cluster({ expose: [sql] });
    expect(layer('25-network')).toEqual(['CiliumL2AnnouncementPolicy-lan', 'CiliumLoadBalancerIPPool-lan']);
    expect(object('25-network/CiliumLoadBalancerIPPool-lan')).toEqual({
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumLoadBalancerIPPool',
      metadata: { name: 'lan' },
      spec: { blocks: [{ start: '192.168.1.240', stop: '192.168.1.249' }], serviceSelector: { matchLabels: { 'ichor/pool': 'lan' } } },
    });
    expect(object('25-network/CiliumL2AnnouncementPolicy-lan')).toEqual({
      apiVersion: 'cilium.io/v2alpha1',
      kind: 'CiliumL2AnnouncementPolicy',
      metadata: { name: 'lan' },
      spec: { loadBalancerIPs: true, interfaces: ['^enp1s0$'], serviceSelector: { matchLabels: { 'ichor/pool': 'lan' } } },
    });
    expect(object('40-workloads/Service-db-on-lan.apps')).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'db-on-lan',
        namespace: 'apps',
        labels: { 'ichor/pool': 'lan' },
        annotations: { 'lbipam.cilium.io/ips': '192.168.1.240' },
      },
      spec: {
        type: 'LoadBalancer',
        allocateLoadBalancerNodePorts: false,
        externalTrafficPolicy: 'Cluster',
        selector: { app: 'db' },
        ports: [{ name: 'sql', port: 5432, targetPort: 5432, protocol: 'TCP' }],
      },
    });
    expect(values()).toMatchObject({
      l2announcements: { enabled: true },
      k8sClientRateLimit: { qps: 11, burst: 22 },
      loadBalancer: { algorithm: 'maglev' },
    });
    expect(values().bgpControlPlane).toBeUndefined();
  });

  test('tells routers of a pool', () => {
    const bgp = { password: secretRef('router-password') };
    const addresses = routed('routed', '10.80.0.0/24', { peers: [{ address: '192.168.1.1', asn: 64500, ...bgp }] });
    const expose = [onAddress(addresses, '10.80.0.5', db.port('sql'), { from: home, externalTrafficPolicy: 'Local' })];
    const { object, layer, values } = cluster({ expose });
    expect(layer('25-network')).toEqual([
      'CiliumBGPAdvertisement-routed',
      'CiliumBGPClusterConfig-bgp-64512',
      'CiliumBGPPeerConfig-bgp-64512-router-password',
      'CiliumLoadBalancerIPPool-routed',
    ]);
    expect(object('25-network/CiliumLoadBalancerIPPool-routed').spec).toMatchObject({
      allowFirstLastIPs: 'No',
      blocks: [{ cidr: '10.80.0.0/24' }],
    });
    expect(object('25-network/CiliumBGPAdvertisement-routed')).toEqual({
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumBGPAdvertisement',
      metadata: { name: 'routed', labels: { 'ichor/pool': 'routed' } },
      spec: {
        advertisements: [
          {
            advertisementType: 'Service',
            service: { addresses: ['LoadBalancerIP'] },
            selector: { matchLabels: { 'ichor/pool': 'routed' } },
          },
        ],
      },
    });
    expect(object('25-network/CiliumBGPClusterConfig-bgp-64512')).toEqual({
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumBGPClusterConfig',
      metadata: { name: 'bgp-64512' },
      spec: {
        bgpInstances: [
          {
            name: 'bgp-64512',
            localASN: 64512,
            peers: [
              {
                name: '192.168.1.1',
                peerAddress: '192.168.1.1',
                peerASN: 64500,
                peerConfigRef: { name: 'bgp-64512-router-password' },
              },
            ],
          },
        ],
      },
    });
    expect(object('25-network/CiliumBGPPeerConfig-bgp-64512-router-password')).toEqual({
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumBGPPeerConfig',
      metadata: { name: 'bgp-64512-router-password' },
      spec: {
        authSecretRef: 'router-password',
        timers: { holdTimeSeconds: 90, keepAliveTimeSeconds: 30 },
        gracefulRestart: { enabled: true, restartTimeSeconds: 120 },
        families: [
          {
            afi: 'ipv4',
            safi: 'unicast',
            advertisements: { matchExpressions: [{ key: 'ichor/pool', operator: 'In', values: ['routed'] }] },
          },
        ],
      },
    });
    expect(object('40-workloads/Service-db-on-routed.apps').spec.externalTrafficPolicy).toBe('Local');
    expect(values()).toMatchObject({ bgpControlPlane: { enabled: true }, l2announcements: { enabled: false } });
    expect(values().k8sClientRateLimit).toBeUndefined();
  });
});

describe('on the local network', () => {
  const withL2 = (l2: Parameters<typeof pool>[1]['l2'] & object) =>
    onAddress(pool('lan', { range: '192.168.1.240-192.168.1.249', l2 }), '192.168.1.240', db.port('sql'), { from: home });

  test('other timings of leases are told to the agents, and Cilium keeps its own', () => {
    expect(
      emitted({ expose: [withL2({ leaseDuration: 30, leaseRenewDeadline: 5, leaseRetryPeriod: 1 })] }).values().l2announcements,
    ).toEqual({
      enabled: true,
      leaseDuration: '30s',
      leaseRetryPeriod: '1s',
    });
  });

  test('the nodes and links of the definition answer', () => {
    const { spec } = emitted({
      platform: on({ nodes: [...nodes, worker('w-2', { address: '192.168.1.42', machine, labels: { rack: 'a' } })] }),
      expose: [withL2({ interfaces: ['^en.*$'], nodes: { rack: 'a' } })],
    }).object('25-network/CiliumL2AnnouncementPolicy-lan');
    expect(spec).toMatchObject({ interfaces: ['^en.*$'], nodeSelector: { matchLabels: { rack: 'a' } } });
  });

  test('the name of a link is no pattern', () => {
    const vlan = [controlPlane('cp-1', { address: '192.168.1.31', machine, interface: 'bond0.10' })];
    const { spec } = emitted({ platform: on({ nodes: vlan }), expose: [sql] }).object('25-network/CiliumL2AnnouncementPolicy-lan');
    expect(spec.interfaces).toEqual(['^bond0\\.10$']);
  });

  test.each([
    [1, 2, 11],
    [3, 2, 12],
    [25, 2, 23],
    [25, 1, 35],
  ])('%d announced Services that are renewed each %d s are counted with', (count, leaseRetryPeriod, qps) => {
    const addresses = pool('lan', { range: '192.168.1.200-192.168.1.249', l2: { leaseRetryPeriod } });
    const expose = Array.from({ length: count }, (_, i) =>
      onAddress(addresses, `192.168.1.${200 + i}`, db.port('sql'), { from: home, service: `db-${i}` }),
    );
    expect(emitted({ expose }).values().k8sClientRateLimit).toEqual({ qps, burst: 2 * qps });
  });

  test('a gateway is one more, and what routers learn of is none', () => {
    const expose = [
      sql,
      onAddress(local, '192.168.1.242', web.port('http'), { from: home }),
      onHostname('a.example.com', web.port('http'), {
        via: gateway(edge, 'web', { on: { pool: local, address: '192.168.1.241' } }),
        from: home,
      }),
      onAddress(routed('routed', '10.80.0.0/24'), '10.80.0.5', db.port('sql'), { from: home }),
    ];
    expect(emitted({ expose }).values().k8sClientRateLimit.qps).toBe(12);
  });
});

describe('an address that several have', () => {
  const port = (address: string, ...more: Parameters<typeof onAddress>) => onAddress(more[0], address, more[2], more[3]);
  const annotations = (changes: Partial<ClusterDefinition>, service: string) =>
    emitted(changes).object(`40-workloads/Service-${service}`).metadata.annotations;

  test('is shared by a key that is the address', () => {
    const expose = [sql, port('192.168.1.240', local, '', web.port('http'), { from: home })];
    const shared = { 'lbipam.cilium.io/ips': '192.168.1.240', 'lbipam.cilium.io/sharing-key': '192.168.1.240' };
    expect(annotations({ expose }, 'db-on-lan.apps')).toEqual(shared);
    expect(annotations({ expose }, 'web-on-lan.apps')).toEqual(shared);
  });

  test('is shared with a gateway of another namespace, where each names the other', () => {
    const via = gateway(edge, 'web', { on: { pool: local, address: '192.168.1.240' } });
    const expose = [sql, onHostname('a.example.com', web.port('http'), { via, from: home })];
    expect(annotations({ expose }, 'db-on-lan.apps')).toMatchObject({ 'lbipam.cilium.io/sharing-cross-namespace': 'edge' });
    expect(emitted({ expose }).object('50-gateways/Gateway-web.edge').spec.infrastructure).toEqual({
      labels: { 'ichor/pool': 'lan' },
      annotations: { 'lbipam.cilium.io/sharing-key': '192.168.1.240', 'lbipam.cilium.io/sharing-cross-namespace': 'apps' },
    });
  });

  test('is no shared one where one Service has several ports', () => {
    const expose = [sql, onAddress(local, '192.168.1.240', db.port('metrics'), { from: home, port: 9000 })];
    expect(annotations({ expose }, 'db-on-lan.apps')).toEqual({ 'lbipam.cilium.io/ips': '192.168.1.240' });
    expect(emitted({ expose }).object('40-workloads/Service-db-on-lan.apps').spec.ports).toEqual([
      { name: 'sql', port: 5432, targetPort: 5432, protocol: 'TCP' },
      { name: 'metrics', port: 9000, targetPort: 9187, protocol: 'TCP' },
    ]);
  });
});

describe('through routers', () => {
  const expose = (...pools: ReturnType<typeof routed>[]) =>
    pools.map((of, i) => onAddress(of, `10.80.${i}.5`, db.port('sql'), { from: home, service: `db-${i}` }));

  test('pools of the same settings are one configuration of the nodes', () => {
    const { layer, object } = emitted({ expose: expose(routed('b', '10.80.0.0/24'), routed('a', '10.80.1.0/24')) });
    expect(layer('25-network').filter((path) => path.startsWith('CiliumBGP'))).toEqual([
      'CiliumBGPAdvertisement-a',
      'CiliumBGPAdvertisement-b',
      'CiliumBGPClusterConfig-bgp-64512',
      'CiliumBGPPeerConfig-bgp-64512',
    ]);
    expect(object('25-network/CiliumBGPPeerConfig-bgp-64512').spec.families[0].advertisements.matchExpressions[0].values).toEqual([
      'a',
      'b',
    ]);
  });

  test('nodes that are told apart have configurations of their own', () => {
    const platform = on({
      nodes: [
        controlPlane('cp-1', { address: '192.168.1.31', machine, labels: { rack: 'a' } }),
        worker('w-1', { address: '192.168.1.41', machine, labels: { rack: 'b' } }),
      ],
    });
    const of = (rack: string, third: number) => routed(rack, `10.80.${third}.0/24`, { nodes: { rack } });
    const { object } = emitted({ platform, expose: expose(of('a', 0), of('b', 1)) });
    expect(object('25-network/CiliumBGPClusterConfig-bgp-64512-rack-b').spec.nodeSelector).toEqual({ matchLabels: { rack: 'b' } });
    expect(object('25-network/CiliumBGPPeerConfig-bgp-64512-rack-a').spec.families[0].advertisements.matchExpressions[0].values).toEqual([
      'a',
    ]);
  });

  test('routers of other networks and with other passwords have settings of their own', () => {
    const far = { address: '10.99.0.1', asn: 64499 };
    const peers = [
      { address: '192.168.1.1', asn: 64500 },
      { address: '192.168.1.2', asn: 64500, password: secretRef('second') },
      far,
      { address: '10.99.0.2', asn: 64512 },
      { address: '10.9.0.1', asn: 64500 },
    ];
    const links = [{ interface: 'enp2s0', address: '10.9.0.31/24' }];
    const { object } = emitted({
      platform: on({ nodes: [controlPlane('cp-1', { address: '192.168.1.31', machine, links })] }),
      expose: expose(routed('routed', '10.80.0.0/24', { peers })),
    });
    const { spec } = object('25-network/CiliumBGPClusterConfig-bgp-64512');
    expect(spec.bgpInstances[0].peers.map((peer: { peerConfigRef: { name: string } }) => peer.peerConfigRef.name)).toEqual([
      'bgp-64512',
      'bgp-64512-second',
      'bgp-64512-multihop',
      'bgp-64512',
      'bgp-64512',
    ]);
    expect(object('25-network/CiliumBGPPeerConfig-bgp-64512-multihop').spec.ebgpMultihop).toBe(255);
    expect(object('25-network/CiliumBGPPeerConfig-bgp-64512').spec).not.toHaveProperty('ebgpMultihop');
  });

  test('timings are those of the definition', () => {
    const addresses = routed('routed', '10.80.0.0/24', { holdTime: 9, keepAliveTime: 3, gracefulRestartTime: 15 });
    expect(emitted({ expose: expose(addresses) }).object('25-network/CiliumBGPPeerConfig-bgp-64512').spec).toMatchObject({
      timers: { holdTimeSeconds: 9, keepAliveTimeSeconds: 3 },
      gracefulRestart: { enabled: true, restartTimeSeconds: 15 },
    });
  });
});

test('from the local network to routers only the addresses and what announces them change', () => {
  const files = (of: typeof local, address: string) => emitted({ expose: [onAddress(of, address, db.port('sql'), { from: home })] }).files;
  const before = files(local, '192.168.1.240');
  const after = files(routed('lan', '10.80.0.0/24'), '10.80.0.5');
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  expect(paths.filter((path) => before.get(path) !== after.get(path)).map((path) => path.replace('rack/', ''))).toEqual([
    'CONNECTIVITY.md',
    'PLAN.md',
    'apply.sh',
    'cilium/values.yaml',
    'kubernetes/25-network/CiliumBGPAdvertisement-lan.yaml',
    'kubernetes/25-network/CiliumBGPClusterConfig-bgp-64512.yaml',
    'kubernetes/25-network/CiliumBGPPeerConfig-bgp-64512.yaml',
    'kubernetes/25-network/CiliumL2AnnouncementPolicy-lan.yaml',
    'kubernetes/25-network/CiliumLoadBalancerIPPool-lan.yaml',
    'kubernetes/40-workloads/Service-db-on-lan.apps.yaml',
    'plans/create.sh',
  ]);
});
