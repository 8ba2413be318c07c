import type { PortRange } from '../entry';
import { type L7Rule, type Parser, type Restriction, union } from '../l7';
import { type MergedRule, mergedRule } from './merged-rule';

/** A rule that allows a connection, by the selector and the port that it does so with. */
export interface Allowing {
  readonly selector: string;
  /** The port as written, or `undefined` for every port. */
  readonly range: PortRange | undefined;
}

/** What the proxy has to do with a connection that is allowed. */
export interface Proxied {
  /** The part of the proxy that the connection goes through; none where it goes through none. */
  readonly parser?: Parser;
  readonly restriction: Restriction;
}

/** Rules that the agent merges, since their selectors and ports are written alike. */
interface Group extends MergedRule {
  readonly port: string;
}

/**
 * What the proxy lets pass when these rules allow a connection together: what any of them lets pass.
 *
 * Rules whose selector and port are written alike are merged first, and there a server name that one of them asks for is
 * asked for by all. The DNS proxy knows only the rules of its own port; Envoy knows all of them, and nothing of DNS.
 *
 * @param open whether the connection is allowed anyhow, by a rule that stands behind all others; a proxy then refuses nothing
 * @see cilium 1.20.2 pkg/policy/rule.go (mergePortProto), pkg/policy/l4.go (createL4Filter), pkg/envoy/model.go,
 *   pkg/fqdn/dnsproxy/proxy.go (CheckAllowed)
 */
export function proxied(allowing: readonly Allowing[], open: boolean): Proxied {
  const groups = merged(allowing);
  const [first] = groups.filter((g) => g.parser !== undefined).sort((a, b) => a.priority - b.priority);
  if (first?.parser === undefined) return { restriction: undefined };
  const restriction = open && first.parser !== 'crd' ? undefined : restrictionBy(first, groups);
  return { parser: first.parser, restriction };
}

function restrictionBy(first: Group, groups: readonly Group[]): Restriction {
  if (first.parser === 'crd') return first.restriction;
  if (first.parser === 'dns') {
    const ports = new Set(groups.filter(({ parser }) => parser === 'dns').map(({ port }) => port));
    return union(groups.filter(({ port }) => ports.has(port)).map((g) => g.restriction));
  }
  return union(groups.filter(({ parser }) => parser !== 'crd').map((g) => (g.parser === 'dns' ? undefined : g.restriction)));
}

function merged(allowing: readonly Allowing[]): Group[] {
  const byKey = new Map<string, { port: string; rules: (L7Rule | undefined)[] }>();
  for (const { selector, range } of allowing) {
    const port = range === undefined ? '' : `${range.protocol}/${range.key}`;
    const key = `${selector}\n${port}`;
    const group = byKey.get(key) ?? { port, rules: [] };
    group.rules.push(range?.l7);
    byKey.set(key, group);
  }
  return [...byKey.values()].map(({ port, rules }) => ({ port, ...mergedRule(rules) }));
}
