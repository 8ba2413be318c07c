import { valueAt } from '../../base';
import { directions, type Entry } from '../../policy';
import { calledPolicy } from '../policies/items';
import { placeIn, placeOfEntry, type Reading, readingOf, sizeOf } from '../policies/reading';
import type { Breach } from '../rule';
import { rule } from './define';
import { policyRule } from './policy-rule';

/** What Cilium has deprecated or reads otherwise than it looks, and how much fits into it. */
export const policyLimitRules = [
  policyRule('POL054', (reading) =>
    reading.items.flatMap(({ policy, item, path }): Breach[] => {
      const mode = valueAt(item as never, 'authentication', 'mode');
      return mode === undefined || mode === 'disabled'
        ? []
        : [
            {
              at: placeIn(policy, `${path}.authentication`),
              message: `${policy.called} asks for mutual authentication, which is deprecated since Cilium 1.20`,
              repair: 'leave it out, and encrypt with WireGuard or ztunnel',
            },
          ];
    }),
  ),
  policyRule('POL055', (reading) =>
    reading.items.flatMap(({ policy, item, path }) =>
      (item.icmps ?? []).flatMap(({ fields }, i) =>
        (fields ?? []).flatMap(({ type, family }, n): Breach[] =>
          type === 0 || type === '0' || (type === 'EchoReply' && family !== 'IPv6')
            ? [
                {
                  at: placeIn(policy, `${path}.icmps[${i}].fields[${n}].type`),
                  message: `${policy.called}: type '${type}' is number 0, which Cilium takes for every type of ICMP`,
                  repair: "leave it out: answers pass by themselves; for questions write 'EchoRequest'",
                },
              ]
            : [],
        ),
      ),
    ),
  ),
  rule('POL057', ['policies', 'cilium.values'], ({ policies, 'cilium.values': values }): Breach[] => {
    if (policies.value === undefined) return [];
    const reading = readingOf(policies.value);
    const set = valueAt(values.value, 'bpf', 'policyMapMax');
    const room = typeof set === 'number' && set > 0 ? set : usualRoom;
    const sizes = new Map<Entry, number>();
    return reading.podsIn(reading.pods).flatMap((i) => {
      const { total, most } = directions
        .map((direction) => used(reading, sizes, i, direction))
        .reduce((a, b) => ({ total: a.total + b.total, most: a.size > b.size ? a.most : b.most, size: Math.max(a.size, b.size) }));
      if (most === undefined || total <= room * full) return [];
      return [
        {
          at: placeOfEntry(most),
          ...(total > room ? { severity: 'error' as const } : {}),
          message: `policies of ${reading.named(i)} need about ${total} of the ${room} entries that Cilium keeps for a pod, most of them for ${calledPolicy(most.origin)}`,
          repair: 'write fewer addresses or ports, or raise bpf.policyMapMax',
        },
      ];
    });
  }),
];

/** @see cilium 1.20.2 install/kubernetes/cilium/values.yaml (bpf.policyMapMax) */
const usualRoom = 16384;
/** Beyond which part of the room it's told. */
const full = 0.75;

function used(
  reading: Reading,
  sizes: Map<Entry, number>,
  i: number,
  direction: 'ingress' | 'egress',
): { total: number; most: Entry | undefined; size: number } {
  let [total, size] = [0, 0];
  let most: Entry | undefined;
  for (const entry of reading.about(i, direction)) {
    const own = sizes.get(entry) ?? sizeOfEntry(reading, entry);
    sizes.set(entry, own);
    total += own;
    if (own > size) [size, most] = [own, entry];
  }
  return { total, most, size };
}

function sizeOfEntry(reading: Reading, entry: Entry): number {
  const peers = entry.peers.some(({ requirements }) => requirements.length === 0) ? 1 : sizeOf(reading.peers(entry));
  if (entry.ports === 'all') return peers;
  return peers * entry.ports.reduce((sum, range) => sum + (range.name === undefined ? prefixes(range.low, range.high) : 1), 0);
}

/** Into how many blocks of a power of two a range of ports falls. */
function prefixes(low: number, high: number): number {
  let count = 0;
  for (let at = low; at <= high; count += 1) {
    let size = at === 0 ? 65536 : at & -at;
    while (at + size - 1 > high) size /= 2;
    at += size;
  }
  return count;
}
