import type { Finding, JsonObject } from '../../lib/base';
import { readPolicies, type World } from '../../lib/policy';
import type { Probe } from './ask';
import type { AskedWorld } from './random-world';
import { servicesOf } from './services';

/** What we make of a world, policy by policy: taken, refused by the API server, or refused by Cilium with a reason. */
export interface OurReading {
  readonly world: World;
  readonly refusals: readonly (readonly Finding[])[];
}

/** Reads the policies of a world as we do; only those that we take are in it. */
export function readWorld(asked: AskedWorld): OurReading {
  const service = servicesOf(asked);
  const readings = asked.policies.map((object) => readPolicies([{ object }], asked.profile, service));
  return {
    world: { identities: asked.identities, entries: readings.flatMap(({ entries }) => entries), profile: asked.profile },
    refusals: readings.map(({ findings }) => findings.filter(({ id }) => id !== 'POL006')),
  };
}

/** The policies that an API server takes; Cilium never sees the others. */
export function admitted(asked: AskedWorld): readonly JsonObject[] {
  const { refusals } = readWorld(asked);
  return asked.policies.filter((_, i) => (refusals[i] ?? []).every(({ message }) => message.includes('Cilium refuses')));
}

/** The kinds of traffic at which the answers of these rules may change: each port that is named, and those beside it. */
export function probesOf({ entries }: World): Probe[] {
  const ports = new Map<string, Set<number>>(['TCP', 'UDP', 'SCTP'].map((p) => [p, new Set([80, 53, 7777])]));
  for (const range of entries.flatMap((e) => (e.ports === 'all' ? [] : e.ports))) {
    const of = ports.get(range.protocol) ?? new Set();
    ports.set(range.protocol, of);
    if (range.name !== undefined) continue;
    for (const port of [range.low - 1, range.low, range.high, range.high + 1]) {
      if (port > 0 && port <= (range.protocol.startsWith('ICMP') ? 255 : 65535)) of.add(port);
    }
  }
  for (const p of ['TCP', 'UDP']) for (const port of [53, 80, 8080]) ports.get(p)?.add(port);
  ports.set('ICMP', new Set([...(ports.get('ICMP') ?? []), 8, 3]));
  ports.set('ICMPv6', new Set([...(ports.get('ICMPv6') ?? []), 128]));
  return [...ports].flatMap(([protocol, numbers]) => [...numbers].sort((a, b) => a - b).map((n): Probe => [protocol, n]));
}
