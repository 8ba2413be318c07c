import type { Namespace } from './namespace';
import type { WorkloadPort } from './port';
import type { Branded } from './value';
import type { WorkloadOptions } from './workload-options';

/** The controllers that a workload can be. */
export type WorkloadKind = 'StatefulSet' | 'Deployment' | 'DaemonSet' | 'CronJob';

/**
 * A workload that the definition owns. `H` are the handles of its ports, `O` the options that `with` takes.
 *
 * It belongs to no cluster until one lists it, and its key is `namespace/name`: flows and exposures that name one variant
 * mean the variant that the cluster lists.
 */
export interface Workload<H extends string = string, O = never> extends Branded<'workload'> {
  readonly kind: 'workload';
  readonly controller: WorkloadKind;
  readonly namespace: Namespace;
  readonly name: string;
  readonly options: WorkloadOptions;
  /** One of the declared ports, by its handle. */
  port(handle: H): WorkloadPort<never>;
  /** The same workload with other options; what isn't named stays. */
  with(changes: Partial<O>): Workload<H, O>;
}
