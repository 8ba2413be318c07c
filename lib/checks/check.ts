import type { Finding, Place } from '../base';
import { finding, sortFindings, thrownMessage } from '../base';
import type { Facts } from './fact';
import type { Rule } from './rule';
import { rules as ours } from './rules';

/**
 * Applies every rule, ours and those given, and returns what they found and what they couldn't decide. A rule that throws is
 * a finding at `ownRulesAt`.
 */
export function checkFacts(facts: Facts, own: readonly { readonly id: string }[], ownRulesAt: Place): Finding[] {
  return sortFindings([...ours, ...(own as readonly Rule[])].flatMap((rule) => apply(rule, facts, ownRulesAt)));
}

function apply(rule: Rule, facts: Facts, ownRulesAt: Place): Finding[] {
  const base = { id: rule.id, severity: rule.severity, also: [], ...(rule.source === undefined ? {} : { source: rule.source }) };
  for (const name of rule.needs) {
    const fact = facts[name];
    if (fact === undefined)
      return [
        finding('RUL001', ownRulesAt, `rule ${rule.id} needs '${name}', which is no fact`, {
          repair: `write one of ${Object.keys(facts).sort().join(', ')}`,
        }),
      ];
    if (fact.state === 'unknown')
      return [{ ...base, severity: 'info', status: 'undecided', at: fact.at, message: `${rule.title}: not decided, since ${fact.why}` }];
  }
  const seen = Object.fromEntries(rule.needs.map((name) => [name, { value: valueOf(facts, name), at: facts[name].at }]));
  try {
    return rule.check(seen as never).map((breach) => ({
      ...base,
      status: 'found',
      at: breach.at,
      also: breach.also ?? [],
      message: breach.message,
      repair: breach.repair,
    }));
  } catch (error) {
    return [finding('RUL001', ownRulesAt, `rule ${rule.id} failed: ${thrownMessage(error)}`, { repair: 'mend the rule' })];
  }
}

function valueOf(facts: Facts, name: keyof Facts): unknown {
  const fact = facts[name];
  return fact.state === 'known' ? fact.value : undefined;
}
