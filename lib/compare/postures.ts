import { compareText } from '../base';
import { type Direction, directions, type Relation } from '../policy';
import { type Group, Groups } from './groups';
import { type Participant, zones } from './participants';

/**
 * How a direction of somebody stands as long as no rule speaks of a connection: `open` where no policy is about it; `observed`
 * where policies are, and don't isolate it; `isolated` where what no rule allows is denied; `no-say` where no policy is enforced.
 */
export type Standing = 'open' | 'observed' | 'isolated' | 'no-say' | 'unknown';

/** A direction that stands otherwise than before, for each of a group. */
export interface PostureChange {
  readonly who: Group;
  readonly direction: Direction;
  readonly before: Standing;
  readonly after: Standing;
}

/** How directions stand otherwise than before, for those who are there before and after. */
export function postureChanges(participants: readonly Participant[], before: Relation, after: Relation): readonly PostureChange[] {
  const there = participants.filter((p) => p.before !== undefined && p.after !== undefined);
  const groups = new Groups(there);
  const found = new Map<string, { members: Participant[]; change: Omit<PostureChange, 'who'> }>();
  for (const one of there) {
    for (const direction of directions) {
      const was = standingOf(before, one.before as number, direction);
      const is = standingOf(after, one.after as number, direction);
      if (was === is) continue;
      const key = [zones.indexOf(one.zone), direction, was, is].join();
      const known = found.get(key) ?? { members: [], change: { direction, before: was, after: is } };
      known.members.push(one);
      found.set(key, known);
    }
  }
  return [...found].sort(([a], [b]) => compareText(a, b)).map(([, { members, change }]) => ({ who: groups.of(members), ...change }));
}

/** How a direction of an identity stands. */
export function standingOf(relation: Relation, identity: number, direction: Direction): Standing {
  const posture = relation.posture(identity, direction);
  if (posture !== 'open') return posture;
  const selected = relation.isSelected(identity, direction);
  return selected === undefined ? 'unknown' : selected ? 'observed' : 'open';
}
