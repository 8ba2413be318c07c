import type { CiliumL2AnnouncementPolicy, CiliumLoadBalancerIPPool } from '../imports/cilium-crds-1.20';
import { type L2Model, type Model, type PoolModel, poolLabel } from '../lib/model';
import { inLayer, type LayeredObject } from './object';

/** What gives Services their addresses, and what answers for them on the local network. */
export function loadBalancing(model: Model): LayeredObject[] {
  return model.pools.flatMap((pool) => [
    inLayer('network', addressPool(pool), pool.at),
    ...(pool.announced.by === 'l2' ? [inLayer('network', announcementPolicy(pool.name, pool.announced), pool.at)] : []),
  ]);
}

/**
 * The addresses of a pool, for the Services that have its label. First and last address of a block belong to the network
 * itself, so they are left out; of a range they are as good as the others.
 *
 * @see https://docs.cilium.io/en/v1.20/network/lb-ipam/
 */
function addressPool({ name, range, cidr }: PoolModel): CiliumLoadBalancerIPPool {
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumLoadBalancerIPPool',
    metadata: { name },
    spec: {
      ...(cidr === undefined ? { blocks: [{ start: range.first, stop: range.last }] } : { allowFirstLastIPs: 'No', blocks: [{ cidr }] }),
      serviceSelector: { matchLabels: { [poolLabel]: name } },
    },
  };
}

/**
 * Which nodes answer for the addresses of a pool, and on which links; there is this version of the kind alone.
 *
 * @see https://docs.cilium.io/en/v1.20/network/l2-announcements/#policies
 */
function announcementPolicy(name: string, { interfaces, nodes }: L2Model): CiliumL2AnnouncementPolicy {
  return {
    apiVersion: 'cilium.io/v2alpha1',
    kind: 'CiliumL2AnnouncementPolicy',
    metadata: { name },
    spec: {
      loadBalancerIPs: true,
      serviceSelector: { matchLabels: { [poolLabel]: name } },
      ...(interfaces.length === 0 ? {} : { interfaces: [...interfaces] }),
      ...selectNodes(nodes),
    },
  };
}

/** The selector of nodes with the labels; none where it is every node. */
export function selectNodes(labels: Readonly<Record<string, string>>): { nodeSelector?: { matchLabels: Record<string, string> } } {
  return Object.keys(labels).length === 0 ? {} : { nodeSelector: { matchLabels: { ...labels } } };
}
