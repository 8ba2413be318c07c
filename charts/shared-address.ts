import { compareText } from '../lib/base';
import type { Model } from '../lib/model';

/**
 * The annotations by which a Service of a namespace has an address together with others; none where it has it alone. The
 * Services of gateways count as well.
 *
 * Cilium gives Services of one key the same address as long as their ports differ, and across namespaces only where each of
 * them names the other's.
 *
 * @see https://docs.cilium.io/en/v1.20/network/lb-ipam/#sharing-keys
 * @see cilium 1.20.2 operator/pkg/lbipam/service_store.go (isCompatible)
 */
export function sharingAnnotations(model: Model, address: string, namespace: string): Record<string, string> {
  const sharers = sharersOf(model, address);
  if (sharers.length < 2) return {};
  const others = [...new Set(sharers)].filter((other) => other !== namespace).sort(compareText);
  return {
    'lbipam.cilium.io/sharing-key': address,
    ...(others.length === 0 ? {} : { 'lbipam.cilium.io/sharing-cross-namespace': others.join(',') }),
  };
}

/** The namespaces of the Services that have the address, one for each Service. */
function sharersOf({ services, gateways }: Model, address: string): string[] {
  return [
    ...services.filter(({ balancer }) => balancer?.address === address),
    ...gateways.filter(({ on }) => 'pool' in on && on.address === address),
  ].map(({ namespace }) => namespace);
}
