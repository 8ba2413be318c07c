import { decide } from '../../../../lib/policy/decide/decide';
import type { Entry } from '../../../../lib/policy/entry';
import { type Connection, Explainer, type Side } from '../../../../lib/policy/explain';
import { isAlwaysClosed, type World } from '../../../../lib/policy/world';
import { cutPoints, type Point } from '../../../support/decisions';
import * as fc from '../../../support/fast-check';
import { anyWorld, certain, configured, flat } from '../../../support/worlds';

const peerOf = (world: World, i: number) => {
  const identity = world.identities[i] as World['identities'][number];
  return { name: identity.name, identities: [identity], workloads: [], notes: [] };
};

/** Calls back for a question of each world, with its answer. */
function eachAnswer(
  change: (world: World) => World,
  check: (answer: Connection, world: World, ends: readonly [number, number], point: Point) => void,
): void {
  fc.assert(
    fc.property(anyWorld.map(change), fc.nat(), fc.nat(), fc.nat(), (world, a, b, p) => {
      const points = cutPoints(world);
      const [source, destination] = [a % world.identities.length, b % world.identities.length];
      const point = points[p % points.length] as Point;
      const { connections } = new Explainer(world).explain({
        client: peerOf(world, source),
        server: peerOf(world, destination),
        ports: [point],
      });
      expect(connections).toHaveLength(1);
      check(connections[0] as Connection, world, [source, destination], point);
    }),
    { numRuns: 120 },
  );
}

function verdictOf(side: Side, world: World, [source, destination]: readonly [number, number], point: Point) {
  const [client, server] = [world.identities[source], world.identities[destination]] as [
    World['identities'][number],
    World['identities'][number],
  ];
  const [subject, peer] = side.direction === 'egress' ? [client, server] : [server, client];
  return { ...decide({ direction: side.direction, subject, peer, ...point }, world), subject };
}

/** The world with each named entry as the change makes it. */
function without(world: World, side: Side, change: (entry: Entry) => readonly Entry[]): World {
  const named = new Set(side.rules.map(({ entry }) => entry));
  return { ...world, entries: world.entries.flatMap((entry) => (named.has(entry) ? change(entry) : [entry])) };
}

test('a side says what deciding says, by the same entries', () => {
  eachAnswer(
    (world) => world,
    ({ egress, ingress, verdict }, world, ends, point) => {
      for (const side of [egress, ingress]) {
        const decision = verdictOf(side, world, ends, point);
        expect([side.verdict, side.ground, side.rules.map(({ entry }) => entry)]).toEqual([
          decision.verdict,
          decision.ground,
          decision.entries,
        ]);
      }
      const verdicts = [egress.verdict, ingress.verdict];
      expect(verdict).toBe(verdicts.includes('denied') ? 'denied' : verdicts.includes('unknown') ? 'unknown' : 'allowed');
    },
  );
});

test('without the rules that allow, what they allow to isolated pods is denied, but to their own node', () => {
  const usual = (world: World) => configured(flat(certain(world)), { allowLocalhost: false });
  eachAnswer(usual, ({ egress, ingress }, world, ends, point) => {
    for (const side of [egress, ingress].filter(({ verdict, ground }) => verdict === 'allowed' && ground === 'rule')) {
      const changed = verdictOf(
        side,
        without(world, side, (entry) => [{ ...entry, peers: [] }]),
        ends,
        point,
      );
      expect(changed.ground).toBe('default');
      const isolated = isAlwaysClosed(changed.subject, world.profile) || changed.entries.length > 0;
      expect(changed.verdict).toBe(isolated ? 'denied' : 'allowed');
    }
  });
});

test('a denial by rule names rules that deny, without which it is no longer one', () => {
  const usual = (world: World) => flat(certain(world));
  eachAnswer(usual, ({ egress, ingress }, world, ends, point) => {
    for (const side of [egress, ingress].filter(({ verdict, ground }) => verdict === 'denied' && ground === 'rule')) {
      expect(side.rules.map(({ verdict }) => verdict)).toEqual(side.rules.map(() => 'deny'));
      const changed = verdictOf(
        side,
        without(world, side, (entry) => [{ ...entry, peers: [] }]),
        ends,
        point,
      );
      expect([changed.verdict, changed.ground]).not.toEqual(['denied', 'rule']);
    }
  });
});

test('a denial by default names everything that isolates: without that it is open', () => {
  const usual = (world: World) => configured(flat(certain(world)), { enforcement: 'default' });
  eachAnswer(usual, ({ egress, ingress }, world, ends, point) => {
    for (const side of [egress, ingress].filter(({ verdict, ground }) => verdict === 'denied' && ground === 'default')) {
      const changed = verdictOf(
        side,
        without(world, side, () => []),
        ends,
        point,
      );
      if (!isAlwaysClosed(changed.subject, world.profile)) expect(changed.verdict).toBe('allowed');
    }
  });
});

test('a rule that comes near allows nothing of it', () => {
  eachAnswer(
    (world) => flat(certain(world)),
    ({ egress, ingress }, world, ends, point) => {
      for (const side of [egress, ingress].filter(({ verdict, ground }) => verdict === 'denied' && ground === 'default')) {
        const misses = new Set(side.near.map(({ rule }) => rule.entry));
        const only = { ...world, entries: world.entries.map((entry) => (misses.has(entry) ? entry : { ...entry, peers: [] })) };
        expect(verdictOf(side, only, ends, point).verdict).toBe('denied');
      }
    },
  );
});
