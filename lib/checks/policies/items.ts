import { isObject } from '../../base';
import { type Direction, type Origin, policyName, type SourceObject } from '../../policy';
import { type Rule, type RuleItem, type Section, sections } from '../../policy/read/cilium-rule';

/** A policy that agents take, with the object that it was read from. */
export interface PolicyObject extends Pick<Origin, 'kind' | 'namespace' | 'name'> {
  readonly source: SourceObject;
  /** As messages name it: `CiliumNetworkPolicy 'apps/web'`. */
  readonly called: string;
}

/** What a policy of Cilium says of one set of pods, with where that stands. */
export interface PlacedRule {
  readonly policy: PolicyObject;
  readonly rule: Rule;
  /** `spec`, or `specs[0]`. */
  readonly path: string;
}

/** An item of one of the lists of a rule. */
export interface PlacedItem extends PlacedRule {
  readonly section: Section;
  readonly direction: Direction;
  readonly denies: boolean;
  readonly item: RuleItem;
  /** The path of the rule itself, of which `path` is an item. */
  readonly rulePath: string;
}

/** The policy of an origin as messages name it. */
export function calledPolicy(origin: Pick<Origin, 'kind' | 'namespace' | 'name'>): string {
  return `${origin.kind} '${policyName(origin)}'`;
}

/** The rules of a policy; none where it is Kubernetes' own. */
export function rulesOf(policy: PolicyObject): PlacedRule[] {
  if (policy.kind === 'NetworkPolicy') return [];
  const { spec, specs } = policy.source.object;
  return [
    ...(isObject(spec) ? [{ policy, rule: spec as Rule, path: 'spec' }] : []),
    ...(Array.isArray(specs) ? specs : []).map((rule, i) => ({ policy, rule: rule as Rule, path: `specs[${i}]` })),
  ];
}

/** The items of a rule's four lists. */
export function itemsOf(placed: PlacedRule): PlacedItem[] {
  return sections.flatMap((section) =>
    ((placed.rule[section] ?? []) as readonly RuleItem[]).map((item, i) => ({
      ...placed,
      section,
      direction: section.startsWith('egress') ? 'egress' : 'ingress',
      denies: section.endsWith('Deny'),
      item,
      path: `${placed.path}.${section}[${i}]`,
      rulePath: placed.path,
    })),
  );
}
