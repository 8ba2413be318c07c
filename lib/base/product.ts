import type { Json } from './json';
import type { Place } from './place';

/** The folder that products are written to, beside `clusters/`. */
export const outputFolder = 'dist';

/**
 * What a file holds, before it is bytes.
 *
 * - `text`: written as it is.
 * - `documents`: YAML documents. Kubernetes objects drop `null` (the API server reads it as absent); Helm values and Talos
 *   patches keep it, since it means something there.
 */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'documents'; readonly documents: readonly Json[]; readonly nulls: 'keep' | 'drop'; readonly comment?: string };

/** A file in memory, with where it came from. */
export interface ProductFile {
  /** Relative to the output folder, with `/`: `joelclaw/cilium/values.yaml`. */
  readonly path: string;
  readonly content: Content;
  readonly origin: Place;
  /** Whether the file is a script that a person runs. @default false */
  readonly executable?: boolean;
}

/** Everything that one cluster's definition gives: files in memory, nothing written yet. */
export interface Product {
  /** The cluster's name, which is also its folder in the output. */
  readonly cluster: string;
  readonly files: readonly ProductFile[];
}
