/**
 * The definition of a cluster: what files in `clusters/` import.
 *
 * @packageDocumentation
 */
export { type Acceptance, accept } from './lib/model/acceptance';
export { type InngestServerOptions, inngestServer } from './lib/model/blocks/inngest';
export { type QdrantStoreOptions, qdrantStore } from './lib/model/blocks/qdrant';
export { type RedisStoreOptions, redisStore } from './lib/model/blocks/redis';
export {
  type Cluster,
  type ClusterDefinition,
  defineCluster,
  type TalosOptions,
  type VersionOptions,
} from './lib/model/cluster';
export { type ConstructOptions, type ConstructWorkload, construct, type Recipe } from './lib/model/construct-workload';
export { buildingBlock, cronJob, daemonSet, deployment, statefulSet } from './lib/model/controllers';
export { type Exposure, type OnHostOptions, onHost, type PublishedPort } from './lib/model/exposure';
export { allow, type Client, type Flow, type Target } from './lib/model/flow';
export type { HttpRule, L7, L7Kind } from './lib/model/l7';
export { type Namespace, type NamespaceOptions, namespace } from './lib/model/namespace';
export { type CiliumNetwork, type CiliumOptions, type CiliumValuesOf, cilium, type HubbleOptions } from './lib/model/network/cilium';
export { type FlannelNetwork, flannel } from './lib/model/network/flannel';
export type { SubnetOptions } from './lib/model/network/subnets';
export {
  type Addresses,
  addresses,
  bind,
  type Entity,
  type EntityName,
  entity,
  type HostName,
  hostName,
  type OutsidePort,
  outside,
  type Role,
  type RoleAddresses,
  type RoleBinding,
} from './lib/model/peers';
export {
  controlPlanes,
  type DockerOptions,
  type DockerPlatform,
  type DockerProvider,
  docker,
  type Nodes,
} from './lib/model/platform/docker';
export { type Pods, type PodsOptions, pods } from './lib/model/pods';
export type { PortOptions, Ports, WorkloadPort } from './lib/model/port';
export { type Manifests, manifests, type RawObject } from './lib/model/raw';
export { type SecretKeyRef, type SecretRef, secretRef } from './lib/model/secret';
export type { Stage } from './lib/model/stage';
export { existingStorage, type LocalPathOptions, localPath, type Storage } from './lib/model/storage';
export type { Workload, WorkloadKind } from './lib/model/workload';
export type {
  ClaimOptions,
  CronJobOptions,
  DaemonSetOptions,
  DeploymentOptions,
  Probe,
  ResourceAmounts,
  Resources,
  StatefulSetOptions,
  VolumeOptions,
  WorkloadOptions,
} from './lib/model/workload-options';
