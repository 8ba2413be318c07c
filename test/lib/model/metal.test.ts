import { controlPlane, flannel, generic, metal, raspberryPi5, worker } from 'ichor';
import { resolved } from './support/resolved';

const pi = raspberryPi5({ memory: '8GiB' });
const computer = generic({ architecture: 'amd64', interface: 'enp1s0', disk: '/dev/nvme0n1' });
const nodes = [
  worker('w-1', { address: '192.168.1.41', machine: computer }),
  controlPlane('cp-1', { address: '192.168.1.31', machine: pi }),
];
const on = (options: Partial<Parameters<typeof metal>[0]> = {}) => {
  const { platform, nodes: counts, network } = resolved({ platform: metal({ subnet: '192.168.1.0/24', nodes, ...options }) });
  if (platform.kind !== 'metal') throw new Error(platform.kind);
  return { platform, counts, datapath: network.cilium?.datapath };
};

test('nodes know their subnet, router, link, architecture and disk; control planes come first', () => {
  const { platform, counts } = on();
  expect(
    platform.nodes.map(({ name, router, prefix, interface: link, architecture, disk }) => [name, router, prefix, link, architecture, disk]),
  ).toEqual([
    ['cp-1', '192.168.1.1', 24, 'end0', 'arm64', '/dev/mmcblk0'],
    ['w-1', '192.168.1.1', 24, 'enp1s0', 'amd64', '/dev/nvme0n1'],
  ]);
  expect(counts).toEqual({ controlPlanes: 1, workers: 1, schedulable: 2 });
});

test('a node says for itself what differs from its machine and from the network', () => {
  const own = worker('w-2', {
    address: '10.9.0.7',
    subnet: '10.9.0.0/16',
    machine: pi,
    interface: 'eth1',
    disk: { serial: 'S1' },
    memory: '4GiB',
    taints: [{ key: 'dedicated', effect: 'NoSchedule' }],
  });
  const { platform, counts } = on({ nodes: [...nodes, own] });
  expect(platform.nodes[2]).toMatchObject({
    ...{ address: '10.9.0.7', subnet: '10.9.0.0/16', prefix: 16, router: '10.9.0.1', interface: 'eth1', disk: { serial: 'S1' } },
    memory: 4 * 2 ** 30,
  });
  expect(counts).toEqual({ controlPlanes: 1, workers: 2, schedulable: 2 });
});

test('the API server is at the VIP, or at the first control plane', () => {
  expect(on().platform.endpoint).toBe('192.168.1.31');
  expect(on({ vip: '192.168.1.30' }).platform.endpoint).toBe('192.168.1.30');
});

test.each([
  [{}, 'tunnel', 'snat'],
  [{ flat: true }, 'native', 'dsr'],
] as const)('the datapath follows the network: %j', (options, routing, loadBalancer) => {
  expect(on(options).datapath).toMatchObject({ routing, loadBalancer, devices: ['end0', 'enp1s0'] });
});

test('what Cilium may send at once follows the network, and the mesh around it', () => {
  expect(on().datapath?.mtu).toBeUndefined();
  expect(on({ mtu: 9000 }).datapath?.mtu).toBe(9000);
  expect(on({ kubeSpan: true }).datapath?.mtu).toBe(1420);
});

test('it flips to Flannel with one line', () => {
  const { network } = resolved({ platform: metal({ subnet: '192.168.1.0/24', nodes }), network: flannel() });
  expect(network.cilium).toBeUndefined();
});
