import { isObject, type JsonObject, valueAt } from '../../lib/base';
import type { GitOpsModel } from '../../lib/model';
import type { LayeredObject } from '../object';
import { isKept } from './steps';

/** Kinds that hold data, or the objects of others, in whichever layer they stand. */
const kinds: ReadonlySet<string> = new Set([
  'Namespace',
  'CustomResourceDefinition',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
]);

/**
 * Objects with the word that they are never deleted because they went from git, on each that holds data or others up: whatever
 * becomes of the Kustomization or Application around them.
 */
export function keepObjects(gitops: GitOpsModel | undefined, objects: readonly LayeredObject[]): readonly LayeredObject[] {
  if (gitops === undefined) return objects;
  return objects.map((entry) =>
    isKept(entry.layer) || kinds.has(String(entry.object.kind)) ? { ...entry, object: keptObject(gitops.tool, entry.object) } : entry,
  );
}

/** One object likewise. */
export function keptObject(tool: GitOpsModel['tool'], object: JsonObject): JsonObject {
  const metadata = isObject(object.metadata) ? object.metadata : {};
  const annotations = isObject(metadata.annotations) ? metadata.annotations : {};
  return { ...object, metadata: { ...metadata, annotations: { ...annotations, ...keepAnnotations(tool, annotations) } } };
}

/**
 * The annotations that say so; other options of Argo CD that an object has already stay beside.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#prune
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#no-resource-deletion
 */
export function keepAnnotations(tool: GitOpsModel['tool'], present: JsonObject = {}): Readonly<Record<string, string>> {
  if (tool === 'flux') return { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' };
  const name = 'argocd.argoproj.io/sync-options';
  const others = String(valueAt(present, name) ?? '')
    .split(',')
    .map((option) => option.trim())
    .filter((option) => option !== '' && !/^(Prune|Delete)=/.test(option));
  return { [name]: [...others, 'Prune=false', 'Delete=false'].join(',') };
}
