import type { Cluster as Definition } from 'ichor';
import { layout, type Model, resolve } from '../../lib/model';
import { render } from '../../lib/output';
import { synthesize } from '../../synthesize';

/** A file as it would be written. */
export interface EmittedFile {
  readonly path: string;
  readonly text: string;
}

/** What a rehearsal is about: everything that a definition gives, byte for byte as it stands in the output. */
export interface Emitted {
  readonly model: Model;
  readonly files: readonly EmittedFile[];
  /** Those of the files that hold Kubernetes objects, in the order in which they are applied. */
  readonly objects: readonly EmittedFile[];
}

/** Synthesizes a definition; one with an error has nothing to rehearse, and throws. */
export function emittedBy(cluster: Definition): Emitted {
  const definedIn = `clusters/${cluster.definition.name}.ts`;
  const { product, findings } = synthesize(cluster, definedIn);
  const errors = findings.filter((f) => f.severity === 'error').map((f) => `${f.id} ${f.message}`);
  const { model } = resolve(cluster, definedIn);
  if (errors.length > 0 || model === undefined) throw new Error(`${definedIn} doesn't synthesize:\n${errors.join('\n')}`);
  const files = product.files.map((file) => ({ path: file.path, text: render(file) }));
  if (!files.some(({ path }) => path === layout.applyScript(model.name))) throw new Error(`${definedIn} gives no apply.sh`);
  const objects = files.filter(({ path }) => path.startsWith(`${model.name}/kubernetes/`)).sort((a, b) => (a.path < b.path ? -1 : 1));
  return { model, files, objects };
}
