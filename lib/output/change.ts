import type { Finding } from '../base';

/** What a synth means for one file of the output folder. */
export interface Change {
  /** Relative to the output folder, with `/`. */
  readonly path: string;
  readonly change: 'added' | 'changed' | 'removed' | 'unchanged';
  /** The file on disk is neither what Ichor wrote last nor what it writes now: it is replaced or, when no longer needed, left alone. */
  readonly edited?: true;
}

/** How far a comparison reaches. */
export interface CompareOptions {
  /**
   * Whether the products are those of every cluster, so that the folder of any other cluster is an orphan as a whole.
   *
   * @default false: the folders of other clusters are not looked at
   */
  readonly all?: boolean;
}

/** What a synth changes, sorted by path, and what is wrong with it. */
export interface Comparison {
  /** With an error among the findings it is empty, since nothing is written then; if the disk refused half-way, it holds what was done. */
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
}
