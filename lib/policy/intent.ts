/** A layer-4 protocol as policies name it. */
export type L4Protocol = 'TCP' | 'UDP' | 'SCTP';

/** A port of the destination pod: the container port, never that of a Service. */
export interface L4Port {
  readonly port: number;
  readonly protocol: L4Protocol;
}

/**
 * The other end of an allowed connection, by how Cilium recognises it.
 *
 * - `pods`: pods of a namespace that have all these labels; no labels mean every pod of it.
 * - `entity`: one of Cilium's entities.
 * - `cidr`: addresses outside of the cluster; neither pods nor nodes are recognised by address.
 * - `fqdn`: addresses that DNS gave for a name; egress only.
 */
export type PolicyPeer =
  | { readonly kind: 'pods'; readonly namespace: string; readonly labels: Readonly<Record<string, string>> }
  | { readonly kind: 'entity'; readonly entity: string }
  | { readonly kind: 'cidr'; readonly cidr: string; readonly except: readonly string[] }
  | { readonly kind: 'fqdn'; readonly name: string };

/** A peer, the ports that are open between the subject and it, and its name for people. */
export interface Allowance {
  readonly peer: PolicyPeer;
  readonly ports: readonly L4Port[];
  /** How people call the peer: a workload's key, a role's name. */
  readonly name: string;
}

/** What one workload may do, from which its policy is compiled. */
export interface Intent {
  readonly namespace: string;
  readonly name: string;
  /** The labels that select the workload's pods and no others. */
  readonly labels: Readonly<Record<string, string>>;
  readonly ingress: readonly Allowance[];
  readonly egress: readonly Allowance[];
  /** Whether undeclared traffic is denied, or only shown. */
  readonly enforce: boolean;
}
