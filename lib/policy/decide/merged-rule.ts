import {
  type DnsRule,
  dnsRestriction,
  type HttpRule,
  httpRestriction,
  type L7Rule,
  type Parser,
  parserOf,
  parserPriority,
  type Restriction,
  union,
} from '../l7';

/** What several rules for the same peers and port come to. */
export interface MergedRule {
  readonly parser: Parser | undefined;
  readonly priority: number;
  readonly restriction: Restriction;
}

interface Merging {
  readonly parser: Parser | undefined;
  readonly priority: number;
  readonly listener: string | undefined;
  readonly http: readonly HttpRule[];
  readonly dns: readonly DnsRule[];
  readonly serverNames: readonly string[];
}

/**
 * Merges rules whose selectors and ports are written alike, in their order.
 *
 * Beside a rule that asks for nothing, one that asks for requests or names lets everything pass; but a server name that one of
 * them asks for is asked for by all. A rule is taken for one that is there already, and left out, if it has as many requests
 * and names and all of those are among its own.
 *
 * @see cilium 1.20.2 pkg/policy/rule.go (mergePortProto), pkg/policy/api/zz_generated.deepequal.go (PortRulesHTTP, PortRulesDNS)
 */
export function mergedRule(rules: readonly (L7Rule | undefined)[]): MergedRule {
  const [first, ...others] = rules.map(asMerging);
  const merged = others.reduce((all, next) => (isTakenFor(all, next) ? all : merge(all, next)), first as Merging);
  return { parser: merged.parser, priority: merged.priority, restriction: restrictionOf(merged) };
}

function asMerging(rule: L7Rule | undefined): Merging {
  const parser = parserOf(rule);
  return {
    parser,
    priority: rule === undefined || parser === undefined ? 127 : parserPriority(parser, rule),
    listener: rule?.listener?.name,
    http: rule?.http ?? [],
    dns: rule?.dns ?? [],
    serverNames: rule?.serverNames ?? [],
  };
}

function isTakenFor(all: Merging, next: Merging): boolean {
  const sameNames = all.serverNames.length === next.serverNames.length && isAmong(all.serverNames, next.serverNames);
  return (
    all.parser === next.parser &&
    all.listener === next.listener &&
    all.priority === next.priority &&
    sameNames &&
    all.http.length === next.http.length &&
    all.dns.length === next.dns.length &&
    isAmong(all.http, next.http) &&
    isAmong(all.dns, next.dns)
  );
}

function merge(all: Merging, next: Merging): Merging {
  const winner = next.priority < all.priority ? next : all;
  const serverNames = [...new Set([...all.serverNames, ...next.serverNames])];
  const base = { parser: winner.parser, priority: winner.priority, listener: winner.listener, serverNames };
  const asks = (one: Merging) => one.http.length + one.dns.length > 0;
  if (asks(all) !== asks(next)) return { ...base, ...withEverything(asks(all) ? all : next) };
  return { ...base, http: [...all.http, ...missing(all.http, next.http)], dns: [...all.dns, ...missing(all.dns, next.dns)] };
}

function withEverything({ http, dns }: Merging): Pick<Merging, 'http' | 'dns'> {
  return { http: http.length > 0 ? [...http, {}] : [], dns: dns.length > 0 ? [...dns, { matchPattern: '*' }] : [] };
}

const isAmong = (some: readonly unknown[], all: readonly unknown[]) => missing(all, some).length === 0;

function missing<T>(from: readonly T[], wanted: readonly T[]): T[] {
  const known = new Set(from.map((item) => JSON.stringify(item)));
  return wanted.filter((item) => !known.has(JSON.stringify(item)));
}

function restrictionOf({ parser, listener, http, dns, serverNames }: Merging): Restriction {
  if (parser === 'crd') return [`listener ${listener}`];
  if (parser === 'dns') return dnsRestriction(dns);
  const requests = parser === 'http' ? httpRestriction(http) : undefined;
  const names = serverNames.map((name) => `TLS to ${name.toLowerCase()}`);
  if (names.length === 0) return requests;
  return union([requests === undefined ? names : names.flatMap((name) => requests.map((request) => `${name}, ${request}`))]);
}
