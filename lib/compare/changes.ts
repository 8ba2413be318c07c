import { compareText } from '../base';
import { PortSets, type ReadWorld, type Relation, relate } from '../policy';
import { Causes } from './causes';
import { type FlowChanges, flowChanges } from './flows';
import { type Participant, participantsOf } from './participants';
import { type PostureChange, postureChanges, type Standing, standingOf } from './postures';
import { type Relabelling, relabelled } from './relabelled';

/** What a change means, by what it is about. */
export interface Changes {
  /** Who reaches whom. */
  readonly connectivity: ConnectivityChanges;
  /** Labels that were changed away from selectors. */
  readonly relabelled: readonly Relabelling[];
}

/** What of who reaches whom has changed. */
export interface ConnectivityChanges {
  /** Workloads that weren't there, by name, and how they stand. */
  readonly added: readonly ComparedWorkload[];
  /** Workloads that aren't there any more, by name, and how they stood. */
  readonly removed: readonly ComparedWorkload[];
  /** Directions that became isolated, open, or the like. */
  readonly postures: readonly PostureChange[];
  readonly flows: FlowChanges;
}

/** A workload of one of two worlds. */
export interface ComparedWorkload {
  /** `namespace/name`. */
  readonly name: string;
  readonly egress: Standing;
  readonly ingress: Standing;
}

/**
 * What has changed between two worlds, of which `readAligned` has made sure that they tell the same apart. It goes by what the
 * policies come to, not by how they are written: two sets of policies that allow the same give nothing.
 */
export function compareWorlds(before: ReadWorld, after: ReadWorld): Changes {
  const sets = new PortSets();
  const [first, second] = [relate(before, { sets }), relate(after, { sets })];
  const participants = participantsOf(before, after);
  const workloads = participants.filter(({ kind }) => kind === 'pods');
  const connectivity: ConnectivityChanges = {
    added: workloads
      .filter((w) => w.before === undefined)
      .map((w) => compared(w, second, w.after as number))
      .sort(byName),
    removed: workloads
      .filter((w) => w.after === undefined)
      .map((w) => compared(w, first, w.before as number))
      .sort(byName),
    postures: postureChanges(participants, first, second),
    flows: flowChanges(participants, first, second, new Causes(before, after)),
  };
  return { connectivity, relabelled: relabelled(before, after, connectivity) };
}

/** Whether anything has changed. */
export function hasChanges({ connectivity: { added, removed, postures, flows }, relabelled: lost }: Changes): boolean {
  return [added, removed, postures, lost, ...Object.values(flows)].some((list) => list.length > 0);
}

function compared({ name }: Participant, relation: Relation, identity: number): ComparedWorkload {
  return { name, egress: standingOf(relation, identity, 'egress'), ingress: standingOf(relation, identity, 'ingress') };
}

function byName(a: ComparedWorkload, b: ComparedWorkload): number {
  return compareText(a.name, b.name);
}
