import {
  type AddressRange,
  asCidr,
  type Cidr,
  formatAddress,
  type Json,
  nthAddress,
  parseCidr,
  rangesOverlap,
  rangeWithin,
  valueAt,
} from '../../base';
import type { PoolFact } from '../fact';
import type { Breach } from '../rule';
import { rule } from './define';
import { announces } from './links';

/** Pools of addresses, and who gets one of them. */
export const poolRules = [
  rule('INV055', ['pools', 'addresses'], ({ pools, addresses }): Breach[] =>
    (pools.value ?? []).flatMap((pool) =>
      (addresses.value ?? [])
        .filter(({ range }) => rangesOverlap(pool.range, range))
        .map(({ of, what, range, at }) => ({
          at: pool.at,
          also: [at],
          message: `${shown(pool)} (pool '${pool.name}') contains ${of === 'dhcp' ? `some of ${range.first}-${range.last}, which the DHCP server hands out` : `${range.first}, the address of ${what}`}`,
          repair: 'write a range of addresses that nobody has',
        })),
    ),
  ),
  rule('INV055', ['pools.announced', 'nodes', 'subnets'], ({ 'pools.announced': pools, nodes, subnets }): Breach[] =>
    (pools.value ?? []).flatMap(({ pool, announced }): Breach[] => {
      if (announced.by === 'bgp') return [];
      const { interfaces } = announced;
      const networks = [...new Set((nodes.value ?? []).flatMap(({ links }) => links.filter((l) => announces(interfaces, l.interface))))]
        .map(({ address }) => parseCidr(address))
        .filter((cidr) => cidr !== undefined);
      const around = networks.find((cidr) => rangeWithin(pool.range, cidr));
      if (networks.length === 0) return [];
      if (around === undefined) {
        const subnet = (subnets.value ?? []).find(({ hasNodes }) => hasNodes);
        const wanted = [...new Set(networks.map(({ canonical }) => canonical))].join(' or ');
        return [
          {
            at: pool.at,
            ...(subnet === undefined ? {} : { also: [subnet.at] }),
            message: `${shown(pool)} (pool '${pool.name}') is not in ${wanted}, and nobody outside of it asks the local network for an address`,
            repair: `write a range of ${wanted}, or announce it with bgp: { … }`,
          },
        ];
      }
      return edges(pool, around);
    }),
  ),
  rule('INV057', ['pools', 'balanced'], ({ pools, balanced }): Breach[] => {
    const [list, given] = [pools.value ?? [], balanced.value ?? []];
    const overlapping = list.flatMap((one, i) =>
      list
        .slice(0, i)
        .filter((other) => rangesOverlap(one.range, other.range))
        .map((other) => ({
          at: one.at,
          also: [other.at],
          message: `the pools '${other.name}' and '${one.name}' share addresses, and Cilium gives none of the newer`,
          repair: 'write ranges that share no address',
        })),
    );
    const outside = given.flatMap(({ owner, address, pool: name, at }): Breach[] => {
      const pool = list.find((p) => p.name === name);
      if (pool === undefined) {
        const isInNone = name === '' && list.length > 0;
        const message = `'${address}' of ${owner} is in no pool, and it would wait for it for ever`;
        return isInNone ? [{ at, message, repair: 'write an address of a pool, or a pool that has it' }] : [];
      }
      const range = usable(pool);
      if (rangesOverlap({ first: address, last: address }, range)) return [];
      return [
        {
          at,
          also: [pool.at],
          message: `'${address}' of ${owner} is none of the addresses that the pool '${name}' gives, and it would wait for one for ever`,
          repair: `write one of ${range.first} to ${range.last}`,
        },
      ];
    });
    const clashing = given.flatMap((one, i) =>
      given
        .slice(0, i)
        .filter((other) => other.address === one.address)
        .flatMap((other): Breach[] => {
          const port = one.ports.find((p) => other.ports.some((o) => o.port === p.port && o.protocol === p.protocol));
          if (port !== undefined)
            return [
              {
                at: port.at,
                also: [other.at],
                message: `port ${port.port} of ${one.address} is given to ${other.owner} and to ${one.owner}`,
                repair: 'write another port or address for one of them',
              },
            ];
          if (one.externalTrafficPolicy !== other.externalTrafficPolicy)
            return [
              {
                at: one.at,
                also: [other.at],
                message: `${one.address} is shared by ${other.owner} and ${one.owner}, of which one has externalTrafficPolicy 'Local': Cilium lets only equals share an address`,
                repair: 'write another address for one of them, or the same externalTrafficPolicy for both',
              },
            ];
          if (one.externalTrafficPolicy === 'Cluster' || one.pods === other.pods) return [];
          return [
            {
              at: one.at,
              also: [other.at],
              message: `${one.address} is shared by ${other.owner} and ${one.owner}, which lead to different pods with externalTrafficPolicy 'Local': Cilium gives the address to one of them alone`,
              repair: "write another address for one of them, or leave out externalTrafficPolicy: 'Local' for both",
            },
          ];
        }),
    );
    return [...overlapping, ...outside, ...clashing];
  }),
  rule('LBP005', ['pools', 'objects'], ({ pools, objects }): Breach[] => {
    const ours = pools.value ?? [];
    const names = new Set(ours.map(({ name }) => name));
    return (objects.value ?? []).flatMap(({ object, at }) => {
      const name = String(valueAt(object, 'metadata', 'name'));
      if (object.kind !== 'CiliumLoadBalancerIPPool' || names.has(name)) return [];
      const blocks = valueAt(object, 'spec', 'blocks');
      return (Array.isArray(blocks) ? blocks : []).flatMap((block) => {
        const range = blockRange(block);
        return ours
          .filter((pool) => range !== undefined && rangesOverlap(pool.range, range))
          .map((pool) => ({
            at,
            also: [pool.at],
            message: `the pools '${pool.name}' and '${name}' share addresses, and Cilium gives none of the newer`,
            repair: 'write ranges that share no address',
          }));
      });
    });
  }),
];

/** The addresses of a pool, as the definition has them. */
export function shown({ cidr, range }: PoolFact): string {
  return `'${cidr ?? `${range.first}-${range.last}`}'`;
}

/** The addresses that Cilium hands out: of a block not the first and the last, unless there are no others. */
function usable({ cidr, range }: PoolFact): AddressRange {
  const block = cidr === undefined ? undefined : parseCidr(cidr);
  if (block === undefined || block.prefix > 30) return range;
  return { first: nthAddress(block, 1) ?? range.first, last: formatAddress(4, block.last - 1n) };
}

function edges(pool: PoolFact, network: Cidr): Breach[] {
  return [network.first, network.last]
    .map((address) => formatAddress(4, address))
    .filter((address) => rangesOverlap({ first: address, last: address }, usable(pool)))
    .map((address) => ({
      at: pool.at,
      message: `${shown(pool)} (pool '${pool.name}') contains ${address}, which is that of the network ${network.canonical} itself`,
      repair: 'write a range without it',
    }));
}

/** The addresses of a block as the object has it; a single address is its own end. */
function blockRange(block: Json): AddressRange | undefined {
  const [cidr, start, stop] = ['cidr', 'start', 'stop'].map((key) => valueAt(block, key));
  if (typeof start === 'string') return { first: start, last: typeof stop === 'string' ? stop : start };
  const parsed = typeof cidr === 'string' ? asCidr(cidr) : undefined;
  return parsed?.family === 4 ? { first: formatAddress(4, parsed.first), last: formatAddress(4, parsed.last) } : undefined;
}
