import { type Finding, hasErrors, valueAt } from '../lib/base';
import { readDocuments } from '../lib/input';
import type { Cluster } from '../lib/model/cluster';
import { findingsText } from '../lib/report';
import { type Connectivity, type ReadManifests, type Synthesis, synthesize } from '../synthesize';

/** A cluster together with what stands in the files that its `manifests(…)` name, as {@link withManifests} reads them. */
export interface ReadCluster {
  readonly cluster: Cluster;
  readonly manifests: ReadManifests;
}

const known = new WeakMap<object, Synthesis>();

/** What a cluster comes to; a value that was given before isn't worked out again. */
export function synthesisOf(given: Cluster | ReadCluster): Synthesis {
  const before = known.get(given);
  if (before !== undefined) return before;
  const { cluster, manifests } = 'manifests' in given ? given : { cluster: given, manifests: undefined };
  const synthesis = synthesize(cluster, fileOf(cluster), manifests);
  known.set(given, synthesis);
  return synthesis;
}

/**
 * Reads the files that the cluster's `manifests(…)` name, from the folder that has `clusters/`, so that matchers know the
 * objects in them too.
 */
export async function withManifests(cluster: Cluster, directory: string = process.cwd()): Promise<ReadCluster> {
  const read = await Promise.all((cluster.definition.manifests ?? []).map(({ path }) => readDocuments(directory, path)));
  return { cluster, manifests: { documents: read.flatMap((r) => r.documents), findings: read.flatMap((r) => r.findings) } };
}

/** What decides who reaches whom in the cluster; throws where that can't be asked, and says why. */
export function connectivityOf(given: unknown): Connectivity {
  if (!isCluster(given)) throw new Error('this is no cluster: expect(…) takes what defineCluster returns');
  const { definition } = 'manifests' in given ? given.cluster : given;
  if (!('manifests' in given) && (definition.manifests ?? []).length > 0)
    throw new Error(`'${definition.name}' has manifests: write expect(await withManifests(cluster))`);
  const { findings, connectivity } = synthesisOf(given);
  if (hasErrors(findings)) throw new Error(`'${definition.name}' has errors:\n\n${findingsText(errorsOf(findings))}`);
  if (connectivity === undefined)
    throw new Error(`'${definition.name}' has Flannel, which enforces no policy: everybody reaches everybody`);
  return connectivity;
}

/** The file that exports a cluster, as findings name it. */
export function fileOf(cluster: Cluster): string {
  return `clusters/${cluster.definition.name}.ts`;
}

/** The cluster itself, with or without what its manifests hold. */
export function clusterOf(given: Cluster | ReadCluster): Cluster {
  return 'manifests' in given ? given.cluster : given;
}

function errorsOf(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ severity }) => severity === 'error');
}

function isCluster(given: unknown): given is Cluster | ReadCluster {
  return valueAt(given, 'kind') === 'cluster' || valueAt(given, 'cluster', 'kind') === 'cluster';
}
