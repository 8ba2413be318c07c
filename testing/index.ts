/**
 * For tests of one's own clusters.
 *
 * @packageDocumentation
 */
import type { Finding } from '../lib/base';
import type { Cluster } from '../lib/model/cluster';
import { render } from '../lib/output';
import { synthesisOf } from './synthesis';

export type { Finding } from '../lib/base';
export type { From, To } from './ends';
export { type ClusterMatchers, type MatcherResult, matchers } from './matchers';
export { type ReadCluster, withManifests } from './synthesis';

/** The files that a definition gives, by their path below `dist/`, as the texts that would be written. Nothing is written. */
export function filesOf(cluster: Cluster): ReadonlyMap<string, string> {
  const { product } = synthesisOf(cluster);
  return new Map(product.files.map((file) => [file.path, render(file)]));
}

/** Everything that is found in a definition, errors first. */
export function findingsOf(cluster: Cluster): readonly Finding[] {
  return synthesisOf(cluster).findings;
}
