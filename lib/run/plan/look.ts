import type { Plan } from '../../../plans';
import { type Surroundings, unmet } from './commands';
import { identify, stranger } from './identity';

/** One thing that was looked at. */
export interface Looked {
  /** The step's id: `cilium`. */
  readonly step: string;
  readonly title: string;
  /** What isn't as it should be, each with what to do; empty where all is well. */
  readonly complaints: readonly string[];
}

/** Looks at everything that a plan asks for, one step after another, and changes nothing. */
export async function look(plan: Plan, surroundings: Surroundings, seen: (looked: Looked) => void): Promise<readonly Looked[]> {
  const identity = await identify(surroundings);
  const why = typeof identity === 'string' ? `the cluster does not say who it is: ${identity}` : stranger(plan, identity);
  const first = { step: 'target', title: 'The cluster', complaints: why === undefined ? [] : [why] };
  seen(first);
  if (why !== undefined) return [first];
  const all: Looked[] = [first];
  for (const { id, title, needs } of plan.steps) {
    const complaints = await Promise.all(needs.map((need) => unmet(need, surroundings)));
    const looked = { step: id, title, complaints: complaints.filter((complaint) => complaint !== undefined) };
    seen(looked);
    all.push(looked);
  }
  return all;
}
