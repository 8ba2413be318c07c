import type { Profile } from '../profile';
import { type Rule, type RuleItem, type Section, sections } from './cilium-rule';
import { icmpFaults } from './cilium-rule-faults-icmp';
import { peerFaults } from './cilium-rule-faults-peers';
import { portRuleFaults } from './cilium-rule-faults-ports';
import { proxyFaults } from './cilium-rule-faults-proxy';
import { refused } from './cilium-rule-faults-refused';
import { selectorFaults } from './label-selector-faults';
import type { Fault } from './schema';

export { refused } from './cilium-rule-faults-refused';

/**
 * Why Cilium would refuse a rule that the API server takes, each with the reason that Cilium gives; empty where it takes it.
 * A policy is refused as a whole, and what it was to isolate stays open.
 *
 * @param path where the rule stands in its object: `spec` or `specs[0]`
 * @see cilium 1.20.2 pkg/policy/api/rule_validation.go
 */
export function ruleFaults(rule: Rule, path: string, profile: Profile): Fault[] {
  const faults: Fault[] = [];
  const items = sections.flatMap((section) => ((rule[section] ?? []) as readonly RuleItem[]).map((item, i) => ({ section, item, i })));
  if (items.length === 0) {
    faults.push({
      path,
      message: refused('rule must have at least one of Ingress, IngressDeny, Egress, EgressDeny'),
      repair: 'write ingress: [{}] or egress: [{}] to deny what no other policy allows',
    });
  }
  const { endpointSelector, nodeSelector } = rule;
  if (!endpointSelector && !nodeSelector) {
    faults.push({
      path,
      message: refused('rule must have one of EndpointSelector or NodeSelector'),
      repair: 'write endpointSelector: {} for every pod',
    });
  }
  if (endpointSelector && nodeSelector) {
    faults.push({
      path: `${path}.nodeSelector`,
      message: refused('rule cannot have both EndpointSelector and NodeSelector'),
      repair: 'write a policy of its own for the nodes',
    });
  }
  if (endpointSelector) faults.push(...selectorFaults(endpointSelector, `${path}.endpointSelector`, profile));
  if (nodeSelector) faults.push(...selectorFaults(nodeSelector, `${path}.nodeSelector`, profile));
  return [
    ...faults,
    ...items.flatMap(({ section, item, i }) => itemFaults(item, section, `${path}.${section}[${i}]`, !!nodeSelector, profile)),
  ];
}

function itemFaults(item: RuleItem, section: Section, path: string, host: boolean, profile: Profile): Fault[] {
  return [
    ...peerFaults(item, path, profile),
    ...proxyFaults(item, section, path, host, profile),
    ...icmpFaults(item, path),
    ...(item.toPorts ?? []).flatMap((rule, i) => portRuleFaults(rule, section, `${path}.toPorts[${i}]`, profile)),
  ];
}
