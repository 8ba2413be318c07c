import type { CiliumValues as CiliumValues119 } from '../../../imports/cilium-values-1.19';
import type { CiliumValues as CiliumValues120 } from '../../../imports/cilium-values-1.20';
import { type Branded, frozen } from '../value';
import type { Resources } from '../workload-options';
import type { SubnetOptions } from './subnets';

/** The Helm values of the chart that belongs to a version; none for a minor that Ichor has no types for. */
export type CiliumValuesOf<V extends string> = V extends `1.20.${string}`
  ? CiliumValues120
  : V extends `1.19.${string}`
    ? CiliumValues119
    : Record<string, never>;

/** What Hubble shows. */
export interface HubbleOptions {
  /** Collects the flows of all nodes for the CLI. @default true: without it Hubble sees one node's flows, from inside the agent */
  readonly relay?: boolean;
  /** The web page with the service map; needs relay. @default false */
  readonly ui?: boolean;
}

/** Options of {@link cilium}. */
export interface CiliumOptions<V extends string = string> extends SubnetOptions {
  /** The release, e.g. `1.20.2`: chart and images. */
  readonly version: V;
  /** Flow visibility, or `false` for none. @default `{ relay: true, ui: false }` */
  readonly hubble?: HubbleOptions | false;
  /**
   * What the agent asks for and may use.
   *
   * @default requests of 100m CPU and 512Mi memory, and no limit: an agent that is killed for memory takes the node's network with it
   */
  readonly resources?: Resources;
  /**
   * Laid over the Helm values that Ichor derives: maps merge, lists are replaced. Typed by the chart's minor; what contradicts
   * the rest of the definition is a finding.
   *
   * @default nothing
   */
  readonly values?: CiliumValuesOf<V>;
}

/** Cilium in place of Flannel and kube-proxy, as made by {@link cilium}. */
export interface CiliumNetwork extends Branded<'network'> {
  readonly kind: 'cilium';
  readonly options: CiliumOptions;
}

/**
 * Cilium as network, kube-proxy replacement and policy engine.
 *
 * @example
 * cilium({ version: '1.20.2', hubble: { ui: true } })
 * @see https://docs.siderolabs.com/kubernetes-guides/cni/deploying-cilium
 */
export function cilium<const V extends string>(options: CiliumOptions<V>): CiliumNetwork {
  return frozen({ kind: 'cilium', options: { ...options } } as unknown as CiliumNetwork);
}

/** Who carries the packets. */
export type Network = CiliumNetwork | import('./flannel').FlannelNetwork;
