import { isDeepStrictEqual } from 'node:util';
import type { Decision } from '../../../../lib/policy/decide/decide';
import { type Direction, directions } from '../../../../lib/policy/entry';
import { type MaybeState, type Redirect, relate } from '../../../../lib/policy/relate';
import type { World } from '../../../../lib/policy/world';
import { cutPoints, decisionOf, pairsOf } from '../../../support/decisions';
import * as fc from '../../../support/fast-check';
import { anyWorld } from '../../../support/worlds';

/** A decision as a state has it. */
function stateOf(direction: Direction, { verdict, parser, restriction }: Decision): MaybeState {
  if (verdict === 'denied') return undefined;
  if (verdict === 'unknown' || parser === undefined) return { verdict };
  const redirect: Redirect = { parsers: [parser], ...(restriction && { restriction }) };
  return { verdict, [direction]: redirect };
}

/** What both sides make of a connection together. */
function together(egress: MaybeState, ingress: MaybeState): MaybeState {
  if (egress === undefined || ingress === undefined) return undefined;
  return egress.verdict === 'unknown' || ingress.verdict === 'unknown' ? { verdict: 'unknown' } : { ...egress, ...ingress };
}

/** Where the relation of a world says something else than deciding does. */
function* disagreements(world: World): Generator {
  const relation = relate(world);
  const points = cutPoints(world);
  for (const [source, destination] of pairsOf(world)) {
    const sets = [
      relation.egressPorts(source, destination),
      relation.ingressPorts(source, destination),
      relation.portsBetween(source, destination),
    ];
    for (const point of points) {
      const protocol = point.protocol === 'AH' ? 'other' : point.protocol;
      const said = sets.map((set) => set.at(protocol, point.port));
      const [egress, ingress] = directions.map((side) => stateOf(side, decisionOf(world, side, source, destination, point)));
      const decided = [egress, ingress, together(egress, ingress)];
      if (!isDeepStrictEqual(said, decided)) yield { source, destination, point, said, decided };
    }
  }
}

test('a relation says of every connection what deciding about it alone says', () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      expect(disagreements(world).next().value).toBeUndefined();
    }),
    { numRuns: 60 },
  );
});
