export { examine } from './doctor';
export type { ClusterNeeds, DockerNeeds, DoctorOptions, MetalNeeds, Needs } from './needs';
export * from './plan';
