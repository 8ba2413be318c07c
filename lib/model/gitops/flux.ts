import { type Branded, frozen } from '../value';
import type { RepositoryOptions } from './repository';

/** A length of time as Flux takes it: `30s`, `5m`, `1h`. */
export type FluxInterval = `${number}${'s' | 'm' | 'h'}`;

/** Options of {@link flux}. */
export type FluxOptions = RepositoryOptions & {
  /** The release of Flux, e.g. `2.9.5`. @default the newest that Ichor's tables know, so that a new cluster begins with it */
  readonly version?: string;
  /** How often Flux looks at the repository. @default '1m', as `flux bootstrap` has it: that long a merge waits */
  readonly interval?: FluxInterval;
  /**
   * Where Flux gets Cilium's chart from: the Helm repository, or the same chart as an OCI artifact of quay.io.
   *
   * @default 'helm': Cilium is installed from there before there is Flux, and so both have it from one place
   * @see https://docs.cilium.io/en/v1.20/installation/k8s-install-helm/
   */
  readonly chart?: 'helm' | 'oci';
};

/** Flux that keeps a cluster as its output in git, as made by {@link flux}. */
export interface Flux extends Branded<'gitops'> {
  readonly kind: 'flux';
  readonly options: FluxOptions;
}

/**
 * Flux: the output gets a folder `flux/` with a source, the release of Cilium, and a Kustomization for each layer.
 *
 * @example
 * flux({ url: 'ssh://git@github.com/me/home', secretRef: secretRef('home-key') })
 * @see https://fluxcd.io/flux/components/
 */
export function flux(options: FluxOptions): Flux {
  return frozen({ kind: 'flux', options: { ...options } } as Flux);
}
