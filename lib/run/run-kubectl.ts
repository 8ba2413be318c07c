import type { Surroundings } from './plan/commands';
import { type Outcome, type ProgramOptions, runProgram } from './run-program';

/** Runs kubectl on the cluster of the surroundings, whatever the current context is. */
export function runKubectl(
  { places, env }: Surroundings,
  args: readonly string[],
  options: Omit<ProgramOptions, 'env'> = {},
): Promise<Outcome> {
  return runProgram('kubectl', ['--kubeconfig', places.kubeconfig, ...args], { ...options, ...(env === undefined ? {} : { env }) });
}
