import type { JsonObject, Severity } from '../base';
import type { Acceptance } from './acceptance';
import type { ConstructWorkload } from './construct-workload';
import type { Exposure } from './exposure';
import type { Flow } from './flow';
import type { GitOps } from './gitops/argocd';
import type { Namespace } from './namespace';
import type { Network } from './network/cilium';
import type { RoleBinding } from './peers';
import type { Platform } from './platform/platform';
import type { Manifests, RawObject } from './raw';
import type { Stage } from './stage';
import type { Storage } from './storage';
import { type Branded, frozen } from './value';
import type { Workload } from './workload';

/** Which releases a cluster runs. Cilium's own stands with the network. */
export interface VersionOptions {
  /** Talos, e.g. `1.13.9`. */
  readonly talos: string;
  /** Kubernetes, e.g. `1.36.3`. Always said, since newer Talos releases default to one that Cilium isn't tested with. */
  readonly kubernetes: string;
  /**
   * The minor of the talosctl that generated the machine config, e.g. `1.13`, for a cluster that was upgraded since: Talos
   * keeps the old form, and a patch has to speak it.
   *
   * @default the minor of `talos`
   */
  readonly talosContract?: string;
}

/** What only Talos knows. */
export interface TalosOptions {
  /** The port of KubePrism, the API server's address on every node. @default 7445, Talos' own */
  readonly kubePrismPort?: number;
  /** A further strategic-merge patch of control planes: one document, or several. It is written behind Ichor's own. @default none */
  readonly patch?: JsonObject | readonly JsonObject[];
  /** The same for workers. @default none: what `patch` says is for control planes alone, and Talos refuses half of it on workers */
  readonly workerPatch?: JsonObject | readonly JsonObject[];
}

/** A rule of the user's own; `ichor/checks` has the full type, and `defineRule` to write one. */
export interface UserRule {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly needs: readonly string[];
  readonly source?: string;
  check(facts: never): unknown;
}

/** Everything that there is to say about a cluster. */
export interface ClusterDefinition {
  /** The cluster's name and the name of its file in `clusters/`; at most 32 characters. */
  readonly name: string;
  readonly versions: VersionOptions;
  readonly platform: Platform;
  readonly network: Network;
  /** @default localPath(): Talos brings no StorageClass, and claims stay Pending without one */
  readonly storage?: Storage;
  /** Namespaces beside those of the workloads. @default none */
  readonly namespaces?: readonly Namespace[];
  /** What the cluster runs and Ichor emits. @default none */
  readonly workloads?: readonly (Workload<string> | ConstructWorkload<string>)[];
  /** Ports that the Docker host gets. @default none */
  readonly expose?: readonly Exposure[];
  /** Who may talk to whom, beyond the exposures. @default none */
  readonly flows?: readonly Flow[];
  /** Where roles are, beside the platform's own. @default none */
  readonly roles?: readonly RoleBinding[];
  /** How far policies go. @default 'enforce' */
  readonly policies?: Stage;
  /** @default what Talos does by itself */
  readonly talos?: TalosOptions;
  /**
   * Who keeps the cluster as its output in git: Flux or Argo CD.
   *
   * @default none: a person runs the script of the output, and nothing is emitted for either
   */
  readonly gitops?: GitOps;
  /** Kubernetes objects as they are, applied with the workloads. @default none */
  readonly objects?: readonly RawObject[];
  /** Kubernetes objects from YAML files. @default none */
  readonly manifests?: readonly Manifests[];
  /** Findings that are known and accepted. @default none */
  readonly accept?: readonly Acceptance[];
  /** Rules of the user's own, of the type that `ichor/checks` exports. @default none */
  readonly rules?: readonly UserRule[];
}

/** A defined cluster, as made by {@link defineCluster}. */
export interface Cluster extends Branded<'cluster'> {
  readonly kind: 'cluster';
  readonly definition: ClusterDefinition;
}

/** A cluster from its definition: the default export of a file in `clusters/`. Nothing is checked yet; synth does that, all at once. */
export function defineCluster(definition: ClusterDefinition): Cluster {
  return frozen({ kind: 'cluster', definition: { ...definition } } as Cluster);
}
