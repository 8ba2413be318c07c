import type { GatewayModel } from './model';

/** The ports at which a gateway listens: HTTP unless it is off, and HTTPS, or TLS that is passed on, where it has any. */
export function listeningPorts({
  certificate,
  httpPort,
  httpsPort,
  http,
  routes,
}: Pick<GatewayModel, 'certificate' | 'httpPort' | 'httpsPort' | 'http' | 'routes'>): number[] {
  const isEncrypted = certificate !== undefined || routes.some(({ protocol }) => protocol === 'tls');
  return [...(http === 'off' ? [] : [httpPort]), ...(isEncrypted ? [httpsPort] : [])];
}
