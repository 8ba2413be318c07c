import type { CiliumValues as CiliumValues119 } from '../../imports/cilium-values-1.19';
import type { CiliumValues } from '../../imports/cilium-values-1.20';
import type { L2Model, Model, PoolModel, Resources } from '../../lib/model';

/** Values that both charts know: what Ichor derives has to be right for either. */
export type CommonValues = CiliumValues & CiliumValues119;

/** Resources as the chart takes them. */
export function kubernetesResources({ requests, limits }: Resources): {
  requests?: Record<string, string>;
  limits?: Record<string, string>;
} {
  return { ...(requests === undefined ? {} : { requests: { ...requests } }), ...(limits === undefined ? {} : { limits: { ...limits } }) };
}

/** The pools that are announced on the local network, with how. */
export function l2Pools(model: Model): { readonly pool: PoolModel; readonly l2: L2Model }[] {
  return model.pools.flatMap((pool) => (pool.announced.by === 'l2' ? [{ pool, l2: pool.announced }] : []));
}
