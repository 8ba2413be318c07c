import { controlPlane, generic, raspberryPi5, worker } from 'ichor';
import { emitted, machine, network, nodes, on, releases } from '../support/rack';

const keys = [
  ...['routingMode', 'tunnelProtocol', 'autoDirectNodeRoutes', 'ipv4NativeRoutingCIDR', 'loadBalancer', 'devices', 'MTU'],
  ...['encryption', 'l2announcements', 'bgpControlPlane', 'gatewayAPI'],
];

/** What the values say of the ways of packets. */
function datapath(platform: Parameters<typeof on>[0], options: Parameters<typeof network>[0] = {}, version?: string) {
  const values = emitted({ platform: on(platform), network: network(options, version) }).values();
  return Object.fromEntries(keys.flatMap((key) => (values[key] === undefined ? [] : [[key, values[key]]])));
}

const off = { l2announcements: { enabled: false }, gatewayAPI: { enabled: false } };

describe.each(Object.values(releases))('Cilium %s', (version) => {
  test('goes by routes in one flat network, and keeps the addresses of clients', () => {
    expect(datapath({}, {}, version)).toEqual({
      routingMode: 'native',
      autoDirectNodeRoutes: true,
      ipv4NativeRoutingCIDR: '10.244.0.0/16',
      loadBalancer: { acceleration: 'disabled', mode: 'dsr' },
      devices: ['enp1s0'],
      ...off,
    });
  });

  test('goes through a tunnel where nobody says that the network is flat', () => {
    expect(datapath({ flat: false }, {}, version)).toEqual({
      routingMode: 'tunnel',
      tunnelProtocol: 'vxlan',
      loadBalancer: { acceleration: 'disabled' },
      devices: ['enp1s0'],
      ...off,
    });
  });
});

test('in a tunnel answers go past it only where its header has room for the client', () => {
  expect(datapath({ flat: false }, { loadBalancer: 'dsr' })).toMatchObject({
    tunnelProtocol: 'geneve',
    loadBalancer: { mode: 'dsr', dsrDispatch: 'geneve' },
  });
});

test('the range of pods that needs no masquerading is that of the definition', () => {
  expect(datapath({}, { pods: '10.60.0.0/16', loadBalancer: 'snat' })).toMatchObject({
    ipv4NativeRoutingCIDR: '10.60.0.0/16',
    loadBalancer: { acceleration: 'disabled' },
  });
});

test('programs are attached to the links of all nodes, and to no further ones', () => {
  const mixed = [
    controlPlane('cp-1', { address: '192.168.1.31', machine: raspberryPi5() }),
    worker('w-1', { address: '192.168.1.41', machine, links: [{ interface: 'enp2s0', address: '10.9.0.41/24' }] }),
    worker('w-2', { address: '192.168.1.42', machine, interface: 'bond0' }),
  ];
  expect(datapath({ nodes: mixed }).devices).toEqual(['bond0', 'end0', 'enp1s0']);
});

test.each([
  ['of a network with jumbo frames', { mtu: 9000 }, 9000],
  ["of KubeSpan's own packets, whatever the network carries", { mtu: 9000, kubeSpan: true }, 1420],
  ['left to Cilium otherwise', {}, undefined],
])('the size of packets is %s', (_, platform, mtu) => {
  expect(datapath(platform).MTU).toBe(mtu);
});

test('encryption names its kind, since that of the chart needs keys', () => {
  expect(datapath({}, { encryption: 'wireguard' }).encryption).toEqual({ enabled: true, type: 'wireguard' });
  expect(datapath({}).encryption).toBeUndefined();
});

describe('operators follow the nodes that can run them', () => {
  const controlPlanes = 'node-role.kubernetes.io/control-plane';
  const tainted = (...taints: { key: string; value?: string; effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' }[]) =>
    controlPlane('cp-1', { address: '192.168.1.31', machine, taints });
  const parts = (...list: typeof nodes) => {
    const { operator } = emitted({
      platform: on({ nodes: list }),
      workloads: [],
    }).values();
    return { replicas: operator.replicas, operator: operator.tolerations };
  };

  test('two operators where two nodes can have one, and one where there is one node', () => {
    expect(parts(...nodes)).toEqual({ replicas: 2, operator: undefined });
    expect(parts(tainted())).toEqual({ replicas: 1, operator: undefined });
  });

  test('control planes that keep others off take one', () => {
    expect(parts(tainted({ key: controlPlanes, effect: 'NoSchedule' }), worker('w-1', { address: '192.168.1.41', machine }))).toEqual({
      replicas: 2,
      operator: undefined,
    });
  });

  test('a node that everybody is kept off counts as none', () => {
    const spare = worker('w-1', { address: '192.168.1.41', machine, taints: [{ key: 'spare', effect: 'NoExecute' }] });
    expect(parts(tainted({ key: 'a', effect: 'PreferNoSchedule' }), spare).replicas).toBe(1);
  });

  test('operators tolerate the taints of control planes where they would not find two nodes otherwise', () => {
    const core = [
      { key: 'core', value: 'yes', effect: 'NoSchedule' },
      { key: 'soft', effect: 'PreferNoSchedule' },
      { key: 'disk', effect: 'NoExecute' },
    ] as const;
    const ofChart = ['control-plane', 'master'].map((role) => `node-role.kubernetes.io/${role}`);
    const ofNodes = ['node.kubernetes.io/not-ready', 'node.cloudprovider.kubernetes.io/uninitialized'];
    expect(parts(tainted(...core), worker('w-1', { address: '192.168.1.41', machine }))).toEqual({
      replicas: 2,
      operator: [
        ...[...ofChart, ...ofNodes].map((key) => ({ key, operator: 'Exists' })),
        { key: 'core', operator: 'Equal', value: 'yes', effect: 'NoSchedule' },
        { key: 'disk', operator: 'Exists', effect: 'NoExecute' },
      ],
    });
  });
});

test('machines of other architectures need no other values', () => {
  const arm = generic({ architecture: 'arm64', interface: 'enp1s0', disk: '/dev/sda', memory: '8GiB' });
  const text = (of: typeof machine) =>
    emitted({ platform: on({ nodes: [controlPlane('cp-1', { address: '192.168.1.31', machine: of })] }) }).files.get(
      'rack/cilium/values.yaml',
    );
  expect(text(arm)).toBe(text(machine));
});
