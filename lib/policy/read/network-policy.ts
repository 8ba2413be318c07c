import type { NetworkPolicy } from '../../../imports/kubernetes-1.36';
import { type JsonObject, parseCidr } from '../../base';
import type { Direction, Entry, Origin, PortRange } from '../entry';
import { namespaceKey } from '../label';
import type { Profile } from '../profile';
import { cidrSelector, type Selector, wildcard } from '../selector';
import { rangesOf } from './cilium-ports';
import { type LabelSelectorSpec, sourced, toSelector, withLabel } from './label-selector';
import { ofPods, podsIn } from './pod-selectors';

type Spec = NonNullable<NetworkPolicy['spec']>;
type Item = NonNullable<Spec['ingress']>[number] & NonNullable<Spec['egress']>[number];
type Peer = NonNullable<NonNullable<Spec['ingress']>[number]['from']>[number];
type Port = NonNullable<Item['ports']>[number];

/**
 * The entries of a NetworkPolicy that the API server takes, as Cilium reads it: each peer of a rule is an entry of its own.
 *
 * Cilium enforces rules of a direction that `policyTypes` leaves out, which Kubernetes ignores. `policyTypes` itself, where it
 * is left out, is what the API server makes of it: ingress, and egress if there are rules for it.
 *
 * @see cilium 1.20.2 pkg/k8s/network_policy.go (ParseNetworkPolicy)
 * @see kubernetes 1.36.3 pkg/apis/networking/v1/defaults.go
 */
export function readNetworkPolicy(object: JsonObject, origin: Omit<Origin, 'path' | 'at'>, profile: Profile): Entry[] {
  const spec = (object.spec ?? {}) as Spec;
  const { namespace } = origin;
  const subject = toSelector(ofNamespace((spec.podSelector ?? {}) as LabelSelectorSpec, namespace));
  const types = spec.policyTypes?.length ? spec.policyTypes : ['Ingress', ...(spec.egress?.length ? ['Egress'] : [])];
  const entry = (direction: Direction, path: string, peers: readonly Selector[], ports: Entry['ports']): Entry => ({
    direction,
    subject,
    node: false,
    namespace,
    peers,
    ports,
    verdict: 'allow',
    defaultDeny: true,
    tier: 1,
    priority: 0,
    origin: { ...origin, path },
  });
  const ofDirection = (direction: Direction, type: 'Ingress' | 'Egress'): Entry[] => {
    const items = (spec[direction] ?? []) as readonly Item[];
    if (items.length === 0) return types.includes(type) ? [entry(direction, 'spec.policyTypes', [], 'all')] : [];
    return items.flatMap((item, i) => {
      const path = `spec.${direction}[${i}]`;
      const peers = ((direction === 'ingress' ? item.from : item.to) ?? []) as readonly Peer[];
      const ports = (item.ports ?? []).length === 0 ? 'all' : (item.ports ?? []).flatMap((port) => rangesOfPort(port, profile));
      if (peers.length === 0) return [entry(direction, path, [wildcard], ports)];
      const list = direction === 'ingress' ? 'from' : 'to';
      return peers.map((peer, n) => entry(direction, `${path}.${list}[${n}]`, peerSelectors(peer, namespace, profile), ports));
    });
  };
  return [...ofDirection('egress', 'Egress'), ...ofDirection('ingress', 'Ingress')];
}

function peerSelectors({ ipBlock, namespaceSelector, podSelector }: Peer, namespace: string, profile: Profile): Selector[] {
  if (ipBlock) {
    const block = parseCidr(ipBlock.cidr);
    return block === undefined
      ? []
      : [
          cidrSelector(
            block,
            (ipBlock.except ?? []).flatMap((text) => parseCidr(text) ?? []),
            profile,
          ),
        ];
  }
  const pods = ofPods((podSelector ?? {}) as LabelSelectorSpec, profile);
  if (!namespaceSelector) return [toSelector(withLabel(pods, `k8s:${namespaceKey}`, namespace))];
  return [podsIn(namespaceSelector as LabelSelectorSpec, pods)];
}

function ofNamespace(selector: LabelSelectorSpec, namespace: string) {
  return withLabel(sourced(selector, 'k8s'), `k8s:${namespaceKey}`, namespace);
}

function rangesOfPort({ port, endPort, protocol }: Port, { cilium }: Profile): PortRange[] {
  return rangesOf(
    {
      port: port === undefined || port === null ? '0' : String(port),
      endPort: endPort ?? null,
      protocol: protocol ?? 'TCP',
    },
    cilium,
  );
}
