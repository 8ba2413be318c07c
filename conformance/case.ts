import type { Cluster } from 'ichor';
import type { RenderedFacts } from './claims/rendered';
import type { Summary } from './claims/summary';

/** A definition that upstream judges. */
export interface Case {
  /** Unique among the cases, and their key in the record. */
  readonly name: string;
  readonly cluster: Cluster;
  /** What the user's own patches and values have to come to, beside what the other options come to. */
  readonly own?: { readonly talos?: Partial<Summary>; readonly config?: RenderedFacts['config'] };
}
