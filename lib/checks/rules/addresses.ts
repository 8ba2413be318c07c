import { type AddressRange, type Cidr, formatAddress, parseCidr, rangesOverlap, rangeWithin } from '../../base';
import type { AnnouncedPoolFact, SubnetFact } from '../fact';
import type { Breach } from '../rule';
import { rule } from './define';
import { shown } from './pools';

/** The prefix length of the addresses that a node gets for its pods: the controller manager's own. */
export const nodeMask = 24;

/** Address ranges against each other, and who has which address. */
export const addressRules = [
  rule('INV031', ['subnets', 'pools'], ({ subnets, pools }): Breach[] => {
    const list = (subnets.value ?? []).flatMap(parsed);
    return [
      ...list.flatMap((one, i) =>
        list
          .slice(0, i)
          .filter((other) => !(one.hasNodes && other.hasNodes) && rangesOverlap(one.range, other.range))
          .map((other) => ({
            at: one.at,
            also: [other.at],
            message: `'${one.cidr}' (${one.name}) overlaps '${other.cidr}' (${other.name}): packets would go to the wrong one`,
            repair: 'write ranges that share no address',
          })),
      ),
      ...(pools.value ?? []).flatMap((pool) =>
        list
          .filter((other) => !other.hasNodes && rangesOverlap(pool.range, other.range))
          .map((other) => ({
            at: pool.at,
            also: [other.at],
            message: `${shown(pool)} (pool '${pool.name}') overlaps '${other.cidr}' (${other.name}): packets would go to the wrong one`,
            repair: 'write ranges that share no address',
          })),
      ),
    ];
  }),
  rule('INV031', ['subnets', 'pools.announced'], ({ subnets, 'pools.announced': pools }): Breach[] => {
    const networks = (subnets.value ?? []).filter(({ hasNodes }) => hasNodes).flatMap(parsed);
    const list = pools.value ?? [];
    const isAnswered = ({ pool }: AnnouncedPoolFact) => list.some((other) => other.pool === pool && other.announced.by === 'l2');
    return list
      .filter((one) => one.announced.by === 'bgp' && !isAnswered(one))
      .flatMap(({ pool }) =>
        networks
          .filter(({ range }) => rangesOverlap(pool.range, range))
          .map((other) => ({
            at: pool.at,
            also: [other.at],
            message: `${shown(pool)} (pool '${pool.name}') overlaps '${other.cidr}' (${other.name}): machines there ask each other for such an address and no router, and nobody answers`,
            repair: 'write a range that no network has yet, or announce it there with l2: {} in place of bgp',
          })),
      );
  }),
  rule('INV032', ['subnets', 'nodes'], ({ subnets, nodes }): Breach[] => {
    const pods = (subnets.value ?? []).find(({ name }) => name === 'pods');
    const [block, count] = [parseCidr(pods?.cidr ?? ''), (nodes.value ?? []).length];
    if (pods === undefined || block === undefined || block.prefix > nodeMask || 2 ** (nodeMask - block.prefix) >= count) return [];
    const enough = nodeMask - Math.ceil(Math.log2(count));
    return [
      {
        at: pods.at,
        also: [nodes.at],
        message: `'${pods.cidr}' has ${2 ** (nodeMask - block.prefix)} of the /${nodeMask} that each node gets, and there are ${count} nodes: some would never be Ready`,
        repair: `write a prefix length of ${enough} or less`,
      },
    ];
  }),
  rule('INV086', ['addresses', 'nodes'], ({ addresses, nodes }): Breach[] => {
    const list = addresses.value ?? [];
    const vip = list.find(({ of }) => of === 'vip');
    if (vip === undefined) return [];
    const address = vip.range.first;
    const networks = (nodes.value ?? []).filter(({ role }) => role === 'control-plane').map(({ subnet }) => parseCidr(subnet));
    const outside = networks.find((cidr) => cidr !== undefined && !rangeWithin(vip.range, cidr));
    const taken = list
      .filter(({ of, range }) => of !== 'vip' && rangesOverlap(vip.range, range))
      .map(({ of, what, at }) => ({
        at: vip.at,
        also: [at],
        message:
          of === 'dhcp' ? `${address} is one of those that the DHCP server hands out` : `${address} is the address of ${what} as well`,
        repair: 'write an address that nobody has',
      }));
    if (outside !== undefined)
      return [
        {
          at: vip.at,
          message: `${address} is not in ${outside.canonical}, the network of the control planes, who could not answer for it`,
          repair: `write an address of ${outside.canonical} that nobody has`,
        },
      ];
    const edge = networks.find((cidr) => cidr !== undefined && [cidr.first, cidr.last].some((a) => formatAddress(4, a) === address));
    return edge === undefined
      ? taken
      : [
          {
            at: vip.at,
            message: `${address} is the first or last address of ${edge.canonical}, which nobody can have`,
            repair: 'write another',
          },
        ];
  }),
  rule('NOD008', ['addresses'], ({ addresses }): Breach[] => {
    const list = addresses.value ?? [];
    const others: Readonly<Record<string, readonly string[]>> = {
      node: ['dhcp', 'router', 'link'],
      leased: ['router', 'link'],
      link: ['dhcp', 'router'],
    };
    return list.flatMap((one) =>
      list
        .filter((other) => others[one.of]?.includes(other.of) && rangesOverlap(one.range, other.range))
        .map((other) => ({
          at: one.at,
          also: [other.at],
          message:
            other.of === 'dhcp'
              ? `${one.what} has ${one.range.first}, and the DHCP server would give it to somebody else`
              : `${one.what} has ${one.range.first}, which is that of ${other.what} as well`,
          repair:
            other.of === 'dhcp'
              ? "write an address outside of the server's range, or a smaller range for the server"
              : 'write another address for one of them',
        })),
    );
  }),
];

function parsed(subnet: SubnetFact): (SubnetFact & { readonly range: AddressRange })[] {
  const cidr = parseCidr(subnet.cidr);
  return cidr === undefined ? [] : [{ ...subnet, range: whole(cidr) }];
}

function whole({ family, first, last }: Cidr): AddressRange {
  return { first: formatAddress(family, first), last: formatAddress(family, last) };
}
