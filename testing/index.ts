/**
 * For tests of one's own clusters.
 *
 * @packageDocumentation
 */
import type { Finding } from '../lib/base';
import type { Cluster } from '../lib/model/cluster';
import { render } from '../lib/output';
import { synthesize } from '../synthesize';

export type { Finding } from '../lib/base';

/** The files that a definition gives, by their path below `dist/`, as the texts that would be written. Nothing is written. */
export function filesOf(cluster: Cluster): ReadonlyMap<string, string> {
  const { product } = synthesize(cluster, fileOf(cluster));
  return new Map(product.files.map((file) => [file.path, render(file)]));
}

/** Everything that is found in a definition, errors first. */
export function findingsOf(cluster: Cluster): readonly Finding[] {
  return synthesize(cluster, fileOf(cluster)).findings;
}

function fileOf(cluster: Cluster): string {
  return `clusters/${cluster.definition.name}.ts`;
}
