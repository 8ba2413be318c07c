export * from './live';
export type { ByHand, Command, Keeper, Plan, Probe, Requirement, Step, Target, Variable, Word } from './plan';
export { plansOf, steadyPlan } from './plans';
export type { Emitted } from './steady';
