import { type Direction, directions, type Entry } from '../../policy';
import { calledPolicy, itemsOf, type PlacedItem } from '../policies/items';
import { hasAny, numbersIn, placeIn, placeOfEntry, type Reading } from '../policies/reading';
import type { Breach } from '../rule';
import { listed, policyRule, reachRule } from './policy-rule';

/** What policies close beside what they say, and what they leave open. */
export const policyIsolationRules = [
  reachRule('POL011', (reading) =>
    reading.rules.flatMap((placed): Breach[] => {
      const { policy } = placed;
      const own = itemsOf(placed);
      return directions.flatMap((direction) => {
        const items = own.filter((item) => item.direction === direction);
        const [first] = items;
        if (first === undefined || !items.every(({ denies }) => denies)) return [];
        const entry = reading.entryOf(first);
        if (entry === undefined || !entry.defaultDeny) return [];
        const closed = closedBy(reading, entry, direction);
        if (closed === undefined) return [];
        const flows = direction === 'egress' ? `${closed} → anybody` : `anybody → ${closed}`;
        return [
          {
            at: placeIn(policy, first.path),
            message: `${policy.called} only denies, and so closes ${direction} altogether: no policy allows anything, and ${flows} is denied`,
            repair: `write enableDefaultDeny: { ${direction}: false }, or allow what is to pass`,
          },
        ];
      });
    }),
  ),
  reachRule('POL012', (reading) => {
    const found = new Map<string, { readonly entry: Entry; readonly names: string[] }>();
    for (const i of reading.podsIn(reading.pods)) {
      const about = reading.about(i, 'ingress');
      const isolating = about.find(({ defaultDeny }) => defaultDeny);
      if (isolating === undefined || about.some(isOpening) || isDeclared(reading, i)) continue;
      const served = serviceOf(reading, i);
      if (served === undefined) continue;
      const key = `${calledPolicy(isolating.origin)} ${isolating.origin.path}`;
      const group = found.get(key) ?? { entry: isolating, names: [] };
      group.names.push(`${reading.named(i)} behind Service '${served}'`);
      found.set(key, group);
    }
    return [...found.values()].map(
      ({ entry, names }): Breach => ({
        at: placeOfEntry(entry),
        message: `${calledPolicy(entry.origin)} isolates ${listed(names)}, and no policy lets anybody connect to it`,
        repair: 'allow those who use it, or leave out the Service',
      }),
    );
  }),
  reachRule('POL016', (reading) => {
    const namespaces = new Map<string, { readonly direction: Direction; readonly pods: number[]; readonly isolated: Entry }>();
    const pods = reading.podsIn(reading.pods);
    for (const direction of directions) {
      for (const i of pods) {
        const isolated = reading.about(i, direction).find(({ defaultDeny, namespace }) => defaultDeny && namespace !== '');
        const key = `${direction} ${reading.world.identities[i]?.namespace}`;
        if (isolated !== undefined && !isDeclared(reading, i) && !namespaces.has(key))
          namespaces.set(key, { direction, pods: [], isolated });
      }
      for (const i of pods) {
        const group = namespaces.get(`${direction} ${reading.world.identities[i]?.namespace}`);
        if (group !== undefined && !isDeclared(reading, i) && reading.about(i, direction).length === 0) group.pods.push(i);
      }
    }
    return [...namespaces.values()]
      .filter((group) => group.pods.length > 0)
      .map(({ direction, pods: open, isolated }): Breach => {
        const [first] = open;
        const at = reading.workloadsOf(first as number)[0];
        const names = listed(open.map((i) => reading.named(i)));
        return {
          at: at?.source.at ?? placeOfEntry(isolated),
          message: `no policy is about ${direction} of ${names}, though others of the namespace are isolated: ${
            direction === 'ingress' ? `anybody → ${reading.named(first as number)}` : `${reading.named(first as number)} → anybody`
          } is allowed on every port`,
          repair: `write a policy with endpointSelector: {} and ${direction}: [{}] for the namespace, or one of its own`,
        };
      });
  }),
  reachRule('POL038', (reading) =>
    reading.world.identities.flatMap((identity, i): Breach[] => {
      if (identity.kind !== 'health') return [];
      const about = reading.about(i, 'ingress');
      const isolating = about.find(({ defaultDeny }) => defaultDeny);
      const probing = reading.world.identities.flatMap(({ kind }, n) => (kind === 'remote-node' || kind === 'health' ? [n] : []));
      const isOpen = about.some((entry) => entry.verdict === 'allow' && hasAny(reading.peers(entry), probing));
      if (isolating === undefined || isOpen) return [];
      return [
        {
          at: placeOfEntry(isolating),
          message: `${calledPolicy(isolating.origin)} also isolates the endpoints by which agents ask after each other: 'remote-node' → 'health' TCP 4240 is denied`,
          repair:
            'allow fromEntities: [health, remote-node] to endpointSelector: { matchLabels: { reserved:health: "" } }, or select pods by a label',
        },
      ];
    }),
  ),
  policyRule('POL050', (reading) =>
    reading.items.flatMap((item): Breach[] => {
      const { policy, rule, rulePath, path, direction, denies } = item;
      if (denies || rule.enableDefaultDeny?.[direction] !== false || !hasRequests(item)) return [];
      const entry = reading.entryOf(item);
      const subjects = entry === undefined ? [] : numbersIn(reading.subjects(entry).certain);
      if (subjects.length > 0 && subjects.every((i) => reading.isIsolated(i, direction))) return [];
      return [
        {
          at: placeIn(policy, `${path}.toPorts`),
          message: `${policy.called} limits what may pass, but leaves ${direction} open: the proxy sees the requests, and lets all of them pass`,
          repair: `leave out enableDefaultDeny.${direction}`,
          also: [placeIn(policy, `${rulePath}.enableDefaultDeny`)],
        },
      ];
    }),
  ),
];

/** Whether an item lets some requests pass and others not; one that takes every name is to see them. */
function hasRequests({ item }: PlacedItem): boolean {
  return (item.toPorts ?? []).some(({ rules }) => (rules?.http ?? []).length > 0 || isLimited(rules?.dns ?? []));
}

function isLimited(names: readonly { readonly matchPattern?: string | null }[]): boolean {
  return names.length > 0 && !names.some(({ matchPattern }) => matchPattern === '*' || matchPattern === '**');
}

/** Somebody whom a rule that only denies closes altogether; nobody where another lets somebody pass. */
function closedBy(reading: Reading, entry: Entry, direction: Direction): string | undefined {
  const subjects = numbersIn(reading.subjects(entry).certain);
  const pods = subjects.filter((i) => reading.world.identities[i]?.kind === 'pods');
  const about = pods.length > 0 ? pods : subjects;
  const dead = about.find((i) => !reading.about(i, direction).some(({ verdict }) => verdict === 'allow'));
  if (dead !== undefined) return reading.named(dead);
  const alike = reading.world.entries.filter(
    (other) => other.direction === direction && other.namespace === entry.namespace && other.subject.key === entry.subject.key,
  );
  return about.length === 0 && !alike.some(({ verdict }) => verdict === 'allow') ? 'its pods' : undefined;
}

function isOpening({ verdict, peers, unknownPeers }: Entry): boolean {
  return verdict === 'allow' && (peers.length > 0 || unknownPeers !== undefined);
}

/** Whether flows tell of the pods. */
export function isDeclared(reading: Reading, i: number): boolean {
  return reading.workloadsOf(i).some(({ key }) => reading.fact.declared.has(key));
}

/** The Service in front of pods, if there is one with ports. */
function serviceOf(reading: Reading, i: number): string | undefined {
  return reading.servicesOf(reading.workloadsOf(i)).find(({ ports }) => ports.length > 0)?.name;
}
