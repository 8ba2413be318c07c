export { type AcceptanceAt, accepted } from './acceptance';
export { agreement, atOrigins, Declared, type Origins, originsOf } from './agreement';
export { checkFacts } from './check';
export { checkClusters, type DefinedCluster } from './clusters';
export { connectionsToTry, type TriedConnection } from './connections';
export { connectivityOptions, connectivitySources, declaredPods, type EmittedObject } from './connectivity';
export type {
  AddressFact,
  AnnouncedPoolFact,
  BalancedFact,
  Fact,
  Facts,
  FactValues,
  FirewallFact,
  GatewayFact,
  ImageFact,
  MachineConfigFact,
  MachineDocument,
  NodeFact,
  ObjectFact,
  PolicyFact,
  PoolFact,
  StorageFact,
  SubnetFact,
  TakenPort,
  TalosConfigFact,
} from './fact';
export { type Emitted, factsOfDefinition } from './facts/definition';
export { type Connectivity, connectivityOf, policyFact } from './facts/policies';
export { talosFacts } from './facts/talos';
export type { LabelChoice, LabelCondition } from './labels';
export { type End, type EndKind, type OpenPods, type Reach, type WhoReachesWhom, whoReachesWhom } from './reach';
export { type Breach, defineRule, type Rule, type Seen } from './rule';
export { rules } from './rules';
export { aboutPolicies, aboutReach } from './rules/policies';
export { sealIn, sealOf } from './seal';
