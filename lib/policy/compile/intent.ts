import type { IngressL7, L7 } from './l7';
import type { IngressPeer, PolicyPeer } from './peer';

/** A layer-4 protocol as policies name it. */
export type L4Protocol = 'TCP' | 'UDP' | 'SCTP';

/** A port of the destination pod: the container port, never that of a Service. */
export interface L4Port {
  /** 1–65535. */
  readonly port: number;
  readonly protocol: L4Protocol;
}

/** A peer, the ports that are open between the subject and it, and its name for people. */
export interface Allowance<P extends PolicyPeer = PolicyPeer, L extends L7 = L7> {
  readonly peer: P;
  readonly ports: readonly L4Port[];
  /** How people call the peer: a workload's key, a role's name. */
  readonly name: string;
  /** What may pass through each of the ports. @default everything, judged by no proxy */
  readonly l7?: L;
}

/** What one workload may do, from which its policy is compiled. */
export interface Intent {
  readonly namespace: string;
  readonly name: string;
  /** The labels that select the workload's pods and no others. */
  readonly labels: Readonly<Record<string, string>>;
  readonly ingress: readonly Allowance<IngressPeer, IngressL7>[];
  readonly egress: readonly Allowance[];
  /** Whether undeclared traffic is denied, or only shown. */
  readonly enforce: boolean;
  /** The cluster's DNS domain. @default 'cluster.local', which Kubernetes has unless it is told another */
  readonly dnsDomain?: string;
}
