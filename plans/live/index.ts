export { arrivals } from './arrivals';
export { compareFlows, type FlowComparison, type Meant, type NamedFlow, type OddFlow } from './compare-flows';
export { type Connection, type Live, liveOf, type ProbedEnd, type Told } from './live';
export type { Seen, SeenEnd, SeenFlow } from './seen-flow';
export type { Way } from './ways';
