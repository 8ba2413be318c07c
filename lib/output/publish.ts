import { hasErrors, type Product } from '../base';
import type { CompareOptions, Comparison } from './change';
import { planFor } from './private/plan';
import { Publication } from './private/publication';
import { removeStale } from './private/staging';

/**
 * Makes the output folder hold the products, and says what that changed.
 *
 * Where nothing differs, nothing is touched. With a finding of severity error nothing is written. All clusters are written or
 * none, as far as a disk can promise that; a run that is killed is finished by the next.
 */
export function publish(dist: string, products: readonly Product[], options: CompareOptions = {}): Comparison {
  const plan = planFor(dist, products, options);
  const { changes, findings } = plan;
  if (hasErrors(findings)) return { changes, findings };
  removeStale(plan.dist);
  const clusters = plan.clusters.filter((c) => c.gone || c.manifest !== undefined);
  return clusters.length === 0 ? { changes, findings } : new Publication(plan, clusters).run();
}
