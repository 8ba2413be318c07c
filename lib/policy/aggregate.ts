import { clusterKey, type Label, label } from './label';
import type { Profile } from './profile';
import { type Labelled, matches, type Selector } from './selector';
import { some, type Truth } from './truth';

/**
 * Whether a rule's selector means the identity at the other end of a connection.
 *
 * Since 1.20 Cilium also keeps rules for whole groups of identities at once: the pods of the cluster, those of others, nodes
 * and the outside world. Such a group is an identity with a label of its own, and a selector that asks for no label, but only
 * for labels not to be there, means it too; and with it everybody of the group, whatever labels they have.
 *
 * @see cilium 1.20.2 pkg/policy/aggregate.go, pkg/policy/cell/cell.go (NewPolicyRepository)
 */
export function meansPeer(selector: Selector, peer: Labelled, profile: Profile): Truth {
  const group = aggregateOf(peer, profile);
  return some(group === undefined ? [peer] : [peer, group], (identity) => matches(selector, identity, profile));
}

/** The group that an identity is kept with; none for those that have a number of their own everywhere, and before 1.20. */
export function aggregateOf({ labels }: Labelled, profile: Profile): Labelled | undefined {
  if (profile.cilium === '1.19') return undefined;
  const name = groupOf(labels, profile);
  return name === undefined ? undefined : groups[name];
}

type Group = 'aggregate-cluster' | 'aggregate-cluster-mesh' | 'aggregate-world' | 'aggregate-remote-node';

const group = (name: Group): Labelled => ({ labels: [label('reserved', name)] });

const groups: Readonly<Record<Group, Labelled>> = {
  'aggregate-cluster': group('aggregate-cluster'),
  'aggregate-cluster-mesh': group('aggregate-cluster-mesh'),
  'aggregate-world': group('aggregate-world'),
  'aggregate-remote-node': group('aggregate-remote-node'),
};

function groupOf(labels: readonly Label[], { clusterName, nodeSelectorLabels, cidrMatch }: Profile): Group | undefined {
  const reserved = labels.filter(({ source }) => source === 'reserved').map(({ key }) => key);
  const alone = labels.every(({ source, key }) => source === 'reserved' && (key === 'remote-node' || key === 'kube-apiserver'));
  if (reserved.includes('host')) return undefined;
  if (reserved.includes('remote-node')) {
    const alike = alone && !nodeSelectorLabels && !cidrMatch.includes('nodes');
    return alike ? undefined : 'aggregate-remote-node';
  }
  if (alone) return undefined;
  if (reserved.some((key) => key.startsWith('world'))) return labels.length === 1 ? undefined : 'aggregate-world';
  if (reserved.length > 0) return undefined;
  const cluster = labels.find(({ source, key }) => source === 'k8s' && key === clusterKey)?.value;
  return cluster === clusterName ? 'aggregate-cluster' : 'aggregate-cluster-mesh';
}
