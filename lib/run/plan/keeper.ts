import type { Plan, Step } from '../../../plans';
import { holds, type Surroundings } from './commands';

/** What to do in place of a plan, since Flux or Argo CD keep the cluster; nothing where they don't, or the plan goes on beside them. */
export async function keptBySomeone({ keeper }: Plan, surroundings: Surroundings): Promise<string | undefined> {
  if (keeper?.otherwise === undefined) return undefined;
  return (await holds(keeper.acts, surroundings)) ? keeper.otherwise : undefined;
}

/** Whether a step is left to them. */
export async function isLeft({ keeper }: Plan, { left = false }: Step, surroundings: Surroundings): Promise<boolean> {
  return left && keeper !== undefined && (await holds(keeper.acts, surroundings));
}
