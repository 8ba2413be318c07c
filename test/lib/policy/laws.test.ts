import { isAbout, speaksOf } from '../../../lib/policy/decide/applied';
import { conflicts } from '../../../lib/policy/decide/conflicts';
import type { Entry, PortRange } from '../../../lib/policy/entry';
import type { Identity } from '../../../lib/policy/identity';
import { PortSets, relate } from '../../../lib/policy/relate';
import type { World } from '../../../lib/policy/world';
import { cutPoints, decisionOf, pairsOf } from '../../support/decisions';
import * as fc from '../../support/fast-check';
import { namespaces } from '../../support/random-identities';
import { anyL7 } from '../../support/random-ports';
import { expectNoMore, expectSame, mapEntries, mapRanges, portsOf, protocolOf, withEntries, withMore } from '../../support/relations';
import { anyDraft, anyWorld, certain, configured, flat, plain } from '../../support/worlds';

/** A world, and an entry that isn't in it. */
const worldAndEntry = fc.tuple(anyWorld, anyDraft).map(([world, draft]) => ({ world, added: draft(world.profile) }));
/** Worlds whose rules for the proxy the agent can merge. */
const mergeableWorld = anyWorld.filter((world) => conflicts(world).findings.length === 0);
const runs = { numRuns: 30 };

test('order independence: the order of entries, of their peers and of their ports changes nothing', () => {
  fc.assert(
    fc.property(mergeableWorld, fc.infiniteStream(fc.nat()), (world, dice) => {
      const shuffled = <T>(list: readonly T[]): T[] =>
        list
          .map((item) => ({ item, at: dice.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ item }) => item);
      const turned = world.entries.map((entry) => ({
        ...entry,
        peers: shuffled(entry.peers),
        ports: entry.ports === 'all' ? entry.ports : shuffled(entry.ports),
      }));
      expectSame(withEntries(world, shuffled(turned)), world);
    }),
    runs,
  );
});

test('idempotence: an entry that is there twice changes nothing', () => {
  fc.assert(
    fc.property(mergeableWorld, (world) =>
      expectSame(
        mapEntries(world, (entry) => [entry, { ...entry }]),
        world,
      ),
    ),
    runs,
  );
});

test('split and merge: an entry with several ports is the entries with one of each', () => {
  const single = (entry: Entry): Entry[] => {
    const { ports } = entry;
    return ports === 'all' || ports.length === 0 ? [entry] : ports.map((range) => ({ ...entry, ports: [range] }));
  };
  fc.assert(
    fc.property(mergeableWorld, (world) => expectSame(mapEntries(world, single), world)),
    runs,
  );
});

test('split and merge: an entry with several peers, and without proxies, is the entries with one of each', () => {
  const single = (entry: Entry): Entry[] => (entry.peers.length === 0 ? [entry] : entry.peers.map((peer) => ({ ...entry, peers: [peer] })));
  fc.assert(
    fc.property(anyWorld.map(plain), (world) => expectSame(mapEntries(world, single), world)),
    runs,
  );
});

test('conditional monotonicity: one more allow takes nothing away where it isolates nobody who was open', () => {
  fc.assert(
    fc.property(worldAndEntry, ({ world, added }) => {
      const allow: Entry = { ...added, verdict: 'allow' };
      const isolated = withMore(world, { ...allow, peers: [], unknownPeers: undefined });
      expectNoMore(plain(isolated), plain(withMore(isolated, allow)));
      expectNoMore(plain(world), plain(withMore(world, { ...allow, defaultDeny: false })));
    }),
    runs,
  );
});

test('anti-monotonicity of deny: one more deny opens nothing', () => {
  fc.assert(
    fc.property(worldAndEntry, ({ world, added }) => {
      const base = configured(world, { allowLocalhost: false });
      expectNoMore(plain(withMore(base, { ...added, verdict: 'deny' })), plain(base));
    }),
    runs,
  );
});

test('deny dominance: what a deny speaks of is denied, whatever else stands in its tier', () => {
  fc.assert(
    fc.property(anyWorld.map(flat), (world) => {
      const relation = relate(world);
      const denying = world.entries.filter(({ verdict }) => verdict === 'deny');
      for (const [source, destination] of pairsOf(world)) {
        const [from, to] = [world.identities[source], world.identities[destination]] as [Identity, Identity];
        for (const point of cutPoints(world)) {
          const denied = denying.some((entry) => {
            const [subject, peer] = entry.direction === 'egress' ? [from, to] : [to, from];
            const question = { direction: entry.direction, subject, peer, ...point };
            const side = entry.direction === 'egress' ? source : destination;
            const enforced = relation.posture(side, entry.direction) !== 'no-say';
            return enforced && isAbout(entry, subject, entry.direction, world) === true && speaksOf(entry, question, world) === true;
          });
          if (denied) expect(relation.portsBetween(source, destination).at(protocolOf(point), point.port)).toBeUndefined();
        }
      }
    }),
    { numRuns: 18 },
  );
});

test('isolation locality: an entry of a namespace changes only connections with an end in it', () => {
  fc.assert(
    fc.property(worldAndEntry, fc.constantFrom(...namespaces), ({ world, added }, namespace) => {
      const sets = new PortSets();
      const [before, after] = [world, withMore(world, { ...added, namespace })].map((w) => portsOf(w, sets));
      pairsOf(world).forEach(([source, destination], i) => {
        const ends = [world.identities[source]?.namespace, world.identities[destination]?.namespace];
        if (!ends.includes(namespace)) expect(after?.[i]).toBe(before?.[i]);
      });
    }),
    runs,
  );
});

test('default: without entries everything is allowed', () => {
  const withoutInit = anyWorld.filter(({ identities }) => identities.every(({ kind }) => kind !== 'init'));
  fc.assert(
    fc.property(withoutInit, (world) => {
      const sets = new PortSets();
      const all = portsOf(withEntries(configured(world, { enforcement: 'default' }), []), sets);
      expect(new Set(all)).toEqual(new Set([sets.everything]));
    }),
    runs,
  );
});

test('default: with enforcement everywhere, allowed is what any allow allows without what any deny denies', () => {
  fc.assert(
    fc.property(anyWorld, (random) => {
      const world = configured(plain(flat(certain(random))), { enforcement: 'always', allowLocalhost: false });
      const sets = new PortSets();
      const relation = relate(world, { sets });
      const alone = world.entries.map((entry) => ({
        verdict: entry.verdict,
        relation: relate(withEntries(world, [{ ...entry, verdict: 'allow' }]), { sets }),
      }));
      for (const [source, destination] of pairsOf(world)) {
        for (const side of ['egressPorts', 'ingressPorts'] as const) {
          const of = (verdict: Entry['verdict']) =>
            alone
              .filter((one) => one.verdict === verdict)
              .map((one) => one.relation[side](source, destination))
              .reduce((a, b) => sets.union(a, b), sets.nothing);
          const direction = side === 'egressPorts' ? 'egress' : 'ingress';
          if (relation.posture(direction === 'egress' ? source : destination, direction) === 'no-say') continue;
          expect(relation[side](source, destination)).toBe(sets.difference(of('allow'), of('deny')));
        }
      }
    }),
    runs,
  );
});

test('port algebra: a range is its single parts, of which those that touch are merged', () => {
  const halved = (range: PortRange): PortRange[] => {
    if (range.name !== undefined || range.low === range.high) return [range];
    const middle = Math.floor((range.low + range.high) / 2);
    return [
      { ...range, high: middle },
      { ...range, low: middle + 1 },
    ];
  };
  fc.assert(
    fc.property(anyWorld, (world) => expectSame(mapRanges(world, halved), world)),
    runs,
  );
});

test('direction separability: reached is what both sides let pass, and without entries of ingress what egress lets pass', () => {
  fc.assert(
    fc.property(anyWorld, (random) => {
      const world = configured(random, { enforcement: 'default' });
      const sets = new PortSets();
      const relation = relate(world, { sets });
      const outward = relate(
        mapEntries(world, (entry) => (entry.direction === 'egress' ? [entry] : [])),
        { sets },
      );
      for (const [s, d] of pairsOf(world)) {
        expect(relation.portsBetween(s, d)).toBe(sets.intersection(relation.egressPorts(s, d), relation.ingressPorts(s, d)));
        if (world.identities[d]?.kind !== 'init') expect(outward.portsBetween(s, d)).toBe(relation.egressPorts(s, d));
      }
    }),
    runs,
  );
});

test('L7 absorption: beside a twin that asks nothing of requests and names, none is refused', () => {
  const requests = anyL7.filter((l7) => (l7.http ?? l7.dns) !== undefined && l7.serverNames === undefined);
  fc.assert(
    fc.property(anyWorld, requests, (random, l7) => {
      const world = mapRanges(plain(random), (range) => (range.protocol === 'TCP' ? [{ ...range, l7 }] : [range]));
      const twins = withMore(world, ...plain(world).entries);
      for (const { spans } of portsOf(twins, new PortSets())) {
        for (const { state } of spans) expect([state.egress?.restriction, state.ingress?.restriction]).toEqual([undefined, undefined]);
      }
    }),
    runs,
  );
});

test('L7 absorption: what is asked of requests and names opens nothing', () => {
  fc.assert(
    fc.property(anyWorld, (world) => expectNoMore(world, plain(world))),
    runs,
  );
});

/** What a relation says of one side at a point. */
function verdictOf(world: World, direction: Entry['direction']) {
  const relation = relate(world);
  return (source: number, destination: number, point: ReturnType<typeof cutPoints>[number]) => {
    const ports = direction === 'egress' ? relation.egressPorts(source, destination) : relation.ingressPorts(source, destination);
    return ports.at(protocolOf(point), point.port)?.verdict ?? 'denied';
  };
}

test('tier shadowing: what the first tier allows or denies, no entry of a later tier changes', () => {
  fc.assert(
    fc.property(anyWorld, fc.constantFrom<Entry['direction']>('ingress', 'egress'), (random, direction) => {
      const world = plain(certain(random));
      const first = mapEntries(world, (entry) => (entry.tier === 0 ? [entry] : []));
      const verdict = verdictOf(world, direction);
      for (const [source, destination] of pairsOf(world)) {
        for (const point of cutPoints(world)) {
          const decision = decisionOf(first, direction, source, destination, point);
          if (decision.ground === 'rule') {
            expect(verdict(source, destination, point)).toBe(decision.verdict);
          }
        }
      }
    }),
    { numRuns: 18 },
  );
});

test('tier shadowing: to what a pass speaks of, it is as if the rest of its tier were not there', () => {
  fc.assert(
    fc.property(worldAndEntry, ({ world: random, added }) => {
      const { direction } = added;
      const pass: Entry = { ...added, verdict: 'pass', tier: 0, priority: -1, defaultDeny: false, unknownPeers: undefined };
      const world = plain(mapEntries(withMore(random, pass), (entry) => [entry.tier === 0 ? { ...entry, defaultDeny: false } : entry]));
      const rest = mapEntries(world, (entry) => (entry.tier === 0 && entry.priority !== -1 ? [] : [entry]));
      const [withTier, without] = [verdictOf(world, direction), verdictOf(rest, direction)];
      for (const [source, destination] of pairsOf(world)) {
        const [from, to] = [world.identities[source], world.identities[destination]] as [Identity, Identity];
        const [subject, peer] = direction === 'egress' ? [from, to] : [to, from];
        if (isAbout(pass, subject, direction, world) !== true) continue;
        for (const point of cutPoints(world)) {
          if (speaksOf(pass, { direction, subject, peer, ...point }, world) !== true) continue;
          expect(withTier(source, destination, point)).toBe(without(source, destination, point));
        }
      }
    }),
    { numRuns: 18 },
  );
});
