export type { Places, Surroundings } from './commands';
export { dryRun, type Preview } from './dry-run';
export { goneObjects, groupOf, isPrunable, type ObjectName, prune } from './gone';
export { type Identity, identify, stranger } from './identity';
export { look } from './look';
export { type PlanEnd, type RunOptions, runPlan, type Witness } from './run-plan';
