export { compileGatewayPolicy, type GatewayIntent } from './gateway';
export type { Allowance, Intent, L4Port, L4Protocol } from './intent';
export type { DnsL7, HttpL7, HttpRule, IngressL7, L7, L7Kind, ServerNamesL7 } from './l7';
export type { IngressPeer, PolicyPeer } from './peer';
export { closeNamespace, compilePolicy } from './policy';
export { namespaceLabel } from './rules';
