import type { JsonObject } from '../../base';
import { type Branded, frozen } from '../value';
import type { InstallDisk, Machine } from './machine';

/** A taint of a node. */
export interface Taint {
  readonly key: string;
  /** @default none */
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** A further link of a node, beside the one that has the node's address. */
export interface LinkOptions {
  readonly interface: string;
  /** Its address with the prefix length, e.g. `10.9.0.11/24`, or `dhcp`. */
  readonly address: string;
  /** @default what the link has by itself, 1500 as a rule */
  readonly mtu?: number;
}

/** Options of a node. */
export interface NodeOptions {
  /** The address by which the other nodes know it, e.g. `192.168.1.31`. It stays the same for the life of the node. */
  readonly address: string;
  readonly machine: Machine;
  /**
   * Whether the address comes from a DHCP server, which has to give the node this one always.
   *
   * @default false: the address is written into the node's config
   */
  readonly dhcp?: boolean;
  /** The subnet that the address is in, where it isn't that of the platform. @default the platform's `subnet` */
  readonly subnet?: string;
  /** The way out of that subnet. @default the platform's `router` */
  readonly router?: string;
  /** @default the machine's */
  readonly interface?: string;
  /** @default the machine's */
  readonly disk?: InstallDisk;
  /** @default the machine's */
  readonly memory?: string;
  /** Further links. @default none */
  readonly links?: readonly LinkOptions[];
  /** Labels of the node. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints of the node. @default none: control planes run workloads as well */
  readonly taints?: readonly Taint[];
  /** A further strategic-merge patch of this node: one document, or several. It is written behind Ichor's own. @default none */
  readonly patch?: JsonObject | readonly JsonObject[];
}

/** A node, as made by {@link controlPlane} or {@link worker}. */
export interface Node extends Branded<'node'> {
  readonly kind: 'node';
  readonly role: 'control-plane' | 'worker';
  readonly name: string;
  readonly options: NodeOptions;
}

/** A node that runs etcd and the API server, and workloads as well. */
export function controlPlane(name: string, options: NodeOptions): Node {
  return frozen({ kind: 'node', role: 'control-plane', name, options: { ...options } } as unknown as Node);
}

/** A node that runs workloads alone. */
export function worker(name: string, options: NodeOptions): Node {
  return frozen({ kind: 'node', role: 'worker', name, options: { ...options } } as unknown as Node);
}

/** Options of {@link metal}. */
export interface MetalOptions {
  readonly nodes: readonly Node[];
  /** The network of the nodes, in prefix notation, e.g. `192.168.1.0/24`. */
  readonly subnet: string;
  /** The way out of the network. @default its first address, as most routers have it */
  readonly router?: string;
  /**
   * Whether all nodes are in one layer-2 network: each can send to each without a router.
   *
   * @default false: pods then talk through a tunnel, which works in every network
   */
  readonly flat?: boolean;
  /** The addresses that a DHCP server hands out, e.g. `192.168.1.100-192.168.1.199`, which nothing else may take. @default none */
  readonly dhcpRange?: string;
  /**
   * An address that one of the control planes has at a time: the API server's. It is there once etcd runs, so bootstrapping
   * and talosctl use the nodes' own.
   *
   * @default none: the API server is reached at the first control plane
   * @see https://docs.siderolabs.com/talos/v1.13/networking/vip
   */
  readonly vip?: string;
  /** DNS servers of the nodes. @default Talos' own, 1.1.1.1 and 8.8.8.8 */
  readonly nameservers?: readonly string[];
  /** The largest packet of the network, in bytes. @default 1500 */
  readonly mtu?: number;
  /**
   * Talos' own mesh of WireGuard between the nodes, for nodes that don't reach each other otherwise.
   *
   * @default false: it costs throughput, and Cilium can encrypt by itself
   */
  readonly kubeSpan?: boolean;
  /**
   * Talos' ingress firewall: blocks what nobody needs to reach on the nodes. Node ports and load-balancer addresses are
   * served in front of it.
   *
   * @default false
   */
  readonly firewall?: boolean;
}

/** Talos on machines of one's own, as made by {@link metal}. */
export interface MetalPlatform extends Branded<'platform'> {
  readonly kind: 'metal';
  readonly options: MetalOptions;
}

/**
 * Talos on machines of one's own: boards, computers, virtual machines.
 *
 * @example
 * metal({
 *   subnet: '192.168.1.0/24',
 *   flat: true,
 *   vip: '192.168.1.30',
 *   nodes: [controlPlane('pi-1', { address: '192.168.1.31', machine: raspberryPi5() })],
 * })
 */
export function metal(options: MetalOptions): MetalPlatform {
  return frozen({ kind: 'metal', options: { ...options } } as MetalPlatform);
}
