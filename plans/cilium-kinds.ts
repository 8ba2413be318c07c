import { layers, type Model } from '../lib/model';

/**
 * Kinds of the layers behind Cilium, which its operator brings; those of BGP only where BGP is switched on.
 *
 * @see cilium 1.20.2 pkg/k8s/synced/crd.go (agentCRDResourceNames)
 */
export function ciliumKinds({ pools, gateways }: Model, used: ReadonlySet<string>): string[] {
  return [
    'ciliumnetworkpolicies',
    ...(gateways.length === 0 ? [] : ['ciliumclusterwidenetworkpolicies']),
    ...(used.has(layers.network) ? ['ciliumloadbalancerippools', 'ciliuml2announcementpolicies'] : []),
    ...(pools.some(({ announced }) => announced.by === 'bgp')
      ? ['ciliumbgpadvertisements', 'ciliumbgpclusterconfigs', 'ciliumbgppeerconfigs']
      : []),
  ];
}
