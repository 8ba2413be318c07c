import type { Product } from '../base';
import type { CompareOptions, Comparison } from './change';
import { planFor } from './private/plan';

/** What publishing the products would change in the output folder; it writes nothing. The manifests count as files too. */
export function compareWithDisk(dist: string, products: readonly Product[], options: CompareOptions = {}): Comparison {
  const { changes, findings } = planFor(dist, products, options);
  return { changes, findings };
}
