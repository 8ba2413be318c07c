import type { CiliumNetworkPolicy } from '../../../imports/cilium-crds-1.20';
import { describeIntent } from './describe';
import { asksDns, isNamed, withDns } from './dns';
import type { Intent } from './intent';
import { needed, openings } from './openings';
import { byNumber, egressRules, ingressRules } from './rules';
import { shown } from './shown';

type Spec = NonNullable<CiliumNetworkPolicy['spec']>;

/**
 * The policy of one workload: both directions isolated, exactly the declared connections open.
 *
 * - Each peer gets the union of its ports, and each port the union of what may pass: everything, where one allowance limits
 *   nothing. Peers are put into one rule only where ports and limits are the same and they are of one kind, since a rule opens
 *   every one of its ports to every one of its peers, and may hold one kind of peer. No rule has more than 40 ports.
 * - What another allowance opens anyway has no rule of its own: pods of a namespace that is open as a whole, a port with a
 *   limit beside the same without.
 * - A direction without connections is `[{}]`, which isolates and opens nothing.
 * - Egress to pods, Services or names brings DNS; the rule is a plain one on port 53, and goes through the DNS proxy only
 *   where a name is allowed, since Cilium learns the addresses of names there, or where an allowance limits the names itself.
 * - Without `enforce` nothing is denied: Cilium adds to HTTP and DNS rules then that everything passes. It doesn't to server
 *   names, so they are left out.
 *
 * The order of allowances, ports, labels and limits changes nothing. Allowances of several kinds of limits for one peer and
 * port exclude each other in Cilium; to refuse them is for the caller.
 *
 * @example
 * compilePolicy({
 *   namespace: 'apps',
 *   name: 'qdrant',
 *   labels: { app: 'qdrant' },
 *   ingress: [
 *     {
 *       peer: { kind: 'pods', namespace: 'apps', labels: { app: 'web' } },
 *       name: 'apps/web',
 *       ports: [{ port: 6333, protocol: 'TCP' }],
 *       l7: { kind: 'http', rules: [{ method: 'GET' }] },
 *     },
 *   ],
 *   egress: [],
 *   enforce: true,
 * });
 *
 * @see https://docs.cilium.io/en/v1.20/security/policy/
 */
export function compilePolicy(intent: Intent): CiliumNetworkPolicy {
  const { namespace, name, labels, enforce } = intent;
  const ingress = ingressRules(namespace, needed(openings(shown(intent.ingress, enforce)), false));
  const egress = egressOf(intent);
  return policy(namespace, name, enforce, {
    description: describeIntent(intent),
    endpointSelector: { matchLabels: { ...labels } },
    ingress: ingress.length === 0 ? [{}] : ingress,
    egress: egress.length === 0 ? [{}] : egress,
  });
}

/** A policy that denies, for every pod of a namespace, what no other policy allows; observed, it denies nothing. */
export function closeNamespace(namespace: string, enforce: boolean): CiliumNetworkPolicy {
  return policy(namespace, 'closed-namespace', enforce, {
    description: `every pod of ${namespace}: only what another policy allows`,
    endpointSelector: {},
    ingress: [{}],
    egress: [{}],
  });
}

function egressOf(intent: Intent): NonNullable<Spec['egress']> {
  const { egress, implied } = withDns(intent);
  const open = needed(openings(shown(egress, intent.enforce)), isNamed(intent));
  const isOwn = (opening: (typeof open)[number]) => !(implied && asksDns(opening));
  return [
    ...egressRules(intent.namespace, open.filter(isOwn)),
    ...egressRules(
      intent.namespace,
      open.filter((opening) => !isOwn(opening)),
      (a, b) => byNumber(b, a),
    ),
  ];
}

function policy(namespace: string, name: string, enforce: boolean, spec: Spec): CiliumNetworkPolicy {
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name, namespace },
    spec: enforce ? spec : { ...spec, enableDefaultDeny: { ingress: false, egress: false } },
  };
}
