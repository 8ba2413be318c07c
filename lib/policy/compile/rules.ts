import type { CiliumNetworkPolicy } from '../../../imports/cilium-crds-1.20';
import { compareText } from '../../base';
import { groupedBy } from './grouped-by';
import type { L4Port } from './intent';
import { type Limit, limitKey } from './limits';
import type { Opening } from './openings';
import { type PeerOf, type PolicyPeer, peerKey } from './peer';

type Spec = NonNullable<CiliumNetworkPolicy['spec']>;
type IngressRule = NonNullable<Spec['ingress']>[number];
type EgressRule = NonNullable<Spec['egress']>[number];

/** The label by which Cilium knows a pod's namespace. */
export const namespaceLabel = 'k8s:io.kubernetes.pod.namespace';

/** More ports than this in one rule are refused (cilium 1.20.2 pkg/policy/api/rule_validation.go, maxPorts). */
const maxPorts = 40;

/** The order of ports in a rule: by number, then by protocol. */
export function byNumber(a: L4Port, b: L4Port): number {
  return a.port - b.port || compareText(a.protocol, b.protocol);
}

/** The rules for connections that come in. */
export function ingressRules(namespace: string, openings: readonly Opening[]): IngressRule[] {
  return grouped(openings, byNumber).map(
    (group) => ({ ...peerFields('from', namespace, group.peers), ...portFields(group) }) as IngressRule,
  );
}

/** The rules for connections that go out. */
export function egressRules(namespace: string, openings: readonly Opening[], order = byNumber): EgressRule[] {
  return grouped(openings, order).map((group) => ({ ...peerFields('to', namespace, group.peers), ...portFields(group) }) as EgressRule);
}

interface Group {
  readonly peers: PolicyPeer[];
  readonly ports: readonly L4Port[];
  readonly limit: Limit;
}

/** Peers that share a rule, with its ports and what may pass: in an order that depends on nothing but the openings. */
function grouped(openings: readonly Opening[], order: (a: L4Port, b: L4Port) => number): Group[] {
  const groups = new Map<string, Group>();
  const byPeer = [...groupedBy(openings, ({ peer }) => peerKey(peer))].sort(([a], [b]) => compareText(a, b));
  for (const [, ofPeer] of byPeer) {
    const byLimit = [...groupedBy(ofPeer, ({ limit }) => limitKey(limit))].sort(([a], [b]) => compareText(a, b));
    for (const [limitText, alike] of byLimit) {
      const { peer, limit } = alike[0] as Opening;
      const sorted = alike.map(({ port }) => port).sort(order);
      for (let i = 0; i < sorted.length; i += maxPorts) {
        const ports = sorted.slice(i, i + maxPorts);
        const key = JSON.stringify([ruleKind(peer), ports.map(({ port, protocol }) => [port, protocol]), limitText]);
        const group = groups.get(key) ?? { peers: [], ports, limit };
        group.peers.push(peer);
        groups.set(key, group);
      }
    }
  }
  return [...groups.values()];
}

/** What can stand in one rule. Groups of addresses, and addresses with exceptions, have a field of their own together. */
function ruleKind(peer: PolicyPeer): string {
  if (peer.kind === 'cidr-group' || (peer.kind === 'cidr' && peer.except.length > 0)) return 'cidr-set';
  return peer.kind;
}

function portFields({ ports, limit }: Group) {
  return { toPorts: [{ ports: ports.map(({ port, protocol }) => ({ port: String(port), protocol })), ...limitFields(limit) }] };
}

function limitFields(limit: Limit) {
  switch (limit?.kind) {
    case undefined:
      return {};
    case 'http':
      return { rules: { http: limit.rules } };
    case 'dns':
      return { rules: { dns: limit.names.map(nameSelector) } };
    case 'server-names':
      return { serverNames: limit.names };
  }
}

function nameSelector(name: string) {
  return name.includes('*') ? { matchPattern: name } : { matchName: name };
}

function peerFields(direction: 'from' | 'to', namespace: string, peers: readonly PolicyPeer[]): Record<string, unknown> {
  const of = <K extends PolicyPeer['kind']>(_kind: K) => peers as readonly PeerOf<K>[];
  const kind = ruleKind(peers[0] as PolicyPeer);
  switch (kind) {
    case 'pods':
      return { [`${direction}Endpoints`]: of(kind).map((p) => podSelector(namespace, p)) };
    case 'nodes':
      return { [`${direction}Nodes`]: of(kind).map(({ labels }) => labelSelector(labels)) };
    case 'entity':
      return { [`${direction}Entities`]: of(kind).map(({ entity }) => entity) };
    case 'service':
      return {
        [`${direction}Services`]: of(kind).map(({ name, namespace: ns }) => ({ k8sService: { serviceName: name, namespace: ns } })),
      };
    case 'fqdn':
      return { [`${direction}FQDNs`]: of(kind).map(({ name }) => nameSelector(name)) };
    case 'cidr':
      return { [`${direction}CIDR`]: of(kind).map(({ cidr }) => cidr) };
    default:
      return { [`${direction}CIDRSet`]: (peers as readonly PeerOf<'cidr' | 'cidr-group'>[]).map(cidrSelector) };
  }
}

function cidrSelector(peer: PeerOf<'cidr' | 'cidr-group'>) {
  return peer.kind === 'cidr' ? { cidr: peer.cidr, except: [...peer.except].sort() } : { cidrGroupRef: peer.name };
}

function podSelector(namespace: string, peer: PeerOf<'pods'>) {
  return labelSelector(peer.namespace === namespace ? peer.labels : { [namespaceLabel]: peer.namespace, ...peer.labels });
}

function labelSelector(labels: Readonly<Record<string, string>>) {
  return Object.keys(labels).length === 0 ? {} : { matchLabels: { ...labels } };
}
