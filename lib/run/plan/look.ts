import type { Plan } from '../../../plans';
import { unknown, wrong } from '../../base';
import type { Looked } from '../../report';
import { lookedAt } from '../verify/looked';
import { lacking, type Surroundings } from './commands';
import { identify, stranger } from './identity';

/** Looks at everything that a plan asks for, one step after another, and changes nothing. A cluster of somebody else's is left alone. */
export async function look(
  plan: Plan,
  surroundings: Surroundings,
  seen: (looked: Looked) => void,
  signal?: AbortSignal,
): Promise<readonly Looked[]> {
  const identity = await identify(surroundings);
  const who = { check: 'target', title: 'The cluster' };
  const why = typeof identity === 'string' ? undefined : stranger(plan, identity);
  const first = lookedAt(who, [
    ...(typeof identity === 'string' ? [unknown(`the cluster does not say who it is: ${identity}`)] : []),
    ...(why === undefined ? [] : [wrong(why)]),
  ]);
  seen(first);
  if (first.state !== 'ok') return [first];
  const all: Looked[] = [first];
  for (const { id, title, needs } of plan.steps) {
    if (signal?.aborted === true) break;
    const remarks = await Promise.all(needs.map((need) => lacking(need, surroundings)));
    const looked = lookedAt(
      { check: id, title },
      remarks.filter((remark) => remark !== undefined),
    );
    seen(looked);
    all.push(looked);
  }
  return all;
}
