import type { Finding, Place } from '../base';
import { comparePlaces, finding, sortFindings, thrownMessage } from '../base';
import type { Facts } from './fact';
import type { Breach, Rule } from './rule';
import { rules as ours } from './rules';

/**
 * Applies every rule, ours and those given, and returns what they found and what they couldn't decide. A rule that throws is
 * a finding at `ownRulesAt`.
 */
export function checkFacts(facts: Facts, own: readonly { readonly id: string }[], ownRulesAt: Place): Finding[] {
  return sortFindings([
    ...ours.flatMap((rule) => apply(rule, facts, ownRulesAt)),
    ...(own as readonly Rule[]).flatMap((rule, i) => apply(rule, facts, item(ownRulesAt, i))),
  ]);
}

function apply(rule: Rule, facts: Facts, ownRulesAt: Place): Finding[] {
  const base = { id: rule.id, severity: rule.severity, also: [], ...(rule.source === undefined ? {} : { source: rule.source }) };
  for (const name of rule.needs) {
    if (!Object.hasOwn(facts, name))
      return [
        finding('RUL001', ownRulesAt, `rule ${rule.id} needs '${name}', which is no fact`, {
          repair: `write one of ${Object.keys(facts).sort().join(', ')}`,
        }),
      ];
    const fact = facts[name];
    if (fact.state === 'unknown')
      return [{ ...base, severity: 'info', status: 'undecided', at: fact.at, message: `${rule.title}: not decided, since ${fact.why}` }];
  }
  const seen = Object.fromEntries(rule.needs.map((name) => [name, { value: factValue(facts, name), at: facts[name].at }]));
  try {
    const breaches: unknown = rule.check(seen as never);
    if (!Array.isArray(breaches) || !breaches.every(isBreach)) {
      return [
        finding('RUL001', ownRulesAt, `rule ${rule.id} returned no list of breaches`, {
          repair: 'return [], or [{ at, message, repair }]',
        }),
      ];
    }
    return breaches.map((breach) => ({
      ...base,
      severity: breach.severity ?? base.severity,
      status: 'found',
      at: breach.at,
      also: (breach.also ?? []).filter((place: Place) => comparePlaces(place, breach.at) !== 0),
      message: breach.message,
      repair: breach.repair,
      ...(breach.source === undefined ? {} : { source: breach.source }),
    }));
  } catch (error) {
    return [finding('RUL001', ownRulesAt, `rule ${rule.id} failed: ${thrownMessage(error)}`, { repair: 'mend the rule' })];
  }
}

function item(list: Place, i: number): Place {
  return list.in === 'definition' ? { ...list, path: `${list.path}[${i}]` } : list;
}

function isBreach(value: unknown): value is Breach {
  const { at, message, repair, severity = 'error', also = [], source = '' } = (value ?? {}) as { [K in keyof Breach]?: unknown };
  const isSeverity = ['error', 'warning', 'info'].includes(severity as string);
  if (typeof source !== 'string') return false;
  return (
    isSeverity && isPlace(at) && typeof message === 'string' && typeof repair === 'string' && Array.isArray(also) && also.every(isPlace)
  );
}

function isPlace(value: unknown): value is Place {
  const { in: where, file, path } = (value ?? {}) as { readonly in?: unknown; readonly file?: unknown; readonly path?: unknown };
  const kinds: readonly unknown[] = ['definition', 'document', 'construct'];
  return kinds.includes(where) && typeof file === 'string' && (typeof path === 'string' || (where === 'document' && path === undefined));
}

function factValue(facts: Facts, name: keyof Facts): unknown {
  const fact = facts[name];
  return fact.state === 'known' ? fact.value : undefined;
}
