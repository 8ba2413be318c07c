import { clusterKey } from '../label';
import type { Profile } from '../profile';
import { labelSelector, requirement, type Selector, wildcard } from '../selector';

const reserved = (...keys: string[]): Selector[] =>
  keys.map((key) => labelSelector([requirement(`reserved:${key}`, 'In', [''])], `reserved:${key}=`));

const nearby = ['host', 'remote-node', 'init', 'ingress', 'health', 'unmanaged', 'kube-apiserver'];

const selectors: Readonly<Record<string, (profile: Profile) => readonly Selector[]>> = {
  all: () => [wildcard],
  world: () => reserved('world', 'world-ipv4', 'world-ipv6'),
  'world-ipv4': () => reserved('world-ipv4'),
  'world-ipv6': () => reserved('world-ipv6'),
  host: () => reserved('host'),
  init: () => reserved('init'),
  ingress: () => reserved('ingress'),
  'remote-node': () => reserved('remote-node'),
  health: () => reserved('health'),
  unmanaged: () => reserved('unmanaged'),
  none: () => reserved('none'),
  'kube-apiserver': () => reserved('kube-apiserver'),
  cluster: ({ clusterName }) => [
    ...reserved(...nearby),
    labelSelector([requirement(`k8s:${clusterKey}`, 'In', [clusterName])], `k8s:${clusterKey}=${clusterName}`),
  ],
  'cluster-mesh': () => [...reserved(...nearby), labelSelector([requirement(clusterKey, 'Exists')], `${clusterKey} Exists`)],
};

/** Entities of which a release knows nothing. */
const unknownTo: Readonly<Record<Profile['cilium'], readonly string[]>> = { '1.19': ['cluster-mesh'], '1.20': [] };

/** The entities that a rule may name, by what Cilium itself accepts; the API server accepts fewer. */
export function entityNames({ cilium }: Profile): readonly string[] {
  return Object.keys(selectors).filter((name) => !unknownTo[cilium].includes(name));
}

/**
 * Whom an entity means; nobody where there is no such entity.
 *
 * @see cilium 1.20.2 pkg/policy/api/entity.go
 */
export function entitySelectors(name: string, profile: Profile): readonly Selector[] {
  return entityNames(profile).includes(name) ? (selectors[name]?.(profile) ?? []) : [];
}
