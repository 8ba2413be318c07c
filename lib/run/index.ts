export { examine } from './doctor';
export type { ClusterNeeds, DoctorOptions, Needs } from './needs';
