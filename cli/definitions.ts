import type { Finding } from '../lib/base';
import { loadClusters } from '../lib/input';
import { type Model, resolve } from '../lib/model';
import { packages } from '../main';

/** The model of a definition without errors; with errors, those. */
export async function modelOf(name: string, directory: string): Promise<{ readonly model?: Model; readonly findings: readonly Finding[] }> {
  const { clusters, findings } = await loadClusters(directory, [name], packages);
  const [loaded] = clusters;
  if (loaded === undefined) return { findings };
  const resolved = resolve(loaded.exported, loaded.file);
  const errors = resolved.findings.filter((f) => f.severity === 'error');
  return resolved.model === undefined || errors.length > 0 ? { findings: errors } : { model: resolved.model, findings: [] };
}
