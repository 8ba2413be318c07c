import { type Branded, frozen } from '../value';
import type { RepositoryOptions } from './repository';

/** Options of {@link argocd}. */
export type ArgocdOptions = RepositoryOptions & {
  /** The release of Argo CD, e.g. `3.6.1`. @default the newest that Ichor's tables know, so that a new cluster begins with it */
  readonly version?: string;
};

/** Argo CD that keeps a cluster as its output in git, as made by {@link argocd}. */
export interface Argocd extends Branded<'gitops'> {
  readonly kind: 'argocd';
  readonly options: ArgocdOptions;
}

/**
 * Argo CD: the output gets a folder `argocd/` with an Application for Cilium and for each layer, and one for all of them.
 *
 * @example
 * argocd({ url: 'https://github.com/me/home' })
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/cluster-bootstrapping/
 */
export function argocd(options: ArgocdOptions): Argocd {
  return frozen({ kind: 'argocd', options: { ...options } } as Argocd);
}

/** Who keeps a cluster as its output in git. */
export type GitOps = import('./flux').Flux | Argocd;
