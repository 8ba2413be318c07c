export { applyScript, ciliumRepository } from './apply-script';
export type { ByHand, Command, Plan, Probe, Requirement, Step, Target, Variable, Word } from './plan';
export { plansOf } from './plans';
export type { Emitted } from './steady';
