import type { NamedPort } from './protocol';
import type { Labelled } from './selector';

/** What an identity stands for. */
export type IdentityKind =
  | 'pods'
  | 'other-pods'
  | 'host'
  | 'remote-node'
  | 'kube-apiserver'
  | 'world'
  | 'cidr'
  | 'fqdn'
  | 'health'
  | 'ingress'
  | 'init'
  | 'unmanaged';

/**
 * Everybody whom Cilium can't tell apart: pods of equal labels, a class of nodes, a block of addresses, the addresses of a
 * name.
 */
export interface Identity extends Labelled {
  readonly kind: IdentityKind;
  /** How people call it: the workloads that have it, or what it is outside of them. */
  readonly name: string;
  /** The namespace of its pods; `''` where there is none. */
  readonly namespace: string;
  /** Whether policies are enforced at its side of a connection: true for pods and Cilium's own endpoints. */
  readonly endpoint: boolean;
  /** What names of ports mean on its pods. */
  readonly ports: readonly NamedPort[];
  /** Whether its pods may have ports of other names, since no file tells of them. */
  readonly furtherPorts?: boolean;
}
