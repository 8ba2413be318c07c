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
export interface Exposure extends Branded<'exposure'> {
  readonly kind: 'on-host';
  readonly hostPort: number;
  readonly target: PublishedPort;
  readonly options: OnHostOptions;
}

/**
 * Publishes a workload's port at a port of the Docker host. It is the flow from the host as well: no other is needed, and what
 * limits the port limits the host.
 *
 * @example
 * onHost(8288, inngest.port('api').http({ method: 'POST', path: '/e/.*' }, { method: 'GET', path: '/health' }));
 */
export function onHost(hostPort: number, target: PublishedPort, options: OnHostOptions = {}): Exposure {
  return frozen({ kind: 'on-host', hostPort, target, options: { ...options } } as unknown as Exposure);
}
