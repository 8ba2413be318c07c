import type { JsonObject, Place, PortRange, Protocol } from '../base';
import type { Acceptance } from './acceptance';
import type { UserRule } from './cluster';
import type { Recipe } from './construct-workload';
import type { L7 } from './l7';
import type { Namespace, NamespaceOptions } from './namespace';
import type { EntityName } from './peers';
import type { DockerProvider } from './platform/docker';
import type { Stage } from './stage';
import type { WorkloadKind } from './workload';
import type { AnyWorkloadOptions, Resources } from './workload-options';

/**
 * A definition with everything derived: one place for each fact, nothing left to decide. Emitters read it, and nothing else.
 * It exists only where the definition has no error.
 */
export interface Model {
  readonly name: string;
  /** The file that exports the definition, as findings name it. */
  readonly file: string;
  readonly versions: { readonly talos: string; readonly kubernetes: string; readonly contract: string; readonly contractSaid: boolean };
  readonly platform: DockerModel;
  readonly nodes: { readonly controlPlanes: number; readonly workers: number; readonly schedulable: number };
  readonly network: NetworkModel;
  readonly talos: { readonly kubePrismPort: number; readonly patches: readonly JsonObject[] };
  readonly storage: StorageModel;
  readonly namespaces: readonly NamespaceModel[];
  readonly workloads: readonly WorkloadModel[];
  readonly constructs: readonly ConstructModel[];
  readonly services: readonly ServiceModel[];
  readonly exposures: readonly ExposureModel[];
  readonly flows: readonly FlowModel[];
  /** Pods of `pods(…, { close: true })`, which policies isolate though others define them. */
  readonly closedPods: readonly EndpointModel[];
  readonly objects: readonly { readonly object: JsonObject; readonly at: Place }[];
  readonly acceptances: readonly { readonly acceptance: Acceptance; readonly at: Place }[];
  readonly rules: readonly UserRule[];
}

/** Talos in Docker, derived. */
export interface DockerModel {
  readonly kind: 'docker';
  readonly provider: DockerProvider;
  readonly subnet: string;
  /** First address of the subnet: what connections through the port map come from. */
  readonly gateway: string;
  /** Second address of the subnet: the first node. */
  readonly nodeAddress: string;
  readonly hostIp: string;
  readonly memory: { readonly text: string; readonly bytes: number };
  readonly cpus: number;
  readonly host?: { readonly role: string; readonly in: string; readonly out?: string };
}

/** Addresses and ports that every network has, and which network it is. */
export interface NetworkModel {
  readonly pods: string;
  readonly services: string;
  readonly nodePorts: PortRange;
  readonly dnsDomain: string;
  /** Cilium's part; absent with Flannel. */
  readonly cilium?: CiliumModel;
}

/** What Cilium is told. */
export interface CiliumModel {
  readonly version: string;
  readonly minor: string;
  readonly hubble: { readonly enabled: boolean; readonly relay: boolean; readonly ui: boolean };
  readonly resources: Resources;
  readonly values: JsonObject;
}

/** Where claims get volumes. */
export type StorageModel =
  | { readonly kind: 'local-path'; readonly path: string }
  | { readonly kind: 'existing'; readonly className: string };

/** A namespace, with the finding place of whoever brought it. */
export interface NamespaceModel {
  readonly name: string;
  readonly options: NamespaceOptions;
  readonly stage: Stage;
  readonly at: Place;
}

/** Pods that policies can select and flows can name. */
export interface EndpointModel {
  /** `namespace/name`. */
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  /** The labels by which policies and Services select the pods. */
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly PortModel[];
  readonly stage: Stage;
  readonly at: Place;
}

/** A container port. */
export interface PortModel {
  readonly handle: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly name?: string;
  /** The port of the Service in front, absent where that leaves it out. */
  readonly service?: { readonly port: number; readonly name?: string };
  /** The port of the node that is the pod's own. */
  readonly hostPort?: number;
}

/** A workload that Ichor emits. */
export interface WorkloadModel extends EndpointModel {
  readonly controller: WorkloadKind;
  readonly options: AnyWorkloadOptions;
}

/** A workload that a recipe builds. */
export interface ConstructModel extends EndpointModel {
  readonly recipe: Recipe;
}

/** A Service that Ichor emits. */
export interface ServiceModel {
  readonly namespace: string;
  readonly name: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly type: 'ClusterIP' | 'NodePort';
  readonly ports: readonly ServicePortModel[];
  readonly at: Place;
}

/** A port of a Service. */
export interface ServicePortModel {
  readonly name?: string;
  readonly port: number;
  readonly targetPort: number;
  readonly protocol: Protocol;
  readonly nodePort?: number;
  /** Where the definition publishes it. */
  readonly at?: Place;
}

/** A published port. */
export interface ExposureModel {
  readonly hostPort: number;
  /** The port of the node that Docker maps the host's port to. */
  readonly containerPort: number;
  readonly protocol: Protocol;
  readonly endpoint: EndpointModel;
  readonly port: PortModel;
  /** What may pass, where not everything may. */
  readonly l7?: L7;
  readonly at: Place;
}

/** An allowed connection between two ends, one of each. */
export interface FlowModel {
  readonly from: FlowClient;
  readonly to: FlowPeer;
  /** Container ports, as policies name them. */
  readonly ports: readonly { readonly port: number; readonly protocol: Protocol }[];
  /** What may pass, where not everything may. */
  readonly limit?: FlowLimit;
  readonly at: Place;
}

/** What may pass, and which end's policy says so; to the policy of the other end the ports are plain ones. */
export type FlowLimit =
  | { readonly at: 'server'; readonly l7: Extract<L7, { readonly kind: 'http' }> }
  | { readonly at: 'client'; readonly l7: L7 };

/** The end of a flow that opens the connection. */
export type FlowClient = Exclude<FlowPeer, { readonly kind: 'host-name' }>;

/** An end of a flow. */
export type FlowPeer =
  | { readonly kind: 'endpoint'; readonly endpoint: EndpointModel; readonly owned: boolean }
  | { readonly kind: 'namespace'; readonly namespace: Namespace['name'] }
  | { readonly kind: 'role'; readonly role: string; readonly cidr: string }
  | { readonly kind: 'entity'; readonly entity: EntityName }
  | { readonly kind: 'addresses'; readonly cidr: string; readonly except: readonly string[] }
  | { readonly kind: 'host-name'; readonly name: string };
