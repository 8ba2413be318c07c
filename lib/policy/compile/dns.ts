import type { Allowance, Intent, L4Port } from './intent';
import { anyName } from './limits';
import { type PolicyPeer, peerKey } from './peer';

/** CoreDNS, as Talos and kubeadm deploy it. */
const dnsServer: PolicyPeer = { kind: 'pods', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
const dnsPorts: readonly L4Port[] = [
  { port: 53, protocol: 'UDP' },
  { port: 53, protocol: 'TCP' },
];

/** Whether names of hosts are allowed, whose addresses Cilium learns in its DNS proxy. */
export function isNamed({ egress }: Intent): boolean {
  return egress.some(({ peer }) => peer.kind === 'fqdn');
}

/** Whether this is how CoreDNS is asked. */
export function asksDns({ peer, port }: { readonly peer: PolicyPeer; readonly port: L4Port }): boolean {
  return peerKey(peer) === peerKey(dnsServer) && port.port === 53 && port.protocol !== 'SCTP';
}

/**
 * What goes out, with the DNS that belongs to it: pods are called by the names of their Services, hosts by their own.
 *
 * It is a plain allowance, and goes through the DNS proxy where names of hosts are allowed. Where an allowance says itself
 * which names may be asked of CoreDNS, those are all, beside the names that others of the allowances mean and the cluster's
 * own domain: names of Services are in it, and resolvers look every name up there before they look elsewhere.
 */
export function withDns(intent: Intent): { readonly egress: readonly Allowance[]; readonly implied: boolean } {
  const { egress, dnsDomain = 'cluster.local' } = intent;
  const named = isNamed(intent);
  const declared = egress.filter((allowance) => allowance.ports.some((port) => asksDns({ peer: allowance.peer, port })));
  const others = egress.filter((allowance) => !allowance.ports.every((port) => asksDns({ peer: allowance.peer, port })));
  if (!others.some(({ peer }) => looksUp(peer))) return { egress, implied: false };

  const names = declared.flatMap(({ l7 }) => (l7?.kind === 'dns' ? l7.names : []));
  const isSaid = names.length > 0 && declared.every(({ l7 }) => l7 !== undefined);
  const wanted = egress.flatMap(({ peer }) => (peer.kind === 'fqdn' ? [peer.name] : []));
  const l7 = isSaid ? { kind: 'dns' as const, names: [...names, ...wanted, `**.${dnsDomain}`] } : named ? anyName : undefined;
  return {
    implied: true,
    egress: [
      ...egress.flatMap((allowance) => (named && allowance.l7 === undefined ? proxied(allowance) : [allowance])),
      { peer: dnsServer, ports: dnsPorts, name: 'kube-dns', ...(l7 === undefined ? {} : { l7 }) },
    ],
  };
}

function looksUp(peer: PolicyPeer): boolean {
  return peer.kind === 'pods' || peer.kind === 'service' || peer.kind === 'fqdn';
}

/** A plain rule beside one of the proxy would say twice what CoreDNS may be asked. */
function proxied(allowance: Allowance): Allowance[] {
  const asking = allowance.ports.filter((port) => asksDns({ peer: allowance.peer, port }));
  const rest = allowance.ports.filter((port) => !asking.includes(port));
  return [
    ...(rest.length === 0 ? [] : [{ ...allowance, ports: rest }]),
    ...(asking.length === 0 ? [] : [{ ...allowance, ports: asking, l7: anyName }]),
  ];
}
