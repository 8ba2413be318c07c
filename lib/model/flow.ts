import type { ConstructWorkload } from './construct-workload';
import type { Namespace } from './namespace';
import type { Addresses, Entity, HostName, OutsidePort, Role } from './peers';
import type { Pods } from './pods';
import type { WorkloadPort } from './port';
import { type Branded, frozen } from './value';
import type { Workload } from './workload';

/** Who may open a connection. */
export type Client = Workload<string> | Pods<string> | ConstructWorkload<string> | Namespace | Role | Entity | Addresses;

/** Where a connection may lead: a port, or a workload for all the ports that it declares. */
export type Target = WorkloadPort | Workload<string> | Pods<string> | ConstructWorkload<string> | OutsidePort;

/** What can't be a target as a whole, since its ports aren't known. */
export type NeedsPort = Role | Entity | Addresses | HostName;

/** An allowed connection, as made by {@link allow}; both directions of policy follow from it. */
export interface Flow extends Branded<'flow'> {
  readonly kind: 'flow';
  readonly from: readonly Client[];
  readonly to: readonly Target[];
}

/**
 * Allows connections from each client to each target. Answers need no flow of their own, neither do the probes of the
 * kubelet: Cilium lets a node reach its own pods.
 *
 * @example
 * allow(worker, [redis, qdrant.port('grpc')]);
 */
export function allow(from: Client | readonly Client[], to: Target | readonly Target[]): Flow {
  const list = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? [...value] : [value as T]);
  return frozen({ kind: 'flow', from: list(from), to: list(to) } as unknown as Flow);
}
