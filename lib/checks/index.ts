export { type AcceptanceAt, accepted } from './acceptance';
export { checkFacts } from './check';
export type { Fact, Facts, FactValues, ImageFact, ObjectFact, SubnetFact, TakenPort } from './fact';
export { type Emitted, factsOfDefinition } from './facts/definition';
export { talosFacts } from './facts/talos';
export { type Breach, defineRule, type Rule, type Seen } from './rule';
export { rules } from './rules';
