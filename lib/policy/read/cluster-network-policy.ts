import { isObject, type Json, type JsonObject, parseCidr, valueAt } from '../../base';
import { directions, type Entry, type Origin, type PortRange } from '../entry';
import type { Identity } from '../identity';
import type { Profile } from '../profile';
import { cidrSelector, matches, type Selector, wildcard } from '../selector';
import { hasSay, isHost, type Unread } from '../world';
import { rangesOf } from './cilium-ports';
import { type LabelSelectorSpec, type MatchExpression, sourced } from './label-selector';
import { ofPods, podsIn } from './pod-selectors';
import { placeOf } from './policies';
import type { SourceObject } from './source-object';

/** The group of ClusterNetworkPolicy and of what came before it. */
export const clusterPolicyGroup = 'policy.networking.k8s.io';

/** The one version of ClusterNetworkPolicy that Cilium reads. */
export const clusterPolicyVersion = `${clusterPolicyGroup}/v1alpha2`;

/** A policy of the cluster's administrator, before or after all that policies of namespaces say. */
export interface ClusterPolicy {
  readonly source: SourceObject;
  readonly name: string;
  readonly tier: 'Admin' | 'Baseline';
  /** The lowest comes first. */
  readonly priority: number;
  /** Whom it is about; absent where that isn't written as it has to be. */
  readonly subject?: Selector;
  /** Its rules, of which the first that speaks of a connection counts. */
  readonly rules: readonly Entry[];
}

/** Whether an object is a ClusterNetworkPolicy of the version that Cilium reads. */
export function isClusterPolicy({ object }: SourceObject): boolean {
  return object.apiVersion === clusterPolicyVersion && object.kind === 'ClusterNetworkPolicy';
}

/** The ClusterNetworkPolicies that agents read: none, unless they are told to. */
export function clusterPoliciesOf(objects: readonly SourceObject[], profile: Profile): ClusterPolicy[] {
  return profile.clusterNetworkPolicies ? objects.filter(isClusterPolicy).map((source) => readClusterPolicy(source, profile)) : [];
}

/**
 * A ClusterNetworkPolicy as Cilium reads it. Peers that aren't worked out here, such as nodes and host names, and values of
 * another form leave open whom a rule means.
 *
 * @see cilium 1.20.2 pkg/k8s/cluster_network_policy.go (ParseClusterNetworkPolicy)
 */
export function readClusterPolicy(source: SourceObject, profile: Profile): ClusterPolicy {
  const { object } = source;
  const name = String(valueAt(object, 'metadata', 'name') ?? '');
  const tier = valueAt(object, 'spec', 'tier') === 'Baseline' ? 'Baseline' : 'Admin';
  const written = valueAt(object, 'spec', 'priority');
  const priority = typeof written === 'number' ? written : 0;
  const subject = selectorOf(valueAt(object, 'spec', 'subject'), { ...profile, defaultLocalCluster: false });
  const about = { subject: subject ?? wildcard, node: false, namespace: '', defaultDeny: false, tier: tier === 'Admin' ? 0 : 2 } as const;
  const rules = directions.flatMap((direction) =>
    itemsOf(valueAt(object, 'spec', direction)).map((item, i): Entry => {
      const path = `spec.${direction}[${i}]`;
      return {
        ...about,
        ...peersOf(item, direction === 'ingress' ? 'from' : 'to', profile),
        direction,
        ports: portsOf(item, profile),
        verdict: verdictOf(item.action),
        priority: priority + i / 100,
        origin: { kind: 'ClusterNetworkPolicy', namespace: '', name, path, at: placeOf(source, path) },
      };
    }),
  );
  return { source, name, tier, priority, rules, ...(subject === undefined ? {} : { subject }) };
}

/** Whom ClusterNetworkPolicies that agents read may be about: what else policies say of them isn't the whole. */
export function unreadBy(policies: readonly ClusterPolicy[], identities: readonly Identity[], profile: Profile): Unread {
  const unread = { egress: new Map<Identity, Omit<Origin, 'path'>[]>(), ingress: new Map<Identity, Omit<Origin, 'path'>[]>() };
  for (const { source, name, subject, rules } of policies) {
    const origin = { kind: 'ClusterNetworkPolicy' as const, namespace: '', name, at: placeOf(source, 'spec.subject') };
    const about = identities.filter(
      (identity) =>
        hasSay(identity, profile) && !isHost(identity) && (subject === undefined || matches(subject, identity, profile) !== false),
    );
    for (const direction of directions) {
      if (!rules.some((rule) => rule.direction === direction)) continue;
      for (const identity of about) unread[direction].set(identity, [...(unread[direction].get(identity) ?? []), origin]);
    }
  }
  return unread;
}

function verdictOf(action: Json | undefined): Entry['verdict'] {
  return action === 'Deny' ? 'deny' : action === 'Pass' ? 'pass' : 'allow';
}

function itemsOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function peersOf(item: JsonObject, list: 'from' | 'to', profile: Profile): Pick<Entry, 'peers' | 'unknownPeers'> {
  const written = itemsOf(item[list]);
  if (written.length === 0) return { peers: [wildcard] };
  const read = written.map((peer) => {
    const networks = peer.networks;
    if (!Array.isArray(networks)) return [selectorOf(peer, profile)];
    const blocks = networks.map((text) => (typeof text === 'string' ? parseCidr(text) : undefined));
    return blocks.map((block) => (block === undefined ? undefined : cidrSelector(block, [], profile)));
  });
  const peers = read.flat();
  const known = peers.filter((peer) => peer !== undefined);
  return known.length === peers.length ? { peers: known } : { peers: known, unknownPeers: 'its peers are not worked out here' };
}

/** The pods, or those of the namespaces, that a subject or a peer means. */
function selectorOf(value: unknown, profile: Profile): Selector | undefined {
  if (!isObject(value as Json | undefined)) return undefined;
  const { namespaces, pods } = value as JsonObject;
  if (isObject(pods)) {
    const [inside, own] = [specOf(pods.namespaceSelector ?? {}), specOf(pods.podSelector ?? {})];
    return inside === undefined || own === undefined ? undefined : podsIn(inside, ofPods(own, profile));
  }
  const spec = namespaces === undefined ? undefined : specOf(namespaces);
  return spec === undefined ? undefined : podsIn(spec, sourced({}, 'k8s'));
}

/** A label selector, if it is written as one. */
function specOf(value: Json): LabelSelectorSpec | undefined {
  if (!isObject(value)) return undefined;
  const { matchLabels = {}, matchExpressions = [] } = value;
  const isLabels = isObject(matchLabels) && Object.values(matchLabels).every((text) => typeof text === 'string');
  const isExpressions = Array.isArray(matchExpressions) && matchExpressions.every(isExpression);
  if (!isLabels || !isExpressions) return undefined;
  return {
    matchLabels: matchLabels as Readonly<Record<string, string>>,
    matchExpressions: matchExpressions as unknown as MatchExpression[],
  };
}

function isExpression(value: Json): boolean {
  if (!isObject(value)) return false;
  const { key, operator, values = [] } = value;
  const operators: readonly unknown[] = ['In', 'NotIn', 'Exists', 'DoesNotExist'];
  const isTexts = Array.isArray(values) && values.every((text) => typeof text === 'string');
  return typeof key === 'string' && operators.includes(operator) && isTexts;
}

/** A rule for host names accepts the question for them too, on ports of its own. */
function portsOf({ protocols, to }: JsonObject, { cilium }: Profile): Entry['ports'] {
  if (itemsOf(to).some(({ domainNames }) => domainNames !== undefined)) return 'all';
  const list = itemsOf(protocols);
  return list.length === 0 ? 'all' : list.flatMap((protocol) => rangesOfProtocol(protocol, cilium));
}

function rangesOfProtocol(protocol: JsonObject, cilium: Profile['cilium']): PortRange[] {
  const { destinationNamedPort } = protocol;
  if (typeof destinationNamedPort === 'string') return rangesOf({ port: destinationNamedPort, protocol: 'ANY' }, cilium);
  return (['tcp', 'udp', 'sctp'] as const).flatMap((key) => {
    if (!isObject(protocol[key])) return [];
    const number = (...path: string[]) => {
      const value = valueAt(protocol, key, 'destinationPort', ...path);
      return typeof value === 'number' ? value : undefined;
    };
    const low = number('number') ?? number('range', 'start') ?? 0;
    return rangesOf({ port: String(low), endPort: number('range', 'end') ?? null, protocol: key.toUpperCase() }, cilium);
  });
}
