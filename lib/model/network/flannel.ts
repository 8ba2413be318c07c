import { type Branded, frozen } from '../value';
import type { SubnetOptions } from './subnets';

/** Flannel with kube-proxy, as made by {@link flannel}. */
export interface FlannelNetwork extends Branded<'network'> {
  readonly kind: 'flannel';
  readonly options: SubnetOptions;
}

/** Talos' own network: Flannel and kube-proxy. No policy is enforced by it. */
export function flannel(options: SubnetOptions = {}): FlannelNetwork {
  return frozen({ kind: 'flannel', options: { ...options } } as FlannelNetwork);
}
