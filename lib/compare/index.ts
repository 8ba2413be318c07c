export { type AlignedWorlds, type ComparedObjects, readAligned } from './align';
export type { Cause } from './causes';
export { type Changes, type ComparedWorkload, type ConnectivityChanges, compareWorlds, hasChanges } from './changes';
export type { FlowChange, FlowChanges, Presence, ShownPorts } from './flows';
export type { Group } from './groups';
export type { Participant, Zone } from './participants';
export { type FlowChangeKind, flowChangeKinds } from './port-changes';
export type { PostureChange, Standing } from './postures';
export type { Relabelling } from './relabelled';
