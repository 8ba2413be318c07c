import type { Gateway } from './gateway';
import type { Pool } from './load-balancing/pool';
import type { Addresses, Entity, Role } from './peers';
import type { WorkloadPort } from './port';
import { type Branded, frozen } from './value';

/** Options of {@link onHost}. */
export interface OnHostOptions {
  /**
   * The node port that Docker's port map leads to.
   *
   * @default 30000 + (Service port mod 1000), so that 6379 becomes 30379: the same in every synth, and readable
   */
  readonly nodePort?: number;
  /**
   * Publishes the port on the pod itself (`hostPort`) under the host's own number, for a container whose port map leads
   * there and can't change any more. One replica only.
   *
   * @default false: a node port, which survives a pod that moves
   */
  readonly hostPort?: boolean;
}

/** A port that can be published. Names, of DNS and of servers, are limited at the client, where Cilium isn't for the host. */
export type PublishedPort = WorkloadPort<'http'>;

/** A port published on the Docker host, as made by {@link onHost}. */
export interface HostExposure extends Branded<'exposure'> {
  readonly kind: 'on-host';
  readonly hostPort: number;
  readonly target: PublishedPort;
  readonly options: OnHostOptions;
}

/** A published port. It is the flow from its clients as well: no other is needed, and what limits the port limits them. */
export type Exposure = HostExposure | AddressExposure | HostnameExposure;

/**
 * Publishes a workload's port at a port of the Docker host. It is the flow from the host as well: no other is needed, and what
 * limits the port limits the host.
 *
 * @example
 * onHost(8288, inngest.port('api').http({ method: 'POST', path: '/e/.*' }, { method: 'GET', path: '/health' }));
 */
export function onHost(hostPort: number, target: PublishedPort, options: OnHostOptions = {}): HostExposure {
  return frozen({ kind: 'on-host', hostPort, target, options: { ...options } } as unknown as HostExposure);
}

/** Who may come in from outside: roles with addresses, ranges, or everybody (`entity('world')`). */
export type OutsideClient = Role | Addresses | Entity;

/** Options of {@link onAddress}. */
export interface OnAddressOptions {
  /** Who may connect: one or several. */
  readonly from: OutsideClient | readonly OutsideClient[];
  /** The port at the address. @default the Service port of the workload, or the container port where it has none */
  readonly port?: number;
  /** The name of the Service that carries it, which is always one of its own. @default `<workload>-on-<pool>` */
  readonly service?: string;
  /**
   * Whether a node passes connections on to pods of other nodes.
   *
   * @default 'Cluster'; `Local` keeps the client's address in every datapath, and works with pools that BGP announces
   */
  readonly externalTrafficPolicy?: 'Cluster' | 'Local';
}

/** A port published at an address of a pool, as made by {@link onAddress}. */
export interface AddressExposure extends Branded<'exposure'> {
  readonly kind: 'on-address';
  readonly pool: Pool;
  readonly address: string;
  readonly target: PublishedPort;
  readonly options: OnAddressOptions;
}

/**
 * Publishes a workload's port at an address of a pool, by a Service of its own: the Service that the workload has stays as
 * it is. It is the flow from its clients as well; as what the pod sees them follows from the datapath.
 *
 * @example
 * onAddress(lanPool, '192.168.1.240', redis.port('redis'), { from: home })
 */
export function onAddress(pool: Pool, address: string, target: PublishedPort, options: OnAddressOptions): AddressExposure {
  return frozen({ kind: 'on-address', pool, address, target, options: { ...options } } as unknown as AddressExposure);
}

/** Options of {@link onHostname}. */
export interface OnHostnameOptions {
  readonly via: Gateway;
  /** Who may connect to the gateway: one or several. */
  readonly from: OutsideClient | readonly OutsideClient[];
  /**
   * What is spoken: `http` through an HTTPRoute, `grpc` through a GRPCRoute, both read by the gateway; `tls` through a
   * TLSRoute, which passes on what it can't read, by the name of the server (SNI).
   *
   * @default 'http'
   */
  readonly protocol?: 'http' | 'grpc' | 'tls';
  /** Paths below this one alone, for `http`. @default '/': every path */
  readonly path?: string;
}

/** A port published under a host name, as made by {@link onHostname}. */
export interface HostnameExposure extends Branded<'exposure'> {
  readonly kind: 'on-hostname';
  readonly hostname: string;
  readonly target: PublishedPort;
  readonly options: OnHostnameOptions;
}

/**
 * Publishes a workload's port under a host name, through a gateway. It is both flows as well: from its clients to the
 * gateway, and from the gateway to the workload.
 *
 * @example
 * onHostname('inngest.example.com', inngest.port('api'), { via: web, from: home })
 */
export function onHostname(hostname: string, target: PublishedPort, options: OnHostnameOptions): HostnameExposure {
  return frozen({ kind: 'on-hostname', hostname, target, options: { ...options } } as unknown as HostnameExposure);
}
