import type { JsonObject } from '../../lib/base';
import { credentialOf, type GitOpsModel, gitOpsTools, type Layer, layers } from '../../lib/model';

/** An object for Flux or Argo CD itself, with its folder below `flux/` or `argocd/`; none for the folder itself. */
export interface GitOpsObject {
  readonly folder: string;
  readonly object: JsonObject;
  /** What stands above it in the file. */
  readonly comment?: string;
}

/** The folder of a layer in the repository. */
export function layerPath(gitops: GitOpsModel, layer: Layer): string {
  return below(gitops, `kubernetes/${layers[layer]}`);
}

/** A path inside of this cluster's output, from the root of the repository. */
export function below({ path }: GitOpsModel, inside: string): string {
  return path === '' ? inside : `${path}/${inside}`;
}

/** Which release this is for, how it reads the repository, and what its Secret has to have. */
export function keptBy(gitops: GitOpsModel): string {
  const { tool, version, install, namespace, secret, url } = gitops;
  const { keys, label } = credentialOf(gitops);
  const needs = label === undefined ? Object.keys(keys).join(' and ') : `the label ${label.replace('=', ': ')}`;
  const how = secret === undefined ? 'without a password' : `with the Secret ${namespace}/${secret}, which has ${needs}`;
  return `For ${gitOpsTools[tool].name} ${version} (${install}), which reads ${url} ${how}.`;
}
