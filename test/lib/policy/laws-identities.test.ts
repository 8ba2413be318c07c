import { covers } from '../../../lib/policy/decide/applied';
import { type Direction, directions } from '../../../lib/policy/entry';
import type { Identity } from '../../../lib/policy/identity';
import { label } from '../../../lib/policy/label';
import { PortSets, relate } from '../../../lib/policy/relate';
import { matches, type Selector } from '../../../lib/policy/selector';
import type { World } from '../../../lib/policy/world';
import { cutPoints, pairsOf } from '../../support/decisions';
import * as fc from '../../support/fast-check';
import { expectSame, mapEntries, protocolOf } from '../../support/relations';
import { anyWorld, certain, configured, flat, plain } from '../../support/worlds';

const runs = { numRuns: 30 };

/** Other values in place of those that labels and namespaces of random worlds have; each in place of one. */
const others: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: 'b',
    b: 'c',
    c: 'a',
    x: 'y',
    y: 'x',
    n1: 'n2',
    n2: 'n1',
    live: 'test',
    test: 'live',
    north: 'south',
    south: 'north',
  }),
);
const renamed = (text: string) => others.get(text) ?? text;

function renamedWorld(world: World): World {
  const selector = (of: Selector): Selector => ({
    ...of,
    requirements: of.requirements.map((r) => ({ ...r, values: r.values.map(renamed) })),
  });
  const identities = world.identities.map((identity) => ({
    ...identity,
    namespace: renamed(identity.namespace),
    labels: identity.labels.map((l) => ({ ...l, value: renamed(l.value) })),
  }));
  return mapEntries({ ...world, identities }, (entry) => [
    { ...entry, namespace: renamed(entry.namespace), subject: selector(entry.subject), peers: entry.peers.map(selector) },
  ]);
}

test('label renaming: other values of labels and other names of namespaces, the same everywhere, change nothing', () => {
  fc.assert(
    fc.property(anyWorld, (world) => expectSame(renamedWorld(world), world)),
    runs,
  );
});

test('irrelevant label: a label of pods that no selector asks for changes nothing', () => {
  fc.assert(
    fc.property(anyWorld, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (world, chosen) => {
      const identities = world.identities.map((identity, i): Identity => {
        const labels = [label('k8s', 'version', `${i}`), ...identity.labels];
        return chosen[i] === true && identity.namespace !== '' ? { ...identity, labels } : identity;
      });
      expectSame({ ...world, identities }, world);
    }),
    runs,
  );
});

test('identity quotient: pods of the same labels reach, and are reached by, the same', () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      const { length } = world.identities;
      const sets = new PortSets();
      const identities = [...world.identities, ...world.identities];
      const [once, twice] = [relate(world, { sets }), relate({ ...world, identities }, { sets })];
      for (const [source, destination] of pairsOf(world)) {
        const ports = once.portsBetween(source, destination);
        for (const [s, d] of [[source, destination + length] as const, [source + length, destination] as const]) {
          expect(twice.portsBetween(s, d)).toBe(ports);
          expect(twice.classes.of[s]).toBe(twice.classes.of[source]);
        }
      }
      expect(twice.classes.count).toBe(once.classes.count);
    }),
    runs,
  );
});

/** Where everything is known, of one tier and without proxies: allowed by some rule and denied by none, or nobody isolates. */
function naivelyAllowed(
  world: World,
  direction: Direction,
  subject: Identity,
  peer: Identity,
  point: ReturnType<typeof cutPoints>[number],
) {
  if (!subject.endpoint) return true;
  const about = world.entries.filter(
    (entry) =>
      entry.direction === direction &&
      !entry.node &&
      ['', subject.namespace].includes(entry.namespace) &&
      matches(entry.subject, subject, world.profile) === true,
  );
  const speaking = about.filter(
    ({ peers, ports }) =>
      peers.some((selector) => matches(selector, peer, world.profile) === true) &&
      (ports === 'all' || ports.some((range) => covers(range, { direction, subject, peer, ...point }, world) === true)),
  );
  if (speaking.some(({ verdict }) => verdict === 'deny')) return false;
  return speaking.length > 0 || !about.some(({ defaultDeny }) => defaultDeny);
}

test('naive model agreement: with everything known, one tier and no proxies, a relation is what ten lines say', () => {
  const profile = { cilium: '1.19', enforcement: 'default', hostFirewall: false, allowLocalhost: false } as const;
  fc.assert(
    fc.property(anyWorld, (random) => {
      const known = configured(plain(flat(certain(random))), profile);
      const world = {
        ...known,
        identities: known.identities.filter(({ kind }) => kind !== 'init').map((identity): Identity => ({ ...identity, ports: [] })),
      };
      const relation = relate(world);
      for (const [source, destination] of pairsOf(world)) {
        const ends = [world.identities[source], world.identities[destination]] as [Identity, Identity];
        for (const point of cutPoints(world)) {
          const allowed = directions.every((direction) => {
            const [subject, peer] = direction === 'egress' ? ends : ([ends[1], ends[0]] as const);
            return naivelyAllowed(world, direction, subject, peer, point);
          });
          expect(relation.portsBetween(source, destination).contains(protocolOf(point), point.port)).toBe(allowed);
        }
      }
    }),
    { numRuns: 20 },
  );
});
