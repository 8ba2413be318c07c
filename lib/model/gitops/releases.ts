import { compareMinors, parseVersion } from '../../base';
import type { Model } from '../model';

/** A minor of Flux or Argo CD and what goes with it. */
export interface GitOpsMinor {
  /** The oldest and newest Kubernetes minor that upstream tests it with. */
  readonly kubernetes: readonly [oldest: string, newest: string];
  /** The newest patch that the table was made with. */
  readonly newestPatch: number;
}

/** What is known of Flux and Argo CD. */
export interface GitOpsTool {
  /** As people call it. */
  readonly name: string;
  /** The namespace that upstream's manifests are for, with the controllers and what they read. */
  readonly namespace: string;
  /**
   * The field manager by which the controllers apply. Who applies the same objects before them does so by this name, since fields
   * of another manager stay when they go from git.
   */
  readonly fieldManager: string;
  /** Upstream's manifests of a release. */
  install(version: string): string;
  /** Whether those manifests have the namespace in them. */
  readonly hasNamespace: boolean;
  /** The controllers without which nothing of the output is kept, as `kind/name`. */
  readonly controllers: readonly string[];
  /** The kinds of the objects that Ichor emits for it, as definitions of kinds are called. */
  readonly kinds: readonly string[];
  readonly minors: Readonly<Record<string, GitOpsMinor>>;
}

/**
 * Flux and Argo CD, with the minors whose objects Ichor emits.
 *
 * @see https://github.com/fluxcd/flux2/releases/tag/v2.9.0
 * @see https://fluxcd.io/flux/installation/#dev-install
 * @see argo-cd v3.6.1 docs/operator-manual/tested-kubernetes-versions.md
 * @see kustomize-controller v1.9.5 main.go (controllerName)
 * @see argo-cd v3.6.1 common/common.go (ArgoCDSSAManager), manifests/install.yaml
 * @see flux2 v2.9.5 manifests/install/kustomization.yaml
 */
export const gitOpsTools: Readonly<Record<'flux' | 'argocd', GitOpsTool>> = {
  flux: {
    name: 'Flux',
    namespace: 'flux-system',
    fieldManager: 'kustomize-controller',
    install: (version) => `https://github.com/fluxcd/flux2/releases/download/v${version}/install.yaml`,
    hasNamespace: true,
    controllers: ['deployment/source-controller', 'deployment/kustomize-controller', 'deployment/helm-controller'],
    kinds: [
      'gitrepositories.source.toolkit.fluxcd.io',
      'helmrepositories.source.toolkit.fluxcd.io',
      'ocirepositories.source.toolkit.fluxcd.io',
      'kustomizations.kustomize.toolkit.fluxcd.io',
      'helmreleases.helm.toolkit.fluxcd.io',
    ],
    minors: { '2.9': { kubernetes: ['1.34', '1.36'], newestPatch: 5 } },
  },
  argocd: {
    name: 'Argo CD',
    namespace: 'argocd',
    fieldManager: 'argocd-controller',
    install: (version) => `https://raw.githubusercontent.com/argoproj/argo-cd/v${version}/manifests/install.yaml`,
    hasNamespace: false,
    controllers: ['deployment/argocd-redis', 'deployment/argocd-repo-server', 'statefulset/argocd-application-controller'],
    kinds: ['applications.argoproj.io'],
    minors: {
      '3.5': { kubernetes: ['1.33', '1.36'], newestPatch: 7 },
      '3.6': { kubernetes: ['1.34', '1.37'], newestPatch: 1 },
    },
  },
};

/** The newest release that the table knows. */
export function newestGitOps(tool: keyof typeof gitOpsTools): string {
  const { minors } = gitOpsTools[tool];
  const newest = Object.keys(minors).sort(compareMinors).at(-1) as string;
  return `${newest}.${minors[newest]?.newestPatch}`;
}

/** What the table knows of a release's minor; `undefined` for one that it doesn't have. */
export function gitOpsMinor(tool: keyof typeof gitOpsTools, version: string): GitOpsMinor | undefined {
  return gitOpsTools[tool].minors[parseVersion(version)?.minor ?? ''];
}

/** The field manager by which objects are applied, whoever does it: that of Flux or Argo CD, which take over where there is one. */
export function fieldManagerOf({ gitops }: Pick<Model, 'gitops'>): string {
  return gitops?.fieldManager ?? 'ichor';
}
