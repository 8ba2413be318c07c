import { isObject, type JsonObject } from '../../base';
import { directions, type Entry, type Origin } from '../entry';
import { namespaceKey } from '../label';
import { defaultProfile, type Profile } from '../profile';
import { type PeerContext, peersOf } from './cilium-peers';
import { portsOf } from './cilium-ports';
import { type Rule, type RuleItem, type Section, sections } from './cilium-rule';
import { refused, ruleFaults } from './cilium-rule-faults';
import { sourced, speaksOfKey, toSelector, withLabel } from './label-selector';
import type { Fault } from './schema';

/** The two kinds of policy that are Cilium's own. */
export type CiliumPolicyKind = 'CiliumNetworkPolicy' | 'CiliumClusterwideNetworkPolicy';

/** What one policy comes to; no entries where it is refused. */
export interface ReadPolicy {
  readonly entries: readonly Entry[];
  readonly faults: readonly Fault[];
  /** What of a policy that is taken opens more than it seems to. */
  readonly open: readonly Fault[];
}

/** A rule of a policy, with where it stands. */
interface PlacedRule {
  readonly rule: Rule;
  readonly path: string;
}

/**
 * The entries of a policy of Cilium that its schema takes; with faults and without entries where Cilium would refuse it, since
 * one rule that is refused takes the whole policy with it.
 *
 * @see cilium 1.20.2 pkg/k8s/apis/cilium.io/v2/cnp_types.go (Parse) and pkg/k8s/apis/cilium.io/utils/utils.go
 */
export function readCiliumPolicy(
  object: JsonObject,
  origin: Omit<Origin, 'path' | 'at'> & { readonly kind: CiliumPolicyKind },
  profile: Profile,
  service: PeerContext['service'],
): ReadPolicy {
  const rules = rulesOf(object);
  if (rules.length === 0 && !Array.isArray(object.specs)) {
    return { entries: [], open: [], faults: [{ path: '', message: refused('empty policy'), repair: 'write spec: …, or specs: […]' }] };
  }
  const namespaced = origin.kind === 'CiliumNetworkPolicy';
  const faults = rules.flatMap(({ rule, path }) => [
    ...ruleFaults(rule, path, profile),
    ...(namespaced && rule.nodeSelector
      ? [
          {
            path: `${path}.nodeSelector`,
            message: refused('rule cannot have NodeSelector'),
            repair: 'write a CiliumClusterwideNetworkPolicy for nodes',
          },
        ]
      : []),
  ]);
  if (faults.length > 0) return { entries: [], open: [], faults };
  return {
    entries: rules.flatMap((placed) => entriesOf(placed, origin, profile, service)),
    open: rules.flatMap(openItems),
    faults,
  };
}

function rulesOf({ spec, specs }: JsonObject): PlacedRule[] {
  return [
    ...(isObject(spec) ? [{ rule: spec as Rule, path: 'spec' }] : []),
    ...(Array.isArray(specs) ? specs : []).map((rule, i) => ({ rule: rule as Rule, path: `specs[${i}]` })),
  ];
}

function entriesOf(
  { rule, path }: PlacedRule,
  origin: Omit<Origin, 'path' | 'at'>,
  profile: Profile,
  service: PeerContext['service'],
): Entry[] {
  const { namespace } = origin;
  const node = !rule.endpointSelector;
  const selector = sourced((rule.endpointSelector ?? rule.nodeSelector ?? {}) as object, 'any');
  const subject = toSelector(node || namespace === '' ? selector : withLabel(selector, `k8s:${namespaceKey}`, namespace));
  const context: PeerContext = { profile, namespace, service, aboutInit: speaksOfKey(selector, (key) => key === 'reserved:init') };
  return directions.flatMap((direction) =>
    sections
      .filter((section) => section.startsWith(direction))
      .flatMap((section) =>
        ((rule[section] ?? []) as readonly RuleItem[]).map((item, i) => {
          const deny = section.endsWith('Deny');
          const ports = portsOf(item, deny, profile);
          const peers = peersOf(deny ? { ...item, toServices: null } : item, ports !== 'all', context);
          return {
            direction,
            subject,
            node,
            namespace,
            peers: peers.selectors,
            ports,
            verdict: deny ? ('deny' as const) : ('allow' as const),
            defaultDeny: isolates(rule, direction, profile),
            tier: 1 as const,
            priority: 0,
            origin: { ...origin, path: `${path}.${section satisfies Section}[${i}]` },
            ...(peers.unknown === undefined ? {} : { unknownPeers: peers.unknown }),
          };
        }),
      ),
  );
}

/** Lists of peers that, empty, are no list to Cilium, so that the ports beside them are open, or closed, to everybody. */
const unguarded = ['toFQDNs', 'toServices', 'toGroups', 'fromGroups'] as const;

function openItems({ rule, path }: PlacedRule): Fault[] {
  return sections.flatMap((section) =>
    ((rule[section] ?? []) as readonly RuleItem[]).flatMap((item, i) => {
      const ports = portsOf(item, false, defaultProfile) !== 'all';
      if (section === 'egressDeny' && item.toServices) return [deniedServices(ports, `${path}.${section}[${i}].toServices`)];
      if (!ports) return [];
      return unguarded
        .filter((list) => item[list]?.length === 0)
        .map((list) => ({
          path: `${path}.${section}[${i}].${list}`,
          message: `${list} is empty, which Cilium takes for no list at all: the ports are ${section.endsWith('Deny') ? 'closed' : 'open'} to everybody, world and nodes included`,
          repair: 'write who is meant, or leave the item out',
        }));
    }),
  );
}

/** @see cilium 1.20.2 pkg/policy/k8s/service.go (processRule), which looks at egress alone */
function deniedServices(ports: boolean, path: string): Fault {
  const effect = ports ? 'so that its ports are denied to everybody' : 'so that nothing is denied';
  return {
    path,
    message: `Cilium never looks up toServices in egressDeny, ${effect}`,
    repair: 'write the pods of the Service as toEndpoints',
  };
}

/** A rule isolates its pods in each direction that it has an item for, of whatever kind, unless it says otherwise. */
function isolates({ enableDefaultDeny }: Rule, direction: 'ingress' | 'egress', { nonDefaultDeny }: Profile): boolean {
  return !nonDefaultDeny || (enableDefaultDeny?.[direction] ?? true);
}
