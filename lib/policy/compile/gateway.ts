import type { CiliumClusterwideNetworkPolicy } from '../../../imports/cilium-crds-1.20';
import { describeIntent } from './describe';
import type { Intent } from './intent';
import { needed, openings } from './openings';
import { egressRules, ingressRules } from './rules';
import { shown } from './shown';

/** What the gateways of a cluster may do together, from which their policy is compiled. */
export interface GatewayIntent extends Pick<Intent, 'name' | 'ingress' | 'egress' | 'enforce'> {}

/**
 * The policy of all gateways, which Cilium knows as one identity, `ingress`. Clients are let in on the ports of listeners,
 * whatever they ask for there: what they get is looked at once more on the way to the workload, with the container's port.
 *
 * It belongs to no namespace, so pods are named with theirs always. Envoy learns addresses from Cilium itself, so that egress
 * to pods brings no DNS. Otherwise it is made as {@link compilePolicy} makes those of workloads.
 *
 * @see https://docs.cilium.io/en/v1.20/network/servicemesh/ingress-and-network-policy/
 * @see cilium/proxy cilium/filter_state_cilium_policy.cc (enforceIngressHTTPPolicy): the original destination port coming in,
 * that of the pod going out
 */
export function compileGatewayPolicy({ name, ingress, egress, enforce }: GatewayIntent): CiliumClusterwideNetworkPolicy {
  const comingIn = ingressRules('', needed(openings(shown(ingress, enforce)), false));
  const goingOut = egressRules('', needed(openings(shown(egress, enforce)), false));
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumClusterwideNetworkPolicy',
    metadata: { name },
    spec: {
      description: describeIntent({ ingress, egress }),
      endpointSelector: { matchExpressions: [{ key: 'reserved:ingress', operator: 'Exists' }] },
      ...(enforce ? {} : { enableDefaultDeny: { ingress: false, egress: false } }),
      ingress: comingIn.length === 0 ? [{}] : comingIn,
      egress: goingOut.length === 0 ? [{}] : goingOut,
    },
  };
}
