import type { Cluster } from 'ichor';
import type { RenderedFacts } from './claims/rendered';
import type { MetalSummary, Summary } from './claims/summary';

/** A definition that upstream judges. */
export interface Case {
  /** Unique among the cases, and their key in the record. */
  readonly name: string;
  readonly cluster: Cluster;
  /** What the user's own patches and values have to come to, beside what the other options come to. */
  readonly own?: {
    readonly talos?: Partial<Omit<Summary, 'metal'>>;
    /** On control planes. */
    readonly metal?: Partial<MetalSummary>;
    /** On workers, likewise. */
    readonly workers?: Partial<MetalSummary>;
    readonly config?: RenderedFacts['config'];
  };
}
