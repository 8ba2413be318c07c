import { nearest, oneOf } from '../../base';
import type { Profile } from '../profile';
import type { CidrRule, RuleItem, ServiceReference } from './cilium-rule';
import { cidrFaults, cidrRuleFaults } from './cilium-rule-faults-addresses';
import { nameFaults } from './cilium-rule-faults-names';
import { refused } from './cilium-rule-faults-refused';
import { entityNames } from './entities';
import type { LabelSelectorSpec } from './label-selector';
import { selectorFaults } from './label-selector-faults';
import type { Fault } from './schema';

const kinds = [
  'fromEndpoints',
  'toEndpoints',
  'fromNodes',
  'toNodes',
  'fromEntities',
  'toEntities',
  'fromCIDR',
  'toCIDR',
  'fromCIDRSet',
  'toCIDRSet',
  'fromGroups',
  'toGroups',
  'toServices',
  'toFQDNs',
] as const;

/** Why Cilium would refuse the other ends of an item. */
export function peerFaults(item: RuleItem, path: string, profile: Profile): Fault[] {
  return [...kindFaults(item, path), ...nodeFaults(item, path, profile), ...eachFaults(item, path, profile)];
}

function kindFaults(item: RuleItem, path: string): Fault[] {
  const used = kinds.filter((kind) => (item[kind] ?? []).length > 0);
  const upstream = (kind: string) => kind[0]?.toUpperCase() + kind.slice(1);
  return used.slice(1).map((kind) => ({
    path: `${path}.${kind}`,
    message: refused(`combining ${upstream(used[0] as string)} and ${upstream(kind)} is not supported yet`),
    repair: 'write an item of its own for each kind of peer',
  }));
}

function nodeFaults(item: RuleItem, path: string, { nodeSelectorLabels }: Profile): Fault[] {
  if (nodeSelectorLabels) return [];
  return (['fromNodes', 'toNodes'] as const)
    .filter((kind) => (item[kind] ?? []).length > 0)
    .map((kind) => ({
      path: `${path}.${kind}`,
      message: refused('FromNodes/ToNodes rules can only be applied when the "enable-node-selector-labels" flag is set'),
      repair: 'set nodeSelectorLabels: true in the Helm values, or write the entity remote-node',
    }));
}

function eachFaults(item: RuleItem, path: string, profile: Profile): Fault[] {
  const each = <T>(kind: keyof RuleItem, faults: (value: T, path: string) => Fault[]) =>
    ((item[kind] ?? []) as readonly T[]).flatMap((value, i) => faults(value, `${path}.${kind}[${i}]`));
  return [
    ...each('fromEndpoints', (selector: LabelSelectorSpec, at) => selectorFaults(selector, at, profile)),
    ...each('toEndpoints', (selector: LabelSelectorSpec, at) => selectorFaults(selector, at, profile)),
    ...each('fromNodes', (selector: LabelSelectorSpec, at) => selectorFaults(selector, at, profile)),
    ...each('toNodes', (selector: LabelSelectorSpec, at) => selectorFaults(selector, at, profile)),
    ...each('fromEntities', (name: string, at) => entityFaults(name, at, profile)),
    ...each('toEntities', (name: string, at) => entityFaults(name, at, profile)),
    ...each('fromCIDR', cidrFaults),
    ...each('toCIDR', cidrFaults),
    ...each('fromCIDRSet', (rule: CidrRule, at) => cidrRuleFaults(rule, at, profile)),
    ...each('toCIDRSet', (rule: CidrRule, at) => cidrRuleFaults(rule, at, profile)),
    ...each('toFQDNs', nameFaults),
    ...each('toServices', (reference: ServiceReference, at) => serviceFaults(reference, at, profile)),
  ];
}

function entityFaults(name: string, path: string, profile: Profile): Fault[] {
  const names = entityNames(profile);
  if (names.includes(name)) return [];
  const near = nearest(name, names);
  return [
    {
      path,
      message: refused(`unsupported entity: ${name}`),
      repair: near === undefined ? `write ${oneOf(names)}` : `write '${near}'`,
    },
  ];
}

/** Since 1.20 nobody looks at the selector of Services. */
function serviceFaults({ k8sServiceSelector }: ServiceReference, path: string, profile: Profile): Fault[] {
  if (profile.cilium !== '1.19' || !k8sServiceSelector) return [];
  return selectorFaults(k8sServiceSelector.selector, `${path}.k8sServiceSelector.selector`, profile);
}
