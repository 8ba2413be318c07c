import { asCidr, type Cidr, hostNameFault } from '../../base';
import type { WorldOptions } from '../read/world';

/** How somebody wrote one end of a connection, taken apart. */
export interface PeerText {
  /** The cluster in front of it. */
  readonly cluster?: string;
  /** What is called: a workload, an entity, an address, a host name. */
  readonly name: string;
  /** The port behind it, as written. */
  readonly port?: string;
}

const protocolPort = /^[^/]+\/(?:tcp|udp|sctp|icmp|icmpv6)$/i;

/**
 * Takes `[cluster:]peer[:port]` apart. An address of IPv6 that has a port stands in brackets, and a cluster in front of a
 * `namespace/…` only, since `redis:6379` is a port.
 */
export function parsePeer(text: string): PeerText {
  if (asCidr(text) !== undefined) return { name: text };
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text);
  if (bracketed !== null) return withPort({ name: bracketed[1] as string }, bracketed[2]);
  const [first = '', ...rest] = text.split(':');
  const [second = '', ...more] = rest;
  if (!first.includes('/') && second.includes('/') && !protocolPort.test(second)) {
    return withPort({ cluster: first, name: second }, more.length === 0 ? undefined : more.join(':'));
  }
  return withPort({ name: first }, rest.length === 0 ? undefined : rest.join(':'));
}

const withPort = (of: Omit<PeerText, 'port'>, port: string | undefined): PeerText => (port === undefined ? of : { ...of, port });

/** The block of addresses that a name is, as policies know it: no block where every address is meant. */
export function blockOf(name: string): Cidr | undefined {
  return asCidr(name);
}

/** Whether a name can be that of a host outside of the cluster. */
export function isHostName(name: string): boolean {
  return !name.includes('/') && hostNameFault(name.toLowerCase().replace(/\.$/, '')) === undefined;
}

/**
 * What a world has to tell apart so that these peers are in it: the addresses and the host names among them, which no rule may
 * have named.
 */
export function furtherPeers(texts: readonly string[]): Required<Pick<WorldOptions, 'addresses' | 'names'>> {
  const names = texts.map((text) => parsePeer(text).name);
  return { addresses: names.flatMap((name) => blockOf(name) ?? []), names: names.filter(isHostName) };
}
