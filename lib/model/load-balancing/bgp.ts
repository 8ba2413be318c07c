import type { SecretRef } from '../secret';

/** A router that nodes talk BGP with. */
export interface BgpPeerOptions {
  /** Its address. One of a network that no node is in is reached over others on the way (eBGP multihop). */
  readonly address: string;
  /** Its autonomous system number. */
  readonly asn: number;
  /** The Secret in `kube-system` whose key `password` has the password of the session (TCP MD5). @default none */
  readonly password?: SecretRef;
}

/**
 * How a pool's addresses are announced to routers. Each node of a cluster speaks for one autonomous system, so pools that
 * are announced by BGP share these settings, or have nodes of their own.
 *
 * @see https://docs.cilium.io/en/v1.20/network/bgp-control-plane/bgp-control-plane/
 */
export interface BgpOptions {
  /** The autonomous system number of the nodes; 64512 to 65534 are for private use. */
  readonly asn: number;
  readonly peers: readonly BgpPeerOptions[];
  /** Labels of the nodes that talk to the routers. @default every node */
  readonly nodes?: Readonly<Record<string, string>>;
  /** Seconds without a word after which a session is dead; at least 3. @default 90, Cilium's own */
  readonly holdTime?: number;
  /** Seconds between two signs of life; at most a third of `holdTime`. @default 30, Cilium's own */
  readonly keepAliveTime?: number;
  /**
   * Seconds for which a router keeps the routes of an agent that restarts.
   *
   * @default 120, so that an upgrade of Cilium interrupts nothing
   */
  readonly gracefulRestartTime?: number;
}
