import type { Identity, NamedPort, Restriction, World } from '../../lib/policy';
import { dnsRestriction, httpRestriction, union } from '../../lib/policy/l7';
import type { EngineFilter, Probe } from './ask';

const priorities: Readonly<Record<string, number>> = { http: 101, tls: 116, dns: 121, crd: 126 };

/**
 * What a redirected connection may contain, from the rules as Cilium's engine merged them.
 *
 * The engine says which rules the proxies get; what the proxies make of them, both of this module's users take from upstream's
 * documentation: any rule that lets a request pass is enough.
 *
 * @param places the places of the peer in what was asked
 */
export function restrictionOf(
  filters: readonly EngineFilter[],
  places: readonly number[],
  [protocol, port]: Probe,
  { subject, other, world }: Side,
): Restriction {
  const rules = filters
    .filter((f) => covers(f, protocol, port, portsOf(f, { subject, other, world })))
    .flatMap((f) =>
      f.selectors
        .filter((s) => !s.deny && (s.wildcard === true || s.peers.some((p) => places.includes(p))))
        .map((s) => ({ port: `${f.protocol}/${f.portName || `${f.port}-${f.endPort}`}`, ...s })),
    );
  const [first] = rules.filter((g) => g.parser !== '').sort((a, b) => (priorities[a.parser] ?? 0) - (priorities[b.parser] ?? 0));
  if (first === undefined) return undefined;
  if (first.parser === 'dns') {
    const ports = new Set(rules.filter((g) => g.parser === 'dns').map((g) => g.port));
    return union(rules.filter((g) => ports.has(g.port)).map((g) => dnsRestriction(g.dns ?? [])));
  }
  return union(
    rules.map((g) => {
      if (g.parser === 'dns') return undefined;
      const http = httpRestriction(g.http ?? []);
      const names = (g.serverNames ?? []).map((name) => `TLS to ${name}`);
      if (names.length === 0) return http;
      return http === undefined ? names : names.flatMap((name) => http.map((request) => `${name}, ${request}`));
    }),
  );
}

/** Whose rules are looked at, and who is at the other end. */
export interface Side {
  readonly subject: Identity;
  readonly other: Identity;
  readonly world: World;
}

/** The ports that a name may mean: before 1.20, on the way out, those of every pod, of which there may be but one. */
function portsOf({ direction, portName, protocol }: EngineFilter, { subject, other, world }: Side): readonly NamedPort[] {
  if (direction === 'ingress') return subject.ports;
  if (world.profile.cilium !== '1.19') return other.ports;
  const all = world.identities.flatMap(({ ports }) => ports).filter((p) => p.name === portName && p.protocol === protocol);
  return new Set(all.map(({ port }) => port)).size === 1 ? all : [];
}

function covers(filter: EngineFilter, protocol: string, port: number, named: readonly NamedPort[]): boolean {
  if (filter.protocol !== 'ANY' && filter.protocol.toUpperCase() !== protocol.toUpperCase()) return false;
  if (filter.portName !== '') return named.some((p) => p.name === filter.portName && p.protocol === protocol && p.port === port);
  if (filter.port === 0) return true;
  return filter.port <= port && port <= Math.max(filter.port, filter.endPort);
}
