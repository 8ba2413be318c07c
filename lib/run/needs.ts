import type { Protocol } from '../base';
import type { ProgramOptions } from './run-program';

/** What a cluster asks of the machine that it is to run on. */
export interface ClusterNeeds {
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
