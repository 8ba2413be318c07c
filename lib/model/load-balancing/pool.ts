import { formatAddress, parseAddress } from '../../base';
import { type Branded, frozen } from '../value';
import type { BgpOptions } from './bgp';

/** How a pool's addresses are announced on the local network: one node at a time answers for an address (ARP). */
export interface L2Options {
  /** The links to answer on, as regular expressions. @default the links that have the nodes' addresses */
  readonly interfaces?: readonly string[];
  /** Labels of the nodes that may answer. @default every node */
  readonly nodes?: Readonly<Record<string, string>>;
  /** How long a node answers for an address without renewing its lease, in seconds. @default 15, Cilium's own */
  readonly leaseDuration?: number;
  /** How long it tries to renew it, in seconds. @default 5, Cilium's own */
  readonly leaseRenewDeadline?: number;
  /** The pause between two tries, in seconds. @default 2, Cilium's own */
  readonly leaseRetryPeriod?: number;
}

/** Options of {@link pool}: the addresses, and one way to announce them. */
export type PoolOptions = {
  /** The addresses: `192.168.1.240-192.168.1.249`, or a block in prefix notation. Nothing else may have one of them. */
  readonly range: string;
} & ({ readonly l2: L2Options; readonly bgp?: never } | { readonly bgp: BgpOptions; readonly l2?: never });

/** Addresses that Services can have, as made by {@link pool}. */
export interface Pool extends Branded<'pool'> {
  readonly kind: 'pool';
  readonly name: string;
  readonly options: PoolOptions;
  /**
   * One of its addresses, counted from 0: so that a pool moves to another range, and what is published on it moves along.
   * Beyond its end it is refused like any address that isn't of the pool.
   *
   * @example
   * onAddress(lanPool, lanPool.address(0), redis.port('redis'), { from: home })
   */
  address(index: number): string;
}

/**
 * Addresses of the network that Services get, and how the network learns where they are: `l2` inside of the nodes' own
 * subnet, `bgp` through a router.
 *
 * @example
 * pool('lan', { range: '192.168.1.240-192.168.1.249', l2: {} })
 * @see https://docs.cilium.io/en/v1.20/network/lb-ipam/
 */
export function pool(name: string, options: PoolOptions): Pool {
  const value = { kind: 'pool', name, options: { ...options }, address: (index: number) => nthOf(String(options?.range), index) };
  Object.defineProperty(value, 'address', { enumerable: false });
  return frozen(value as unknown as Pool);
}

/** The address that many places behind the first of the range; words that are no address where the range has no first. */
function nthOf(range: string, index: number): string {
  const [first = ''] = range.split(/[-/]/);
  const begin = parseAddress(first.trim());
  if (begin === undefined || !Number.isInteger(index)) return `address ${index} of ${range}`;
  return formatAddress(begin.family, begin.value + BigInt(index));
}
