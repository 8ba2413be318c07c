import type { CiliumNetworkPolicy } from '../../imports/cilium-crds-1.20';
import { compareText } from '../base';
import type { Allowance, Intent, L4Port, PolicyPeer } from './intent';

type Spec = NonNullable<CiliumNetworkPolicy['spec']>;
type IngressRule = NonNullable<Spec['ingress']>[number];
type EgressRule = NonNullable<Spec['egress']>[number];

/** The label by which Cilium knows a pod's namespace. */
export const namespaceLabel = 'k8s:io.kubernetes.pod.namespace';

/** More ports than this in one rule are refused (cilium 1.20.2 pkg/policy/api/rule_validation.go, maxPorts). */
const maxPorts = 40;

/** CoreDNS, as Talos and kubeadm deploy it. */
const dnsServer: PolicyPeer = { kind: 'pods', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
const dnsPorts: readonly L4Port[] = [
  { port: 53, protocol: 'UDP' },
  { port: 53, protocol: 'TCP' },
];

/**
 * The policy of one workload: both directions isolated, exactly the declared connections open.
 *
 * - Each peer gets the union of its ports; peers are put into one rule only where their ports are the same and they are of
 *   one kind, since a rule opens every one of its ports to every one of its peers, and may hold one kind of peer.
 * - A direction without connections is `[{}]`, which isolates and opens nothing.
 * - Egress to pods or names brings DNS; the rule is a plain one on port 53, and goes through the DNS proxy only where a name
 *   is allowed, since Cilium learns the addresses of names there.
 *
 * @see https://docs.cilium.io/en/v1.20/security/policy/language/
 */
export function compilePolicy(intent: Intent): CiliumNetworkPolicy {
  const egress = intent.egress.map(({ peer, ports }) => ({ peer, ports }));
  const ingressRules = grouped(intent.ingress).map(([peers, ports]) => ingressRule(intent.namespace, peers, ports));
  const egressRules = grouped(egress).map(([peers, ports]) => egressRule(intent.namespace, peers, ports));
  if (needsDns(intent)) egressRules.push(dnsRule(intent));
  return policy(intent.namespace, intent.name, intent.enforce, {
    description: describe(intent),
    endpointSelector: { matchLabels: { ...intent.labels } },
    ingress: ingressRules.length === 0 ? [{}] : ingressRules,
    egress: egressRules.length === 0 ? [{}] : egressRules,
  });
}

/** A policy that denies, for every pod of a namespace, what no other policy allows. */
export function closeNamespace(namespace: string, enforce: boolean): CiliumNetworkPolicy {
  return policy(namespace, 'closed-namespace', enforce, {
    description: `every pod of ${namespace}: only what another policy allows`,
    endpointSelector: {},
    ingress: [{}],
    egress: [{}],
  });
}

function policy(namespace: string, name: string, enforce: boolean, spec: Spec): CiliumNetworkPolicy {
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name, namespace },
    spec: enforce ? spec : { ...spec, enableDefaultDeny: { ingress: false, egress: false } },
  };
}

/** Whether the workload looks names up: those of Services in front of pods, or those of hosts. */
function needsDns({ egress }: Intent): boolean {
  return egress.some(({ peer }) => peer.kind === 'pods' || peer.kind === 'fqdn');
}

function dnsRule(intent: Intent): EgressRule {
  const named = intent.egress.some(({ peer }) => peer.kind === 'fqdn');
  const rule = egressRule(intent.namespace, [dnsServer], dnsPorts);
  return named ? { ...rule, toPorts: rule.toPorts?.map((p) => ({ ...p, rules: { dns: [{ matchPattern: '*' }] } })) } : rule;
}

/** Peers that share a rule, with its ports: in an order that depends on nothing but the peers. */
function grouped(allowances: readonly Pick<Allowance, 'peer' | 'ports'>[]): [PolicyPeer[], L4Port[]][] {
  const portsOf = new Map<string, { peer: PolicyPeer; ports: Map<string, L4Port> }>();
  for (const { peer, ports } of allowances) {
    const key = peerKey(peer);
    const entry = portsOf.get(key) ?? { peer, ports: new Map<string, L4Port>() };
    for (const port of ports) entry.ports.set(`${port.protocol}/${port.port}`, port);
    portsOf.set(key, entry);
  }
  const rules = new Map<string, { peers: PolicyPeer[]; ports: L4Port[] }>();
  for (const [, { peer, ports }] of [...portsOf].sort(([a], [b]) => compareText(a, b))) {
    const list = [...ports.values()].sort((a, b) => a.port - b.port || compareText(a.protocol, b.protocol));
    for (let i = 0; i < list.length; i += maxPorts) {
      const part = list.slice(i, i + maxPorts);
      const key = JSON.stringify([ruleKind(peer), part]);
      const rule = rules.get(key) ?? { peers: [], ports: part };
      rule.peers.push(peer);
      rules.set(key, rule);
    }
  }
  return [...rules.values()].map(({ peers, ports }) => [peers, ports]);
}

function peerKey(peer: PolicyPeer): string {
  if (peer.kind === 'pods')
    return JSON.stringify([peer.kind, peer.namespace, Object.entries(peer.labels).sort(([a], [b]) => compareText(a, b))]);
  return JSON.stringify([
    peer.kind,
    peer.kind === 'cidr' ? [peer.cidr, [...peer.except].sort()] : peer.kind === 'entity' ? peer.entity : peer.name,
  ]);
}

/** Addresses with exceptions need a field of their own, and so a rule of their own. */
function ruleKind(peer: PolicyPeer): string {
  return peer.kind === 'cidr' && peer.except.length > 0 ? 'cidr-set' : peer.kind;
}

function toPorts(ports: readonly L4Port[]) {
  return [{ ports: ports.map(({ port, protocol }) => ({ port: String(port), protocol })) }];
}

function selector(namespace: string, peer: PolicyPeer & { kind: 'pods' }) {
  const named = Object.keys(peer.labels).length > 0;
  if (peer.namespace === namespace) return named ? { matchLabels: { ...peer.labels } } : {};
  return { matchLabels: { [namespaceLabel]: peer.namespace, ...peer.labels } };
}

function ingressRule(namespace: string, peers: readonly PolicyPeer[], ports: readonly L4Port[]): IngressRule {
  return { ...peerFields('from', namespace, peers), toPorts: toPorts(ports) } as IngressRule;
}

function egressRule(namespace: string, peers: readonly PolicyPeer[], ports: readonly L4Port[]): EgressRule {
  return { ...peerFields('to', namespace, peers), toPorts: toPorts(ports) } as EgressRule;
}

function peerFields(direction: 'from' | 'to', namespace: string, peers: readonly PolicyPeer[]): Record<string, unknown> {
  const first = peers[0] as PolicyPeer;
  switch (first.kind) {
    case 'pods':
      return { [`${direction}Endpoints`]: peers.map((p) => selector(namespace, p as PolicyPeer & { kind: 'pods' })) };
    case 'entity':
      return { [`${direction}Entities`]: peers.map((p) => (p as PolicyPeer & { kind: 'entity' }).entity) };
    case 'fqdn':
      return { [`${direction}FQDNs`]: peers.map((p) => ({ matchName: (p as PolicyPeer & { kind: 'fqdn' }).name })) };
    case 'cidr': {
      const cidrs = peers as readonly (PolicyPeer & { kind: 'cidr' })[];
      if (first.except.length === 0) return { [`${direction}CIDR`]: cidrs.map((p) => p.cidr) };
      return { [`${direction}CIDRSet`]: cidrs.map((p) => ({ cidr: p.cidr, except: [...p.except].sort() })) };
    }
  }
}

function describe({ ingress, egress }: Intent): string {
  const side = (allowances: readonly Allowance[]) => {
    const names = allowances.map(({ name, peer }) => (peer.kind === 'cidr' && name !== peer.cidr ? `${name} (${peer.cidr})` : name));
    return names.length === 0 ? 'nobody' : [...new Set(names)].sort(compareText).join(', ');
  };
  return `in from ${side(ingress)}; out to ${side(egress)}`;
}
