import type { CiliumValues as CiliumValues119 } from '../../../imports/cilium-values-1.19';
import type { CiliumValues as CiliumValues120 } from '../../../imports/cilium-values-1.20';
import type { OutsideClient } from '../exposure';
import type { Gateway } from '../gateway';
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
  /** The web page with the service map; needs relay. With a host name it is published through a gateway. @default false */
  readonly ui?: boolean | HubbleUiOptions;
  /**
   * Metrics of flows for Prometheus, with workloads and namespaces as labels and no addresses, so that their number stays
   * small; a list replaces the ones that Ichor chooses.
   *
   * @default false
   * @see https://docs.cilium.io/en/v1.20/observability/metrics/#hubble-metrics
   */
  readonly metrics?: boolean | readonly string[];
  /** ServiceMonitors of the Prometheus operator for agents, operator, Envoy and Hubble; its CRDs have to be there before Cilium. @default false */
  readonly serviceMonitors?: boolean;
  /** ConfigMaps with Grafana dashboards, for Grafana's sidecar to find. @default false */
  readonly dashboards?: boolean;
  /** Writes flows to a file on each node, from where a log shipper takes them. @default false */
  readonly export?: boolean | HubbleExportOptions;
}

/** Where Hubble's page is published. */
export interface HubbleUiOptions {
  readonly hostname: string;
  readonly via: Gateway;
  /** Who may see it: it shows every flow, and asks nobody for a password. */
  readonly from: OutsideClient | readonly OutsideClient[];
}

/** Which flows Hubble writes to files. */
export interface HubbleExportOptions {
  /** The file on the node, in a folder below `/var`, or in `/var/run/cilium`. @default '/var/run/cilium/hubble/events.log', the chart's own */
  readonly path?: string;
  /** Only flows with one of these verdicts. @default every flow */
  readonly verdicts?: readonly ('FORWARDED' | 'DROPPED' | 'AUDIT' | 'REDIRECTED' | 'ERROR')[];
}

/** Options of {@link cilium}. */
export interface CiliumOptions<V extends string = string> extends SubnetOptions {
  /** The release, e.g. `1.20.2`: chart and images. */
  readonly version: V;
  /** Flow visibility, or `false` for none. @default `{ relay: true, ui: false }` */
  readonly hubble?: HubbleOptions | false;
  /**
   * The cluster's number in a mesh of clusters, 1 to 255; no two clusters have one.
   *
   * @default 0: it is part of no mesh
   */
  readonly id?: number;
  /**
   * How pods of different nodes reach each other: `native` by routes between the nodes, `tunnel` inside of packets of the
   * nodes.
   *
   * @default 'native' where the platform says that the nodes are in one flat network, 'tunnel' otherwise
   */
  readonly routing?: 'native' | 'tunnel';
  /**
   * What becomes of connections that reach a node without the pod that they are for: with `dsr` the pod sees the client's
   * address and answers directly, with `snat` it sees the node's.
   *
   * @default 'dsr' on metal with native routing, so that policies know clients by their addresses; 'snat' otherwise
   * @see https://docs.cilium.io/en/v1.20/network/kubernetes/kubeproxy-free/#direct-server-return-dsr
   */
  readonly loadBalancer?: 'dsr' | 'snat';
  /**
   * Encrypts what pods of different nodes say to each other.
   *
   * @default none
   * @see https://docs.cilium.io/en/v1.20/security/network/encryption-wireguard/
   */
  readonly encryption?: 'wireguard';
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
