import type { Model } from '../../lib/model';
import type { CommonValues } from './common';

/**
 * Gateway API, where gateways are. The chart makes the GatewayClass by itself only where it sees the API server. gRPC over TLS
 * wants ALPN; which protocol Envoy talks to what is behind it follows from the Service then, and not from the client.
 *
 * @see https://docs.cilium.io/en/v1.20/network/servicemesh/gateway-api/grpc/
 * @see https://docs.cilium.io/en/v1.20/network/servicemesh/gateway-api/gateway-api/#host-network-mode
 */
export function gatewayValues({ gateways }: Model): NonNullable<CommonValues['gatewayAPI']> {
  if (gateways.length === 0) return { enabled: false };
  const speaksGrpc = gateways.some(({ routes }) => routes.some(({ protocol }) => protocol === 'grpc'));
  const onNodes = gateways.flatMap(({ on }) => ('hostNetwork' in on ? [on.hostNetwork] : []))[0];
  return {
    enabled: true,
    gatewayClass: { create: 'true' },
    ...(speaksGrpc ? { enableAlpn: true, enableAppProtocol: true } : {}),
    ...(onNodes === undefined ? {} : { hostNetwork: { enabled: true, ...nodes(onNodes) } }),
  };
}

function nodes(matchLabels: Readonly<Record<string, string>>): { nodes?: { matchLabels: Record<string, string> } } {
  return Object.keys(matchLabels).length === 0 ? {} : { nodes: { matchLabels: { ...matchLabels } } };
}
