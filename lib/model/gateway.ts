import type { Pool } from './load-balancing/pool';
import type { Namespace } from './namespace';
import type { SecretRef } from './secret';
import { type Branded, frozen } from './value';

/** Where a gateway listens: an address of a pool, or the nodes' own. */
export type GatewayAddress =
  | { readonly pool: Pool; readonly address: string }
  /** Ports of every node, or of those with the labels, in place of a load balancer's. */
  | { readonly hostNetwork: true; readonly nodes?: Readonly<Record<string, string>> };

/** Options of {@link gateway}. */
export interface GatewayOptions {
  readonly on: GatewayAddress;
  /**
   * The Secret of type `kubernetes.io/tls`, in the gateway's namespace, with which it answers for its host names.
   *
   * @default none: it speaks HTTP in the clear, on port 80
   */
  readonly certificate?: SecretRef;
  /**
   * What becomes of HTTP in the clear on port 80, beside a certificate.
   *
   * @default 'redirect': whoever asks there is sent to HTTPS
   */
  readonly http?: 'redirect' | 'serve' | 'off';
  /** The port of HTTPS. @default 443 */
  readonly httpsPort?: number;
  /** The port of HTTP. @default 80 */
  readonly httpPort?: number;
}

/** A way into the cluster by host name, as made by {@link gateway}. */
export interface Gateway extends Branded<'gateway'> {
  readonly kind: 'gateway';
  readonly namespace: Namespace;
  readonly name: string;
  readonly options: GatewayOptions;
}

/**
 * A Gateway of Gateway API, which Cilium's Envoy carries out: one address for many host names. What is behind it is said by
 * `onHostname`. It is there as soon as something names it.
 *
 * To policies, all gateways of a cluster are one peer, the entity `ingress`.
 *
 * @example
 * gateway(edge, 'web', { on: { pool: lan, address: '192.168.1.241' }, certificate: secretRef('web-tls') })
 * @see https://docs.cilium.io/en/v1.20/network/servicemesh/gateway-api/gateway-api/
 */
export function gateway(namespace: Namespace, name: string, options: GatewayOptions): Gateway {
  return frozen({ kind: 'gateway', namespace, name, options: { ...options } } as unknown as Gateway);
}
