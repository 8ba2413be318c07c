import { parseCidr } from '../../base';
import type { EndpointModel, FlowPeer, Model } from '../../model';
import { type Identity, label, type Profile, type ReadWorld, type Selector, type Workload } from '../../policy';
import { meansPeer } from '../../policy/aggregate';
import { clusterKey, namespaceKey } from '../../policy/label';
import { entitySelectors } from '../../policy/read/entities';
import { cidrSelector, fqdnSelector, labelSelector, matches, requirement } from '../../policy/selector';

/** The identities of a world that an end of flows means, by index. */
export interface Members {
  readonly certain: readonly number[];
  /** Those of which it can't be known. */
  readonly possible: readonly number[];
}

type Pods = Pick<EndpointModel, 'key' | 'namespace' | 'labels'>;

/**
 * Whom the ends of a definition's flows mean.
 *
 * A workload of the definition is known by its objects, whatever labels the agent keeps of its pods: what policies make of the
 * labels is what is to be judged. Others are known as policies know them.
 */
export class Ends {
  readonly #known = new Map<string, Members>();
  readonly #workloadKeys: ReadonlySet<string>;
  readonly #indexes: ReadonlyMap<Identity, number>;
  readonly #byKey = new Map<string, Workload[]>();
  readonly #byNamespace = new Map<string, Workload[]>();

  constructor(
    readonly world: ReadWorld,
    model: Pick<Model, 'workloads'>,
  ) {
    this.#workloadKeys = new Set(model.workloads.map(({ key }) => key));
    this.#indexes = new Map(world.identities.map((identity, i) => [identity, i]));
    for (const workload of world.workloads.keys()) {
      this.#byKey.set(workload.key, [...(this.#byKey.get(workload.key) ?? []), workload]);
      const beside = this.#byNamespace.get(workload.namespace) ?? [];
      this.#byNamespace.set(workload.namespace, beside);
      beside.push(workload);
    }
  }

  /** The identities that the end means. */
  of(peer: FlowPeer): Members {
    const key = keyOf(peer);
    const known = this.#known.get(key) ?? (peer.kind === 'endpoint' ? this.pods(peer.endpoint) : this.selected(peer));
    this.#known.set(key, known);
    return known;
  }

  /** The workloads whose pods these are; without any, no object makes such pods. */
  workloadsOf({ key, namespace, labels }: Pods): readonly Workload[] {
    if (this.#workloadKeys.has(key)) return this.#byKey.get(key) ?? [];
    return (this.#byNamespace.get(namespace) ?? []).filter((workload) =>
      Object.entries(labels).every(([name, value]) => workload.labels[name] === value),
    );
  }

  private pods(endpoint: Pods): Members {
    const { profile } = this.world;
    const own = this.workloadsOf(endpoint).filter(({ hostNetwork }) => !hostNetwork);
    const selector = podSelector(endpoint, profile);
    const others = this.#workloadKeys.has(endpoint.key)
      ? []
      : this.world.identities.filter((identity) => identity.kind === 'other-pods' && matches(selector, identity, profile) === true);
    const all = [...own.flatMap((workload) => this.world.workloads.get(workload) ?? []), ...others];
    return { certain: [...new Set(all.map((identity) => this.#indexes.get(identity) as number))], possible: [] };
  }

  private selected(peer: Exclude<FlowPeer, { readonly kind: 'endpoint' }>): Members {
    const { identities, profile } = this.world;
    const selectors = selectorsOf(peer, profile);
    const certain: number[] = [];
    const possible: number[] = [];
    identities.forEach((identity, i) => {
      const truths = selectors.map((selector) => meansPeer(selector, identity, profile));
      if (truths.includes(true)) certain.push(i);
      else if (truths.includes(undefined)) possible.push(i);
    });
    return { certain, possible };
  }
}

/** Pods with these labels in the namespace, as rules select them. */
export function podSelector({ namespace, labels }: Omit<Pods, 'key'>, { defaultLocalCluster, clusterName }: Profile): Selector {
  return labelSelector([
    ...Object.entries(labels).map(([key, value]) => requirement(`k8s:${key}`, 'In', [value])),
    requirement(`k8s:${namespaceKey}`, 'In', [namespace]),
    ...(defaultLocalCluster ? [requirement(`k8s:${clusterKey}`, 'In', [clusterName])] : []),
  ]);
}

function selectorsOf(peer: Exclude<FlowPeer, { readonly kind: 'endpoint' }>, profile: Profile): readonly Selector[] {
  switch (peer.kind) {
    case 'namespace':
      return [podSelector({ namespace: peer.namespace, labels: {} }, profile)];
    case 'entity':
      return entitySelectors(peer.entity, profile);
    case 'host-name':
      return [fqdnSelector(label('fqdn', peer.name))];
    case 'role':
    case 'addresses': {
      const block = parseCidr(peer.cidr);
      const except = peer.kind === 'addresses' ? peer.except.flatMap((text) => parseCidr(text) ?? []) : [];
      return block === undefined ? [] : [cidrSelector(block, except, profile)];
    }
  }
}

function keyOf(peer: FlowPeer): string {
  return peer.kind === 'endpoint' ? `endpoint ${peer.endpoint.key}` : JSON.stringify(peer);
}
