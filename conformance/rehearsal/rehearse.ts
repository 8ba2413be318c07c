import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../lib/base';
import { type CiliumMinor, minorOf } from '../pins';
import { type Reference, type Resource, referenceOf, titleOf } from './api';
import { type Run, runApplyScript, unpack } from './apply';
import { nodesOf } from './cast';
import { type Cluster, startCluster } from './cluster';
import type { Emitted } from './emitted';
import { runOperator } from './operator';
import { type Sources, serveSources } from './sources';
import { objectIn } from './yaml';

/** A cluster to which a definition's output was applied. */
export interface Rehearsal {
  readonly cluster: Cluster;
  readonly emitted: Emitted;
  readonly references: readonly Reference[];
  /** What `apply.sh` said. */
  readonly run: Run;
  /** Runs `apply.sh` once more. */
  again(): Promise<Run>;
  /** Ends all programs and removes all data. */
  stop(): Promise<void>;
}

/**
 * Runs a definition's own `apply.sh`, with kubectl and Helm, on a cluster that has its nodes, while Cilium's operator runs.
 * Nothing is fetched: chart and definitions come from the modules of their releases. It throws if the script fails.
 */
export async function rehearse(emitted: Emitted, title: string): Promise<Rehearsal> {
  const { network, versions } = emitted.model;
  const { pods, services, nodePorts, cilium } = network;
  const cluster = await startCluster({ title, pods, services, nodePorts, kubernetes: versions.kubernetes, nodes: nodesOf(emitted.model) });
  let sources: Sources | undefined;
  const stop = async () => {
    sources?.close();
    await cluster.stop();
  };
  try {
    sources = await serveSources(emitted.model, cluster.folder);
    unpack(cluster, emitted, sources);
    const applyAll = async () => {
      const run = await runApplyScript(cluster, emitted);
      if (run.status !== 0) throw cluster.failure(`apply.sh ended with ${run.status}:\n${run.lines.slice(-15).join('\n')}`);
      return run;
    };
    const operator = cilium === undefined ? undefined : runOperator(cluster, minorOf<CiliumMinor>(cilium.version));
    const [run] = await Promise.all([applyAll(), operator]);
    const references = emitted.objects.map(({ text }) => referenceOf(objectIn(text)));
    return { cluster, emitted, references, run, again: applyAll, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Applies everything once more: what is said to that, and the objects that it changes; none, if all is well. */
export async function changesOfSecondApply(rehearsal: Rehearsal): Promise<{ readonly run: Run; readonly changes: string[] }> {
  const before = await liveObjects(rehearsal);
  const run = await rehearsal.again();
  const after = await liveObjects(rehearsal);
  const changes = before.flatMap((object, i) => {
    const [old, changed] = [written(object), written(after[i] as Resource)];
    if (isDeepStrictEqual(old, changed)) return [];
    return [`${titleOf(referenceOf(object))}:\n${JSON.stringify(old)}\n${JSON.stringify(changed)}`];
  });
  return { run, changes };
}

/** What people write of an object: without what the cluster says of it. */
export function written({ status: _, metadata, ...rest }: Resource): JsonObject {
  const { resourceVersion: _version, managedFields: _fields, ...kept } = metadata;
  return { ...rest, metadata: kept };
}

/** The objects of the output as the API server has them now: all, or those of some kinds. */
export async function liveObjects(
  { cluster: { api }, references }: Pick<Rehearsal, 'cluster' | 'references'>,
  ...kinds: readonly string[]
): Promise<Resource[]> {
  return Promise.all(references.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind)).map((reference) => api.get(reference)));
}

/** What kubectl says of an object that was applied. */
export function appliedLine({ apiVersion, kind, name }: Reference): string {
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/', 1)[0]}` : '';
  return `${kind.toLowerCase()}${group}/${name} serverside-applied`;
}
