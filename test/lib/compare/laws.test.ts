import { Random } from '../../../conformance/policy/random';
import {
  type AlignedWorlds,
  type ComparedObjects,
  compareWorlds,
  type FlowChange,
  type FlowChangeKind,
  type Group,
  hasChanges,
  type Participant,
  type PostureChange,
  readAligned,
} from '../../../lib/compare';
import { participantsOf } from '../../../lib/compare/participants';
import { type Identity, PortSets, portText, type ReadWorld, relate } from '../../../lib/policy';
import { isWildcard } from '../../../lib/policy/selector';
import { hasSay } from '../../../lib/policy/world';
import * as fc from '../../support/fast-check';
import { refactored } from './support/refactor';
import { randomTree, tree } from './support/trees';

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const changes = (before: ComparedObjects, after: ComparedObjects) => {
  const worlds = readAligned(before, after);
  return compareWorlds(worlds.before, worlds.after);
};

/** A tree and another one: with other policies, or another altogether. */
const pairs = fc.record({ first: seeds, second: seeds, related: fc.boolean() });

function treesOf({ first, second, related }: { readonly first: number; readonly second: number; readonly related: boolean }) {
  const [a, b] = [randomTree(first), randomTree(second)];
  if (!related) return { before: a, after: b };
  const left = a.policies.filter((_, i) => ((second >> i) & 1) === 0);
  const more = b.policies.slice(0, 2).map((p, i) => ({ ...p, metadata: { ...(p.metadata as object), name: `new-${i}` } }));
  return { before: a, after: { ...tree([...a.others, ...left, ...more]), options: a.options ?? {} } };
}

test('between a tree and itself there is nothing', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      expect(hasChanges(changes(randomTree(seed), randomTree(seed)))).toBe(false);
    }),
    { numRuns: 8 },
  );
});

/**
 * Whether it makes no difference to Cilium how rules are divided: it does where they can't be merged, and where a proxy looks at
 * the connections of a rule that means everybody and others besides.
 */
function isOrderless({ entries, unsettled }: ReadWorld): boolean {
  const proxied = entries.some(({ ports }) => ports !== 'all' && ports.some(({ l7 }) => l7 !== undefined));
  return unsettled?.size === 0 && !(proxied && entries.some(({ peers }) => peers.length > 1 && peers.some(isWildcard)));
}

test('policies that are divided, joined, renamed, reordered and written twice change nothing', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      // GIVEN
      const before = randomTree(seed);
      const random = new Random(seed + 7);
      const after = { ...tree([...before.others].reverse().concat(refactored(before.policies, random))), options: before.options ?? {} };
      const worlds = readAligned(before, after);
      fc.pre([worlds.before, worlds.after].every(isOrderless));
      // WHEN
      const { connectivity } = compareWorlds(worlds.before, worlds.after);
      // THEN
      const flows = Object.values(connectivity.flows)
        .flat()
        .map(({ from, to, kind, before: was, after: is }) => [from.names, to.names, kind, was.text, is.text]);
      expect({ ...connectivity, flows }).toEqual({ added: [], removed: [], postures: [], flows: [] });
    }),
    { numRuns: 15 },
  );
});

const inverse: Readonly<Record<FlowChangeKind, FlowChangeKind>> = {
  opened: 'closed',
  closed: 'opened',
  widened: 'narrowed',
  narrowed: 'widened',
  unknown: 'known',
  known: 'unknown',
  rerouted: 'rerouted',
};

/** Each change as text; turned around, so that the way back reads as the way there. */
function textsOf(flows: readonly FlowChange[], turned: boolean): string[] {
  const turn = <T>(pair: readonly [T, T]) => (turned ? pair.slice().reverse() : pair);
  const members = ({ members: all }: Group) => all.map(({ before, after }) => turn([before, after]).join()).sort();
  return flows
    .map(({ kind, from, to, ports, before, after }) => {
      const what = kind === 'rerouted' ? '' : ports.text;
      return JSON.stringify([turned ? inverse[kind] : kind, members(from), members(to), what, turn([before.text, after.text])]);
    })
    .sort();
}

function posturesOf(postures: readonly PostureChange[], turned: boolean): string[] {
  const turn = <T>(pair: readonly [T, T]) => (turned ? pair.slice().reverse() : pair);
  const members = ({ members: all }: Group) => all.map(({ before, after }) => turn([before, after]).join()).sort();
  return postures.map(({ who, direction, before, after }) => JSON.stringify([members(who), direction, turn([before, after])])).sort();
}

test('the way back is the inverse of the way there', () => {
  fc.assert(
    fc.property(pairs, (seeded) => {
      const { before, after } = treesOf(seeded);
      const [there, back] = [changes(before, after).connectivity, changes(after, before).connectivity];
      expect(textsOf(back.flows.existing, true)).toEqual(textsOf(there.flows.existing, false));
      expect(textsOf(back.flows.added, true)).toEqual(textsOf(there.flows.removed, false));
      expect(textsOf(back.flows.removed, true)).toEqual(textsOf(there.flows.added, false));
      expect([back.added, back.removed]).toEqual([there.removed, there.added]);
      expect(posturesOf(back.postures, true)).toEqual(posturesOf(there.postures, false));
    }),
    { numRuns: 8 },
  );
});

test('the changes, applied to what was, give what is, and no pair is in two lines of one kind', () => {
  fc.assert(
    fc.property(pairs, (seeded) => {
      // GIVEN
      const trees = treesOf(seeded);
      const worlds = readAligned(trees.before, trees.after);
      const { was, is } = portTexts(worlds);
      // WHEN
      const { flows } = compareWorlds(worlds.before, worlds.after).connectivity;
      // THEN
      const result = new Map(was);
      const seen: string[] = [];
      for (const { kind, from, to, before, after } of Object.values(flows).flat() as FlowChange[]) {
        for (const key of from.members.flatMap((source) => to.members.map((destination) => keyOf(source, destination)))) {
          expect([key, was.get(key)]).toEqual([key, before.text]);
          result.set(key, after.text);
          seen.push(`${kind} ${key}`);
        }
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(result).toEqual(is);
    }),
    { numRuns: 8 },
  );
});

const keyOf = (...ends: readonly Participant[]) => ends.map(({ kind, name, zone }) => `${zone} ${kind} ${name}`).join(' → ');

/** The ports of each pair of participants of whom policies bind one, before and after. */
function portTexts({ before, after }: AlignedWorlds): { readonly was: Map<string, string>; readonly is: Map<string, string> } {
  const sets = new PortSets();
  const participants = participantsOf(before, after);
  const of = (world: ReadWorld, side: 'before' | 'after') => {
    const relation = relate(world, { sets });
    return new Map(
      participants.flatMap((from) =>
        participants
          .filter((to) => isBound(from) || isBound(to))
          .map((to) => {
            const [s, d] = [from[side], to[side]];
            const ports = s === undefined || d === undefined ? sets.nothing : relation.portsBetween(s, d);
            return [keyOf(from, to), portText(ports)] as const;
          }),
      ),
    );
  };
  const isBound = (of: Participant) =>
    (['before', 'after'] as const).some((side) => {
      const [world, index] = [{ before, after }[side], of[side]];
      return index !== undefined && hasSay(world.identities[index] as Identity, world.profile);
    });
  return { was: of(before, 'before'), is: of(after, 'after') };
}
