import type { Profile } from '../profile';
import type { PortRule, RuleItem, Section } from './cilium-rule';
import { refused } from './cilium-rule-faults-refused';
import type { Fault } from './schema';

/** What 1.19 knows beside requests and names. */
interface OlderRules {
  readonly kafka?: readonly unknown[] | null;
  readonly l7?: readonly unknown[] | null;
}

/** Whether rules ask nothing of the proxy. */
export function asksNothing(rules: PortRule['rules']): boolean {
  const { http, dns, kafka, l7 }: NonNullable<PortRule['rules']> & OlderRules = rules ?? {};
  return [http, dns, kafka, l7].every((list) => (list ?? []).length === 0);
}

/** Why Cilium would refuse to send the traffic of an item through its proxy. */
export function proxyFaults(item: RuleItem, section: Section, path: string, host: boolean, { l7Proxy }: Profile): Fault[] {
  return (item.toPorts ?? []).flatMap(({ rules }, i): Fault[] => {
    if (asksNothing(rules) || section.endsWith('Deny')) return [];
    const faults: Fault[] = [];
    const at = `${path}.toPorts[${i}].rules`;
    const leaveOut = 'leave out the rules, and name the ports alone';
    if (host && section === 'ingress') {
      faults.push({ path: at, message: refused('L7 policy is not supported on host ingress yet'), repair: leaveOut });
    }
    if (!l7Proxy) {
      faults.push({
        path: at,
        message: refused('L7 policy is not supported since L7 proxy is not enabled'),
        repair: 'leave out l7Proxy: false in the Helm values, or the rules',
      });
    }
    if (section === 'ingress' && (rules?.dns ?? []).length > 0) {
      faults.push({
        path: `${at}.dns`,
        message: refused('L7 protocol DNS is not supported on ingress yet'),
        repair: 'write the names at the egress of those who ask',
      });
    }
    if (section === 'egress' && host && (rules?.http ?? []).length > 0) {
      faults.push({ path: `${at}.http`, message: refused('L7 protocol HTTP is not supported on host egress yet'), repair: leaveOut });
    }
    return faults;
  });
}
