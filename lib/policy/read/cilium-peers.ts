import { asCidr, type Cidr, parseCidr } from '../../base';
import { clusterKey, label, namespaceKey, namespaceLabelsKey } from '../label';
import type { Profile } from '../profile';
import { cidrGroupSelector, cidrGroupsSelector, cidrSelector, fqdnSelector, requirement, type Selector, wildcard } from '../selector';
import type { CidrRule, FqdnRule, RuleItem, ServiceReference } from './cilium-rule';
import { entitySelectors } from './entities';
import { type LabelSelectorSpec, type SourcedSelector, sourced, speaksOfKey, toSelector, withExisting, withLabel } from './label-selector';

/** What the meaning of a peer hangs on beyond the peer itself. */
export interface PeerContext {
  readonly profile: Profile;
  /** The namespace of the policy; `''` for one of the whole cluster. */
  readonly namespace: string;
  /** Whether the policy is about pods that have no labels yet. */
  readonly aboutInit: boolean;
  /** What a Service stands for, or why that isn't known. */
  service(reference: ServiceReference, profile: Profile): ServicePeers;
}

/** The pods or addresses behind a Service; nobody for one that certainly isn't there. */
export interface ServicePeers {
  readonly endpoints: readonly LabelSelectorSpec[];
  readonly addresses: readonly string[];
  readonly unknown?: string;
}

/** The other end of a rule's item. */
export interface Peers {
  readonly selectors: readonly Selector[];
  readonly unknown?: string;
}

/**
 * Whom an item of a rule means at its other end.
 *
 * An item without peers means everybody if it names ports, and nobody otherwise. A list of peers without items means nobody;
 * but `toFQDNs` and `toServices` without any are, to the agent, no list at all, and so open the ports to everybody.
 *
 * @see cilium 1.20.2 pkg/policy/utils/parserules.go (mergeEndpointSelectors), pkg/policy/l4.go (createL4Filter) and
 *   pkg/k8s/apis/cilium.io/utils/utils.go (getEndpointSelector)
 */
export function peersOf(item: RuleItem, hasPorts: boolean, context: PeerContext): Peers {
  const services = (item.toServices ?? []).map((reference) => context.service(reference, context.profile));
  const unknown = services.find((s) => s.unknown !== undefined)?.unknown ?? groupsReason(item);
  const behind = {
    endpoints: services.flatMap((s) => s.endpoints),
    addresses: services.flatMap((s) => s.addresses).map((cidr): CidrRule => ({ cidr })),
  };
  const lists: readonly (readonly unknown[] | null | undefined)[] = [
    item.fromEndpoints,
    behind.endpoints.length > 0 ? behind.endpoints : item.toEndpoints,
    item.fromNodes,
    item.toNodes,
    item.fromEntities,
    item.toEntities,
    item.fromCIDR,
    item.toCIDR,
    item.fromCIDRSet,
    behind.addresses.length > 0 ? behind.addresses : item.toCIDRSet,
  ];
  if (lists.some((list) => list?.length === 0)) return { selectors: [] };

  const { profile } = context;
  const selectors = [
    ...[...(item.fromEndpoints ?? []), ...(item.toEndpoints ?? [])].map((s) => endpointPeer(sourced(s, 'any'), context)),
    ...behind.endpoints.map((s) => endpointPeer(sourced(s, 'k8s'), context)),
    ...[...(item.fromNodes ?? []), ...(item.toNodes ?? [])].map((s) => nodePeer(sourced(s, 'any'), profile)),
    ...[...(item.fromEntities ?? []), ...(item.toEntities ?? [])].flatMap((name) => entitySelectors(name, profile)),
    ...[...(item.fromCIDR ?? []), ...(item.toCIDR ?? [])].flatMap((text) => blocks([text], profile)),
    ...[...(item.fromCIDRSet ?? []), ...(item.toCIDRSet ?? []), ...behind.addresses].flatMap((rule) => cidrPeer(rule, profile)),
    ...(item.toFQDNs ?? []).map(namePeer),
  ];
  if (unknown !== undefined) return { selectors, unknown };
  return { selectors: selectors.length === 0 && hasPorts ? [wildcard] : selectors };
}

function groupsReason({ fromGroups, toGroups }: RuleItem): string | undefined {
  const groups = [...(fromGroups ?? []), ...(toGroups ?? [])];
  return groups.length === 0 ? undefined : 'which addresses a cloud group has is known to the cloud alone';
}

/** Pods are those of the policy's own namespace and cluster, unless the selector says otherwise. */
function endpointPeer(selector: SourcedSelector, { namespace, aboutInit, profile }: PeerContext): Selector {
  if (speaksOfKey(selector, (key) => key.startsWith('reserved:'))) return toSelector(selector);
  const isNamespace = (key: string) => key === `k8s:${namespaceKey}` || key === `any:${namespaceKey}`;
  const isOfNamespace = (key: string) => key.startsWith(`k8s:${namespaceLabelsKey}`) || key.startsWith(`any:${namespaceLabelsKey}`);
  let result = selector;
  if (!speaksOfKey(selector, isNamespace)) {
    if (namespace !== '') {
      if (!speaksOfKey(selector, isOfNamespace)) result = withLabel(result, `k8s:${namespaceKey}`, namespace);
    } else if (!aboutInit) {
      result = withExisting(result, `k8s:${namespaceKey}`);
    }
  }
  return toSelector(withCluster(result, profile));
}

function nodePeer(selector: SourcedSelector, profile: Profile): Selector {
  return toSelector(withCluster(withExisting(selector, 'reserved:remote-node'), profile));
}

function withCluster(selector: SourcedSelector, { defaultLocalCluster, clusterName }: Profile): SourcedSelector {
  const named = speaksOfKey(selector, (key) => key === `k8s:${clusterKey}` || key === `any:${clusterKey}`);
  return named || !defaultLocalCluster ? selector : withLabel(selector, `k8s:${clusterKey}`, clusterName);
}

function cidrPeer(rule: CidrRule, profile: Profile): Selector[] {
  const except = (rule.except ?? []).flatMap((text) => parseCidr(text) ?? []);
  if (rule.cidrGroupRef) return [cidrGroupSelector(rule.cidrGroupRef, except, profile)];
  if (rule.cidrGroupSelector) {
    const { labels, expressions } = sourced(rule.cidrGroupSelector, 'cidrgroup');
    const requirements = [
      ...[...labels].map(([key, value]) => requirement(key, 'In', [value])),
      ...expressions.map(({ key, operator, values }) => requirement(key, operator, values ?? [])),
    ];
    // To the agent, a selector that asks for nothing is the one selector of everything.
    return requirements.length + except.length === 0 ? [wildcard] : [cidrGroupsSelector(requirements, except, profile)];
  }
  return blocks([rule.cidr ?? ''], profile, except);
}

function blocks(texts: readonly string[], profile: Profile, except: readonly Cidr[] = []): Selector[] {
  return texts.flatMap((text) => {
    const block = asCidr(text);
    return block === undefined ? [] : [cidrSelector(block, except, profile)];
  });
}

/**
 * The label that the addresses of a name, or of names of a pattern, carry: as it is written.
 *
 * @see cilium 1.20.2 pkg/policy/api/fqdn.go (IdentityLabel)
 */
export function namePeer({ matchName, matchPattern }: FqdnRule): Selector {
  return fqdnSelector(label('fqdn', matchName ? matchName : (matchPattern ?? '')));
}
