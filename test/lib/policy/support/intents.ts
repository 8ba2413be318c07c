import * as fc from 'fast-check';
import type { Allowance, Intent, L4Port, PolicyPeer } from '../../../../lib/policy';
import { podsText } from './opened';

const port: fc.Arbitrary<L4Port> = fc.record({ port: fc.constantFrom(53, 80, 443, 8080), protocol: fc.constantFrom('TCP', 'UDP') });

const pods: fc.Arbitrary<PolicyPeer> = fc.record({
  kind: fc.constant('pods' as const),
  namespace: fc.constantFrom('apps', 'jobs', 'kube-system'),
  labels: fc.constantFrom<Record<string, string>>({}, { app: 'a' }, { app: 'b' }, { app: 'a', tier: 'x' }, { 'k8s-app': 'kube-dns' }),
});
const entities: fc.Arbitrary<PolicyPeer> = fc.record({
  kind: fc.constant('entity' as const),
  entity: fc.constantFrom('world', 'host', 'kube-apiserver'),
});
const cidrs: fc.Arbitrary<PolicyPeer> = fc.record({
  kind: fc.constant('cidr' as const),
  cidr: fc.constantFrom('192.0.2.0/24', '198.51.100.0/24'),
  except: fc.constantFrom<readonly string[]>([], ['192.0.2.0/28'], ['192.0.2.16/28', '192.0.2.0/28'], ['192.0.2.0/28', '192.0.2.16/28']),
});
const names: fc.Arbitrary<PolicyPeer> = fc.record({
  kind: fc.constant('fqdn' as const),
  name: fc.constantFrom('a.example.com', 'b.example.com'),
});

function allowances(peer: fc.Arbitrary<PolicyPeer>): fc.Arbitrary<Allowance[]> {
  const allowance = fc
    .record({ peer, ports: fc.array(port, { minLength: 1, maxLength: 4 }) })
    .map(({ peer: p, ports }) => ({ peer: p, ports, name: peerText(p) }));
  return fc.array(allowance, { maxLength: 6 });
}

/** What a workload may do: few peers and few ports, so that they meet often. */
export const anyIntent: fc.Arbitrary<Intent> = fc.record({
  namespace: fc.constant('apps'),
  name: fc.constant('subject'),
  labels: fc.constant({ app: 'subject' }),
  ingress: allowances(fc.oneof(pods, entities, cidrs)),
  egress: allowances(fc.oneof(pods, entities, cidrs, names)),
  enforce: fc.boolean(),
});

/** A peer by the text that `opened` has for it. */
export function peerText(peer: PolicyPeer): string {
  switch (peer.kind) {
    case 'pods':
      return podsText(peer.namespace, peer.labels);
    case 'entity':
      return `entity ${peer.entity}`;
    case 'fqdn':
      return `fqdn ${peer.name}`;
    case 'cidr':
      return `cidr ${peer.cidr}${peer.except.length === 0 ? '' : ` without ${[...peer.except].sort().join()}`}`;
  }
}

/** The declared pairs, as `opened` writes them. */
export function declared(list: readonly Allowance[]): Set<string> {
  return new Set(list.flatMap(({ peer, ports }) => ports.map((p) => `${peerText(peer)} ${p.protocol}/${p.port}`)));
}
