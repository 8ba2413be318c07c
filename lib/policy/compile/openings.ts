import { covers } from './covers';
import { groupedBy } from './grouped-by';
import type { Allowance, L4Port } from './intent';
import { type Limit, passes, united } from './limits';
import { type PolicyPeer, peerKey } from './peer';

/** One port that is open to one peer, and what may pass. */
export interface Opening {
  readonly peer: PolicyPeer;
  readonly port: L4Port;
  readonly limit: Limit;
}

/** What the allowances open together: each pair of peer and port once, with the union of what may pass. */
export function openings(allowances: readonly Pick<Allowance, 'peer' | 'ports' | 'l7'>[]): Opening[] {
  const found = new Map<string, { peer: PolicyPeer; port: L4Port; limits: Limit[] }>();
  for (const { peer, ports, l7 } of allowances) {
    for (const port of ports) {
      const key = `${peerKey(peer)} ${portKey(port)}`;
      const before = found.get(key);
      if (before === undefined) found.set(key, { peer, port, limits: [l7] });
      else before.limits.push(l7);
    }
  }
  return [...found.values()].flatMap(({ peer, port, limits }) => united(limits).map((limit) => ({ peer, port, limit })));
}

/**
 * The openings without those that others make superfluous: at the same port, and to peers that cover theirs, everything passes
 * that passes them. With `keepDns`, what goes through the DNS proxy stays beside what doesn't, since the proxy is where
 * addresses of names are learnt.
 */
export function needed(all: readonly Opening[], keepDns: boolean): Opening[] {
  const byPort = groupedBy(all, ({ port }) => portKey(port));
  return all.filter((inner) => {
    const around = byPort.get(portKey(inner.port))?.filter((outer) => outer !== inner && encloses(outer.peer, inner.peer)) ?? [];
    const limits = around.map(({ limit }) => limit).filter((limit) => !(keepDns && inner.limit?.kind === 'dns' && limit === undefined));
    return !united(limits).some((limit) => passes(limit, inner.limit));
  });
}

/** Of two peers that are the same in other words, one encloses the other. */
function encloses(outer: PolicyPeer, inner: PolicyPeer): boolean {
  return covers(outer, inner) && (peerKey(outer) <= peerKey(inner) || !covers(inner, outer));
}

function portKey({ port, protocol }: L4Port): string {
  return `${protocol}/${port}`;
}
