import { compareText } from '../../base';

/**
 * A peer of connections in either direction, by how Cilium recognises it.
 *
 * - `pods`: pods of a namespace that have all these labels; no labels mean every pod of it.
 * - `nodes`: other nodes of the cluster that have all these labels; no labels mean every one. Cilium has to be told to keep
 *   labels of nodes (`nodeSelectorLabels`).
 * - `entity`: one of Cilium's entities.
 * - `cidr`: addresses outside of the cluster; neither pods nor nodes are recognised by address.
 * - `cidr-group`: the addresses of a CiliumCIDRGroup, by its name.
 *
 * @see https://docs.cilium.io/en/v1.20/security/policy/layer3/
 */
export type IngressPeer =
  | { readonly kind: 'pods'; readonly namespace: string; readonly labels: Readonly<Record<string, string>> }
  | { readonly kind: 'nodes'; readonly labels: Readonly<Record<string, string>> }
  | { readonly kind: 'entity'; readonly entity: string }
  | { readonly kind: 'cidr'; readonly cidr: string; readonly except: readonly string[] }
  | { readonly kind: 'cidr-group'; readonly name: string };

/**
 * The other end of an allowed connection: what can connect, and beside it what can only be connected to.
 *
 * - `service`: what stands behind a Service, at the port of the pods; egress only.
 * - `fqdn`: addresses that DNS gave for a name. With `*` it is a pattern: `*` stands for any characters of one label, `**.` at
 *   the beginning for one label or several. Egress only.
 */
export type PolicyPeer =
  | IngressPeer
  | { readonly kind: 'service'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'fqdn'; readonly name: string };

/** Peers of one kind. */
export type PeerOf<K extends PolicyPeer['kind']> = Extract<PolicyPeer, { readonly kind: K }>;

/** The same text for the same peer, however its labels and exceptions are ordered. */
export function peerKey(peer: PolicyPeer): string {
  switch (peer.kind) {
    case 'pods':
      return JSON.stringify([peer.kind, peer.namespace, sortedLabels(peer.labels)]);
    case 'nodes':
      return JSON.stringify([peer.kind, sortedLabels(peer.labels)]);
    case 'entity':
      return JSON.stringify([peer.kind, peer.entity]);
    case 'cidr':
      return JSON.stringify([peer.kind, [peer.cidr, [...peer.except].sort()]]);
    case 'service':
      return JSON.stringify([peer.kind, peer.namespace, peer.name]);
    case 'cidr-group':
    case 'fqdn':
      return JSON.stringify([peer.kind, peer.name]);
  }
}

function sortedLabels(labels: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(labels).sort(([a], [b]) => compareText(a, b));
}
