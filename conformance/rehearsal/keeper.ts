import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Cluster as Definition, defineCluster, flux } from 'ichor';
import { type JsonObject, valueAt } from '../../lib/base';
import { ciliumRelease } from '../../lib/model';
import { emitYaml } from '../../lib/output';
import { emittedBy } from './emitted';
import type { Rehearsal } from './rehearse';
import { objectIn } from './yaml';

/** The values of the HelmRelease by which Flux would keep Cilium of a definition. */
export function valuesOfKeeper(cluster: Definition): JsonObject {
  const kept = defineCluster({ ...cluster.definition, gitops: flux({ url: 'https://git.example.com/me/home' }) });
  const release = emittedBy(kept).files.find(({ path }) => path.includes('/flux/cilium/HelmRelease-'));
  return valueAt(objectIn(release?.text ?? '{}'), 'spec', 'values') as JsonObject;
}

/** What Helm has installed, and what it would by an upgrade to other values, as the API server has it answer. */
export async function manifests({ cluster, emitted }: Rehearsal, values: JsonObject): Promise<{ installed: string; upgraded: string }> {
  const { folder, kubeconfig } = cluster;
  const { name, namespace, chart, repository } = ciliumRelease;
  const file = join(folder, 'keeper-values.yaml');
  writeFileSync(file, emitYaml([values], { nulls: 'keep' }));
  const helm = async (...args: readonly string[]) => {
    const words = ['--kubeconfig', kubeconfig, '--namespace', namespace, ...args];
    const env = { HOME: folder, PATH: `${join(folder, 'bin')}:/usr/bin:/bin` };
    return (await promisify(execFile)(join(folder, 'bin', 'helm'), words, { env, maxBuffer: 2 ** 26 })).stdout;
  };
  const version = emitted.model.network.cilium?.version ?? '';
  const upgrade = [
    'upgrade',
    name,
    chart,
    '--repo',
    repository,
    '--version',
    version,
    '--values',
    file,
    '--dry-run=server',
    '--output',
    'json',
  ];
  const [installed, upgraded] = await Promise.all([helm('get', 'manifest', name), helm(...upgrade)]);
  return { installed: installed.trim(), upgraded: String(valueAt(JSON.parse(upgraded), 'manifest')).trim() };
}
