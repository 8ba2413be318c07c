import type { JsonObject, Place, PortRange } from '../base';
import type { Budget } from '../model';

/**
 * A fact about a cluster: known with the place that says so, absent where the cluster has no such thing, or unknown with the
 * reason. Absence is knowledge; what can't be read is unknown, and rules then say that they couldn't decide.
 */
export type Fact<T> =
  | { readonly state: 'known'; readonly value: T; readonly at: Place }
  | { readonly state: 'absent'; readonly at: Place }
  | { readonly state: 'unknown'; readonly why: string; readonly at: Place };

/** An address range with what it is for. */
export interface SubnetFact {
  readonly name: string;
  readonly cidr: string;
  readonly at: Place;
}

/** A port of the node that a Service or a pod takes. */
export interface TakenPort {
  readonly port: number;
  /** Who takes it: `joelclaw/redis:redis`. */
  readonly owner: string;
  readonly at: Place;
}

/** A Kubernetes object and where it stands. */
export interface ObjectFact {
  readonly object: JsonObject;
  readonly at: Place;
}

/** What a cluster's own names are, of Services and the images in front of which they stand. */
export interface ImageFact {
  readonly namespace: string;
  readonly workload: string;
  readonly image: string;
  readonly at: Place;
}

/** What rules can ask for. Every producer fills the same record. */
export interface FactValues {
  'platform.kind': 'docker' | 'metal';
  'nodes.schedulable': number;
  subnets: readonly SubnetFact[];
  'talos.cni': 'none' | 'flannel' | 'custom';
  'talos.kubeProxy': boolean;
  'talos.kubePrism': { readonly enabled: boolean; readonly port: number };
  'talos.hostDns': { readonly enabled: boolean; readonly forwarding: boolean };
  'talos.schedulesOnControlPlanes': boolean;
  'apiServer.nodePorts': PortRange;
  'cilium.values': JsonObject;
  nodePorts: readonly TakenPort[];
  hostPorts: readonly TakenPort[];
  objects: readonly ObjectFact[];
  images: readonly ImageFact[];
  serviceNames: readonly { readonly namespace: string; readonly name: string; readonly at: Place }[];
  budget: Budget;
}

/** A record of facts. */
export type Facts = { readonly [K in keyof FactValues]: Fact<FactValues[K]> };

export function known<T>(value: T, at: Place): Fact<T> {
  return { state: 'known', value, at };
}

export function absent(at: Place): Fact<never> {
  return { state: 'absent', at };
}

export function unknown(why: string, at: Place): Fact<never> {
  return { state: 'unknown', why, at };
}
