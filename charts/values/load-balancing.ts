import type { Model } from '../../lib/model';
import { type CommonValues, l2Pools } from './common';

type LoadBalancing = Pick<CommonValues, 'l2announcements' | 'k8sClientRateLimit' | 'bgpControlPlane'>;

/** Cilium's own timings of leases, in seconds. They are read by the chart, but don't stand in its values. */
const leaseDefaults = { leaseDuration: 15, leaseRenewDeadline: 5, leaseRetryPeriod: 2 } as const;

/** What agents may ask the API server each second where nobody says otherwise (pkg/k8s/client/config.go). */
const defaultQps = 10;

/**
 * What announces addresses. BGP reads its passwords in `kube-system`, which is the chart's default; timings of leases are the
 * same for all pools.
 *
 * @see cilium 1.20.2 install/kubernetes/cilium/templates/cilium-configmap.yaml
 */
export function loadBalancingValues(model: Model): LoadBalancing {
  const l2 = l2Pools(model)[0]?.l2;
  return {
    ...(l2 === undefined
      ? { l2announcements: { enabled: false } }
      : {
          l2announcements: { enabled: true, ...leases(l2) },
          k8sClientRateLimit: rateLimit(announcedByL2(model), l2.leaseRetryPeriod),
        }),
    ...(model.pools.some(({ announced }) => announced.by === 'bgp') ? { bgpControlPlane: { enabled: true } } : {}),
  };
}

function leases(l2: Readonly<Record<keyof typeof leaseDefaults, number>>): Record<string, string> {
  const keys = Object.keys(leaseDefaults) as (keyof typeof leaseDefaults)[];
  return Object.fromEntries(keys.filter((key) => l2[key] !== leaseDefaults[key]).map((key) => [key, `${l2[key]}s`]));
}

/** Services that are announced on the local network: those with an address of such a pool, and the one of each gateway there. */
function announcedByL2(model: Model): number {
  const pools = new Set(l2Pools(model).map(({ pool }) => pool.name));
  const services = model.services.filter(({ balancer }) => balancer !== undefined && pools.has(balancer.pool));
  return services.length + model.gateways.filter(({ on }) => 'pool' in on && pools.has(on.pool)).length;
}

/**
 * What an agent may ask the API server: its usual share, and beside it one request for each announced Service and try, which
 * is the worst case, where one node answers for all of them. Starved, leases go from node to node.
 *
 * Upstream's guide counts a try in each renew deadline; who has a lease renews it in each retry period, which is shorter.
 *
 * @see https://docs.cilium.io/en/v1.20/network/l2-announcements/#sizing-client-rate-limit
 * @see client-go 0.36 tools/leaderelection/leaderelection.go (renew)
 */
function rateLimit(services: number, leaseRetryPeriod: number): { qps: number; burst: number } {
  const qps = defaultQps + Math.ceil(services / leaseRetryPeriod);
  return { qps, burst: 2 * qps };
}
