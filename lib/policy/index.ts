export {
  type Allowance,
  closeNamespace,
  compileGatewayPolicy,
  compilePolicy,
  type DnsL7,
  type GatewayIntent,
  type HttpL7,
  type HttpRule,
  type IngressL7,
  type IngressPeer,
  type Intent,
  type L4Port,
  type L4Protocol,
  type L7,
  type L7Kind,
  namespaceLabel,
  type PolicyPeer,
  type ServerNamesL7,
} from './compile';
export type { Question } from './decide/applied';
export { type Decision, decide, type Ground, type Verdict } from './decide/decide';
export { type Direction, directions, type Entry, type Origin, type PortRange, policyName } from './entry';
export type { Identity, IdentityKind } from './identity';
export type { Parser, Passage, Restriction } from './l7';
export { cidrLabel, type Label, label, labelText, parseLabel, worldLabel } from './label';
export { defaultProfile, type Profile } from './profile';
export { profileOfValues } from './profile-of-values';
export type { NamedPort, Protocol } from './protocol';
export type { Nodes } from './read/nodes';
export { isPolicy, type ReadPolicies, readPolicies } from './read/policies';
export type { SourceObject } from './read/source-object';
export type { Workload } from './read/workloads';
export { type ReadWorld, readWorld, type WorldOptions } from './read/world';
export { PortSet, PortSets, portText, Relation, relate, type Span } from './relate';
export type { Selector } from './selector';
export type { World } from './world';
