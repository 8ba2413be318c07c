import type { Protocol } from '../base';
import type { ProgramOptions } from './run-program';

/** What a cluster asks of the machine that it is made from, and in Docker runs on. */
export type ClusterNeeds = DockerNeeds | MetalNeeds;

/** What every cluster asks. */
interface AnyNeeds {
  /** The release of Kubernetes that it is of. */
  readonly kubernetes: string;
  /** Where its images and charts come from. */
  readonly registries: readonly Registry[];
  /** The files by which it is reached. @default nothing is said of them */
  readonly reach?: ReachNeeds;
}

/** A host that serves images or charts. */
export interface Registry {
  readonly host: string;
  /** @default 443 */
  readonly port?: number;
}

/** How a cluster is reached. */
export interface ReachNeeds {
  readonly kubeconfig: string;
  readonly talosconfig: string;
  /** Hosts at which its API server answers. */
  readonly hosts: readonly string[];
}

/** What a cluster in Docker asks of the machine that it is to run on. */
export interface DockerNeeds extends AnyNeeds {
  readonly platform: 'docker';
  readonly name: string;
  readonly provider: 'colima' | 'docker-desktop' | 'engine' | 'other';
  /** Of its container, as the definition writes it and in bytes. */
  readonly memory: { readonly text: string; readonly bytes: number };
  readonly cpus: number;
  readonly subnet: string;
  readonly hostIp: string;
  /** Ports of the host that it publishes. */
  readonly ports: readonly { readonly port: number; readonly protocol: Protocol }[];
  /** Whether Cilium is its network: that needs Helm, a talosctl that waits for no network, and a kernel. */
  readonly cilium: boolean;
  /** Modules of the kernel that its network needs. */
  readonly modules: readonly string[];
}

/** What a cluster on machines of its own asks of the one that makes it. */
export interface MetalNeeds extends AnyNeeds {
  readonly platform: 'metal';
  readonly name: string;
  /** The oldest talosctl that knows all that the cluster's Talos does. */
  readonly talosctl: string;
  readonly nodes: readonly { readonly name: string; readonly address: string }[];
  /** The port of Talos' API on the nodes. @default 50000 */
  readonly port?: number;
  /** Whether Cilium is its network: that needs Helm. */
  readonly cilium: boolean;
}

/** What is asked of a machine. */
export interface Needs {
  /** The oldest Node that runs Ichor. */
  readonly node: string;
  /** The oldest talosctl that creates a Docker cluster without a network of Talos' own. */
  readonly talosctl: string;
  /** @default none: what every cluster needs */
  readonly cluster?: ClusterNeeds;
}

/** How to look. */
export interface DoctorOptions extends ProgramOptions {
  /** The system whose commands repair. @default this one */
  readonly platform?: NodeJS.Platform;
}
