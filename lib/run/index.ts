export { examine, examineFor } from './doctor';
export type { ClusterNeeds, DockerNeeds, DoctorOptions, MetalNeeds, Needs, Registry } from './needs';
export * from './plan';
export { type VerifyOptions, verifyLive } from './verify/verify';
