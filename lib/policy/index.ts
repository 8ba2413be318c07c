export { closeNamespace, compilePolicy, namespaceLabel } from './compile';
export type { Allowance, Intent, L4Port, L4Protocol, PolicyPeer } from './intent';
