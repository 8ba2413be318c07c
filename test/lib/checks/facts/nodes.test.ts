import { controlPlane, generic, metal, raspberryPi5, worker } from 'ichor';
import { type Fact, factsOfDefinition } from '../../../../lib/checks';
import { resolved } from '../../model/support/resolved';

const machine = raspberryPi5();
const computer = generic({ architecture: 'amd64', interface: 'enp1s0', disk: '/dev/sda' });
const nodes = [
  controlPlane('cp-1', { address: '192.168.1.31', machine, links: [{ interface: 'end1', address: '10.9.0.11/24' }], labels: { a: 'b' } }),
  worker('w-1', {
    address: '192.168.2.41',
    subnet: '192.168.2.0/24',
    machine: computer,
    dhcp: true,
    links: [{ interface: 'eth1', address: 'dhcp' }],
  }),
];
const platform = metal({ subnet: '192.168.1.0/24', vip: '192.168.1.30', dhcpRange: '192.168.1.100-192.168.1.199', nodes });
const value = <T>(fact: Fact<T>): T => {
  if (fact.state !== 'known') throw new Error(fact.state);
  return fact.value;
};
const path = ({ at }: { readonly at: { readonly path?: string } }) => at.path;

describe('on metal', () => {
  const facts = factsOfDefinition(resolved({ platform }), undefined);

  test('nodes have the labels that every node gets, beside their own, and links with addresses', () => {
    expect(value(facts.nodes).map(({ name, labels, links }) => [name, labels, links.map((l) => [l.interface, l.address])])).toEqual([
      [
        'cp-1',
        {
          'kubernetes.io/arch': 'arm64',
          'kubernetes.io/hostname': 'cp-1',
          'kubernetes.io/os': 'linux',
          'node-role.kubernetes.io/control-plane': '',
          a: 'b',
        },
        [
          ['end0', '192.168.1.31/24'],
          ['end1', '10.9.0.11/24'],
        ],
      ],
      [
        'w-1',
        { 'kubernetes.io/arch': 'amd64', 'kubernetes.io/hostname': 'w-1', 'kubernetes.io/os': 'linux' },
        [
          ['enp1s0', '192.168.2.41/24'],
          ['eth1', 'dhcp'],
        ],
      ],
    ]);
  });

  test('networks are those of the cluster, of nodes elsewhere and of further links, each once', () => {
    expect(value(facts.subnets).map((subnet) => [subnet.cidr, subnet.hasNodes ?? false, path(subnet)])).toEqual([
      ['10.244.0.0/16', false, 'network.pods'],
      ['10.96.0.0/12', false, 'network.services'],
      ['192.168.1.0/24', true, 'platform.subnet'],
      ['10.9.0.0/24', true, 'platform.nodes.cp-1.links[0].address'],
      ['192.168.2.0/24', true, 'platform.nodes.w-1.subnet'],
    ]);
  });

  test('addresses are those of nodes, links, routers, the VIP and the DHCP server, each where it is mended', () => {
    expect(value(facts.addresses).map(({ of, range, ...rest }) => [of, range.first, path(rest)])).toEqual([
      ['node', '192.168.1.31', 'platform.nodes.cp-1.address'],
      ['leased', '192.168.2.41', 'platform.nodes.w-1.address'],
      ['link', '10.9.0.11', 'platform.nodes.cp-1.links[0].address'],
      ['router', '192.168.1.1', 'platform.subnet'],
      ['router', '192.168.2.1', 'platform.nodes.w-1.router'],
      ['vip', '192.168.1.30', 'platform.vip'],
      ['dhcp', '192.168.1.100', 'platform.dhcpRange'],
    ]);
  });
});

test('in Docker there is a container for each control plane, and no address that anybody could want', () => {
  const facts = factsOfDefinition(resolved(), undefined);
  expect(value(facts.nodes)).toMatchObject([{ role: 'control-plane', machine: 'container', subnet: '10.5.0.0/24', links: [] }]);
  expect(value(facts.addresses)).toEqual([]);
});
