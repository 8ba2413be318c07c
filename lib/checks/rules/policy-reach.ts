import type { Entry } from '../../policy';
import { calledPolicy } from '../policies/items';
import { ownRequirements } from '../policies/meant';
import { singlePorts } from '../policies/ports';
import { placeOfEntry, type Reading } from '../policies/reading';
import type { Breach } from '../rule';
import { isDeclared } from './policy-isolation';
import { reachRule } from './policy-rule';

/** Connections that one side allows and the other denies. */
export const policyReachRules = [
  reachRule('POL015', (reading) =>
    reading.fact.settled
      ? []
      : reading.world.entries.flatMap((entry): Breach[] => {
          const flow = oneSided(reading, entry);
          if (flow === undefined) return [];
          const isOut = entry.direction === 'egress';
          const [own, end] = [reading.named(flow.subject), reading.named(flow.peer)];
          const isolating = reading.about(flow.peer, isOut ? 'ingress' : 'egress').find(({ defaultDeny }) => defaultDeny);
          return [
            {
              at: placeOfEntry(entry),
              message: `${calledPolicy(entry.origin)} allows ${isOut ? `${own} → ${end}` : `${end} → ${own}`} ${flow.protocol} ${flow.port}, which policies of ${end} deny`,
              repair: `allow ${isOut ? 'ingress' : 'egress'} there too, or leave the rule out`,
              also: isolating === undefined ? [] : [placeOfEntry(isolating)],
            },
          ];
        }),
  ),
  reachRule('POL053', (reading) =>
    reading.fact.settled
      ? []
      : reading.podsIn(reading.pods).flatMap((i): Breach[] => {
          const workload = reading
            .workloadsOf(i)
            .find(({ kind, replicas, ports }) => kind === 'StatefulSet' && (replicas ?? 1) > 1 && ports.length > 0);
          if (workload === undefined || isDeclared(reading, i) || !reading.servicesOf([workload]).some(({ headless }) => headless))
            return [];
          const [port] = workload.ports;
          const isolating = [...reading.about(i, 'ingress'), ...reading.about(i, 'egress')].find(({ defaultDeny }) => defaultDeny);
          const open = reading.fact.relation().portsBetween(i, i);
          if (isolating === undefined || port === undefined || workload.ports.some((p) => open.at(p.protocol, p.port) !== undefined))
            return [];
          return [
            {
              at: placeOfEntry(isolating),
              message: `${calledPolicy(isolating.origin)} keeps the replicas of '${workload.key}' apart: ${reading.named(i)} → ${reading.named(i)} ${port.protocol} ${port.port} is denied`,
              repair: 'allow its pods to connect to each other, where they are one cluster',
            },
          ];
        }),
  ),
];

interface Flow {
  readonly subject: number;
  readonly peer: number;
  readonly protocol: string;
  readonly port: number;
}

/** A connection between pods that an entry names by their own labels, and that the other end denies. */
function oneSided(reading: Reading, entry: Entry): Flow | undefined {
  if (entry.verdict !== 'allow' || entry.node) return undefined;
  const isNamed = entry.peers.some((selector) => selector.kind === 'labels' && ownRequirements(selector).length > 0);
  const ports = singlePorts(entry);
  if (!isNamed || ports.length === 0) return undefined;
  const subjects = reading.podsIn(reading.subjects(entry).certain);
  const peers = reading.podsIn(reading.peers(entry));
  const other = entry.direction === 'egress' ? 'ingress' : 'egress';
  const closed = peers.filter((peer) => reading.isIsolated(peer, other));
  if (subjects.length === 0 || closed.length === 0 || subjects.length * peers.length > mostPairs) return undefined;
  const relation = reading.fact.relation();
  for (const { protocol, port } of ports) {
    for (const peer of closed) {
      const isOpen = subjects.some((subject) => {
        const set = other === 'ingress' ? relation.ingressPorts(subject, peer) : relation.egressPorts(peer, subject);
        return set.at(protocol, port) !== undefined;
      });
      if (!isOpen && !(isDeclared(reading, peer) && subjects.every((i) => isDeclared(reading, i))))
        return { subject: subjects[0] as number, peer, protocol, port };
    }
  }
  return undefined;
}

/** A rule for more pairs than these is about a crowd, where not everybody has to let everybody in. */
const mostPairs = 200;
