import type { Entry } from '../../policy';
import { calledPolicy } from '../policies/items';
import { hasPortsOf, portsText } from '../policies/ports';
import { isWithin, numbersIn, placeIn, placeOfEntry, type Reading } from '../policies/reading';
import type { Breach } from '../rule';
import { policyRule, reachRule } from './policy-rule';

/** Rules that change nothing. */
export const policyRedundantRules = [
  reachRule('POL018', (reading) =>
    pairs(reading, (entry, other) => {
      if (entry.verdict !== 'allow' || other.verdict !== 'allow' || !other.defaultDeny) return false;
      const isLimited = [entry, other].some(({ ports }) => ports !== 'all' && ports.some(({ l7 }) => l7 !== undefined));
      if (isLimited || !isInside(reading, entry, other)) return false;
      return !isInside(reading, other, entry) || reading.world.entries.indexOf(other) < reading.world.entries.indexOf(entry);
    }).map(
      ({ entry, other }): Breach => ({
        at: placeOfEntry(entry),
        message: `${calledPolicy(entry.origin)} allows here what ${sameOr(entry, other)} allows already: ${witness(reading, entry)} passes without it`,
        repair: 'leave the rule out',
        also: [placeOfEntry(other)],
      }),
    ),
  ),
  reachRule('POL019', (reading) =>
    pairs(reading, (entry, other) => entry.verdict === 'allow' && other.verdict === 'deny' && isInside(reading, entry, other)).map(
      ({ entry, other }): Breach => ({
        at: placeOfEntry(entry),
        message: `${calledPolicy(entry.origin)} allows here what ${sameOr(entry, other)} denies, which goes before: ${witness(reading, entry)} is denied`,
        repair: 'leave the rule out, or deny less',
        also: [placeOfEntry(other)],
      }),
    ),
  ),
  policyRule('POL045', (reading) => {
    const seen = new Map<string, string>();
    return reading.items.flatMap(({ policy, rulePath, section, item, path }): Breach[] => {
      const key = JSON.stringify([policy.called, rulePath, section, item]);
      const earlier = seen.get(key);
      if (earlier === undefined) {
        seen.set(key, path);
        return [];
      }
      return [
        {
          at: placeIn(policy, path),
          message: `${policy.called} says the same twice`,
          repair: 'leave the rule out',
          also: [placeIn(policy, earlier)],
        },
      ];
    });
  }),
];

interface Pair {
  readonly entry: Entry;
  readonly other: Entry;
}

/** Entries of the same subjects of which the second makes the first useless; one for each. */
function pairs(reading: Reading, makesUseless: (entry: Entry, other: Entry) => boolean): Pair[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of reading.world.entries) {
    if (entry.unknownPeers !== undefined || entry.peers.length === 0) continue;
    const key = `${entry.direction} ${entry.node} ${entry.namespace} ${entry.subject.key}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  const found = new Map<string, Pair>();
  for (const group of groups.values()) {
    for (const entry of group) {
      if (reading.isMade(entry)) continue;
      const other = group.find((o) => o !== entry && makesUseless(entry, o));
      if (other !== undefined) found.set(`${calledPolicy(entry.origin)} ${entry.origin.path}`, { entry, other });
    }
  }
  return [...found.values()];
}

/** Whether everything that an entry speaks of is something that the other speaks of. */
function isInside(reading: Reading, entry: Entry, other: Entry): boolean {
  if (!hasPortsOf(other.ports, entry.ports)) return false;
  const peers = reading.possiblePeers(entry);
  return peers.some((word) => word !== 0) && isWithin(peers, reading.peers(other));
}

function sameOr(entry: Entry, other: Entry): string {
  return calledPolicy(other.origin) === calledPolicy(entry.origin) ? 'another rule of it' : calledPolicy(other.origin);
}

function witness(reading: Reading, entry: Entry): string {
  const [subject] = [...reading.podsIn(reading.subjects(entry).certain), ...numbersIn(reading.subjects(entry).certain)];
  const [peer] = [...reading.podsIn(reading.peers(entry)), ...numbersIn(reading.peers(entry))];
  const own = subject === undefined ? 'its pods' : reading.named(subject);
  const end = peer === undefined ? 'nobody' : reading.named(peer);
  return `${entry.direction === 'egress' ? `${own} → ${end}` : `${end} → ${own}`} ${portsText(entry.ports)}`;
}
