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
export {
  type AddressExposure,
  type Exposure,
  type HostExposure,
  type HostnameExposure,
  type OnAddressOptions,
  type OnHostnameOptions,
  type OnHostOptions,
  type OutsideClient,
  onAddress,
  onHost,
  onHostname,
  type PublishedPort,
} from './lib/model/exposure';
export { allow, type Client, type Flow, type Target } from './lib/model/flow';
export { type Gateway, type GatewayAddress, type GatewayOptions, gateway } from './lib/model/gateway';
export { type Argocd, type ArgocdOptions, argocd, type GitOps } from './lib/model/gitops/argocd';
export { type Flux, type FluxInterval, type FluxOptions, flux } from './lib/model/gitops/flux';
export type { RepositoryAddress, RepositoryOptions } from './lib/model/gitops/repository';
export type { HttpRule, L7, L7Kind } from './lib/model/l7';
export type { BgpOptions, BgpPeerOptions } from './lib/model/load-balancing/bgp';
export { type L2Options, type Pool, type PoolOptions, pool } from './lib/model/load-balancing/pool';
export { type Namespace, type NamespaceOptions, namespace } from './lib/model/namespace';
export {
  type CiliumNetwork,
  type CiliumOptions,
  type CiliumValuesOf,
  cilium,
  type HubbleExportOptions,
  type HubbleOptions,
  type HubbleUiOptions,
} from './lib/model/network/cilium';
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
  lan,
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
export {
  type Architecture,
  type GenericMachine,
  type GenericOptions,
  generic,
  type InstallDisk,
  type Machine,
  type RaspberryPi5Machine,
  type RaspberryPi5Options,
  raspberryPi5,
} from './lib/model/platform/machine';
export {
  controlPlane,
  type LinkOptions,
  type MetalOptions,
  type MetalPlatform,
  metal,
  type Node,
  type NodeOptions,
  type Taint,
  worker,
} from './lib/model/platform/metal';
export type { Platform } from './lib/model/platform/platform';
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
