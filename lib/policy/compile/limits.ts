import { compareText } from '../../base';
import type { DnsL7, HttpRule, L7 } from './l7';

/** Questions for any name, through the DNS proxy, where Cilium learns what the answers are. */
export const anyName: DnsL7 = { kind: 'dns', names: ['*'] };

/** A limit, or none. */
export type Limit = L7 | undefined;

/**
 * What passes where all of these are allowed: anything, where one of them is no limit; otherwise what one of them lets pass,
 * each kind for itself.
 */
export function united(limits: readonly Limit[]): readonly Limit[] {
  const kinds = new Map<L7['kind'], L7>();
  for (const limit of limits) {
    if (limit === undefined) return [undefined];
    kinds.set(limit.kind, join(kinds.get(limit.kind), limit));
  }
  return [...kinds.values()].sort((a, b) => compareText(a.kind, b.kind));
}

/** The same text for limits that let the same pass. */
export function limitKey(limit: Limit): string {
  return limit === undefined ? '' : JSON.stringify(limit);
}

/** Whether all that passes `inner` passes `outer` too. */
export function passes(outer: Limit, inner: Limit): boolean {
  if (outer === undefined) return true;
  if (inner === undefined || outer.kind !== inner.kind) return false;
  return limitKey(join(outer, inner)) === limitKey(join(undefined, outer));
}

function join(before: Limit, limit: L7): L7 {
  if (limit.kind === 'http')
    return { kind: 'http', rules: unitedRules([...(before?.kind === 'http' ? before.rules : []), ...limit.rules]) };
  const names = [...(before === undefined || before.kind === 'http' ? [] : before.names), ...limit.names];
  return { kind: limit.kind, names: names.some(isAnyName) ? ['*'] : [...new Set(names)].sort(compareText) };
}

/** As Cilium reads it (cilium 1.20.2 pkg/fqdn/matchpattern/matchpattern.go, dnsWildcardRegex). */
function isAnyName(name: string): boolean {
  return /^\*+\.?$/.test(name);
}

/** The rules without those beside which another asks for less, in an order that depends on nothing but the rules. */
function unitedRules(rules: readonly HttpRule[]): HttpRule[] {
  const distinct = new Map(rules.map(canonical).map((rule) => [JSON.stringify(rule), rule]));
  const all = [...distinct.values()];
  return [...distinct]
    .filter(([, rule]) => !all.some((other) => other !== rule && asksForLess(other, rule)))
    .sort(([a], [b]) => compareText(a, b))
    .map(([, rule]) => rule);
}

const fields = ['host', 'method', 'path'] as const;

function canonical(rule: HttpRule): HttpRule {
  const headers = [...new Set(rule.headers)].sort(compareText);
  const said = fields.flatMap((field) => (rule[field] ? [[field, rule[field]]] : []));
  return { ...(headers.length === 0 ? {} : { headers }), ...Object.fromEntries(said) };
}

function asksForLess(rule: HttpRule, than: HttpRule): boolean {
  const { headers = [] } = rule;
  return (
    fields.every((field) => rule[field] === undefined || rule[field] === than[field]) &&
    headers.every((header) => than.headers?.includes(header))
  );
}
