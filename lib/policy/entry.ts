import type { Place } from '../base';
import type { L7Rule } from './l7';
import type { Protocol } from './protocol';
import type { Selector } from './selector';

/** The direction of a connection, seen from the pods that a policy selects. */
export type Direction = 'ingress' | 'egress';

/** Both directions, in the order in which a packet meets them. */
export const directions: readonly Direction[] = ['egress', 'ingress'];

/** Ports of one protocol: from `low` to `high`, or a name that the destination gives a number. */
export type PortRange = {
  readonly protocol: Protocol;
  readonly l7?: L7Rule;
  /** The port as it is written; rules of ports that are written alike are merged. */
  readonly key: string;
} & (
  | { readonly low: number; readonly high: number; readonly name?: undefined }
  | {
      readonly name: string;
      /** On the way in, where the ports end that begin with the one of this name. */
      readonly end?: number;
    }
);

/** Where an entry comes from. */
export interface Origin {
  readonly kind: 'CiliumNetworkPolicy' | 'CiliumClusterwideNetworkPolicy' | 'NetworkPolicy' | 'ClusterNetworkPolicy';
  /** `''` for what belongs to no namespace. */
  readonly namespace: string;
  readonly name: string;
  /** The path of the rule inside of the object, e.g. `spec.ingress[0]`. */
  readonly path: string;
  /** The place of the rule where the object was read from a file. */
  readonly at?: Place;
}

/**
 * One rule of a policy in one direction: what every kind of policy comes to before anything is decided.
 *
 * @see cilium 1.20.2 pkg/policy/types/policyentry.go
 */
export interface Entry {
  readonly direction: Direction;
  /** Whom the rule is about. */
  readonly subject: Selector;
  /** Whether the subject is a node instead of pods. */
  readonly node: boolean;
  /** The namespace whose pods alone the rule is about; `''` for those of every namespace. */
  readonly namespace: string;
  /** The other end: any of these; nobody where there are none. */
  readonly peers: readonly Selector[];
  /** Any of these ports; every port of every protocol where it is `all`. */
  readonly ports: 'all' | readonly PortRange[];
  readonly verdict: 'allow' | 'deny' | 'pass';
  /** Whether what no rule allows is denied to the subject. */
  readonly defaultDeny: boolean;
  /** 0 comes first. Policies of pods and of clusters stand in tier 1. */
  readonly tier: 0 | 1 | 2;
  /** Inside of a tier; the lowest comes first. */
  readonly priority: number;
  readonly origin: Origin;
  /** Why the peers can't be known from files; whether the entry is about anybody is then unknown. */
  readonly unknownPeers?: string;
}

/** The name of a policy as people and agents write it: its namespace, if any, and its name. */
export function policyName({ namespace, name }: Pick<Origin, 'namespace' | 'name'>): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}
