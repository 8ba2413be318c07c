import type { Model } from './model';
import { type GatewayApiRelease, gatewayApi } from './versions';

/** The release of Gateway API that a definition's gateways need; none without gateways. */
export function gatewayApiOf({ gateways, network }: Pick<Model, 'gateways' | 'network'>): GatewayApiRelease | undefined {
  return gateways.length === 0 ? undefined : gatewayApi[network.cilium?.minor ?? ''];
}
