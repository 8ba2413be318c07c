import type {
  Allowance,
  DnsL7,
  HttpL7,
  IngressL7,
  IngressPeer,
  Intent,
  L4Port,
  L7,
  PolicyPeer,
  ServerNamesL7,
} from '../../../../../lib/policy';
import * as fc from '../../../../support/fast-check';
import { cidrs, dnsLabels, entities, exceptions, labelSets, methods, names, namespaces, nodeLabels, paths } from './universe';

const port: fc.Arbitrary<L4Port> = fc.record({ port: fc.constantFrom(53, 80, 443), protocol: fc.constantFrom('TCP', 'UDP') });

const pods: fc.Arbitrary<IngressPeer> = fc.record({
  kind: fc.constant('pods' as const),
  namespace: fc.constantFrom(...namespaces),
  labels: fc.constantFrom(...labelSets),
});
const ingressPeer: fc.Arbitrary<IngressPeer> = fc.oneof(
  { arbitrary: pods, weight: 3 },
  fc.record({ kind: fc.constant('nodes' as const), labels: fc.constantFrom(...nodeLabels) }),
  fc.record({ kind: fc.constant('entity' as const), entity: fc.constantFrom(...entities) }),
  fc
    .record({ kind: fc.constant('cidr' as const), cidr: fc.constantFrom(...cidrs), except: fc.constantFrom(...exceptions) })
    .map((peer) => (peer.cidr.startsWith('192') ? peer : { ...peer, except: [] })),
  fc.constant<IngressPeer>({ kind: 'cidr-group', name: 'partners' }),
);
const egressPeer: fc.Arbitrary<PolicyPeer> = fc.oneof(
  { arbitrary: ingressPeer, weight: 4 },
  fc.constant<PolicyPeer>({ kind: 'pods', namespace: 'kube-system', labels: dnsLabels }),
  fc.constant<PolicyPeer>({ kind: 'service', namespace: 'apps', name: 'db' }),
  fc.record({ kind: fc.constant('fqdn' as const), name: fc.constantFrom(...names) }),
);

const http: fc.Arbitrary<HttpL7> = fc.record({
  kind: fc.constant('http' as const),
  rules: fc.array(
    fc.record(
      {
        method: fc.constantFrom(...methods),
        path: fc.constantFrom(...paths),
        headers: fc.constantFrom(['X-Token'], ['X-Token', 'X-Token']),
      },
      { requiredKeys: [] },
    ),
    { minLength: 1, maxLength: 3 },
  ),
});
/** None of them but `*` has another in it. */
const someNames = fc.array(fc.constantFrom('a.example.com', '*.example.org', '**.cluster.local', '*'), {
  minLength: 1,
  maxLength: 3,
});
const dns: fc.Arbitrary<DnsL7> = fc.record({ kind: fc.constant('dns' as const), names: someNames });
const serverNames: fc.Arbitrary<ServerNamesL7> = fc.record({ kind: fc.constant('server-names' as const), names: someNames });

function allowances<P extends PolicyPeer, L extends L7>(peers: fc.Arbitrary<P>, limit: fc.Arbitrary<L>): fc.Arbitrary<Allowance<P, L>[]> {
  const allowance = fc
    .record({ peer: peers, ports: fc.array(port, { minLength: 1, maxLength: 4 }), l7: fc.option(limit, { nil: undefined }) })
    .map(({ peer, ports, l7 }): Allowance<P, L> => ({ peer, ports, name: JSON.stringify(peer), ...(l7 === undefined ? {} : { l7 }) }));
  return fc.array(allowance, { maxLength: 7 });
}

/** What a workload may do: few peers, ports and limits, so that they meet often. */
export const anyIntent: fc.Arbitrary<Intent> = fc.record({
  namespace: fc.constant('apps'),
  name: fc.constant('subject'),
  labels: fc.constant({ app: 'subject' }),
  ingress: allowances<IngressPeer, IngressL7>(ingressPeer, http),
  egress: allowances(egressPeer, fc.oneof(http, dns, serverNames)),
  enforce: fc.constant(true),
});

/** The same without limits. */
export const anyPlainIntent: fc.Arbitrary<Intent> = anyIntent.map((intent) => {
  const plain = <P extends PolicyPeer>(list: readonly Allowance<P>[]): Allowance<P, never>[] =>
    list.map(({ peer, ports, name }) => ({ peer, ports, name }));
  return { ...intent, ingress: plain(intent.ingress), egress: plain(intent.egress) };
});
