import type { AddressRange, JsonObject, Place, PortRange, Protocol } from '../base';
import type { Acceptance } from './acceptance';
import type { UserRule } from './cluster';
import type { Recipe } from './construct-workload';
import type { L7 } from './l7';
import type { Namespace, NamespaceOptions } from './namespace';
import type { EntityName } from './peers';
import type { DockerProvider } from './platform/docker';
import type { Architecture, InstallDisk, Machine } from './platform/machine';
import type { LinkOptions, Taint } from './platform/metal';
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
  readonly platform: PlatformModel;
  readonly nodes: NodeCounts;
  readonly network: NetworkModel;
  readonly talos: {
    readonly kubePrismPort: number;
    readonly patches: readonly PatchModel[];
    readonly workerPatches: readonly PatchModel[];
  };
  readonly storage: StorageModel;
  /** Who keeps the cluster as its output in git; absent where nobody does. */
  readonly gitops?: GitOpsModel;
  readonly namespaces: readonly NamespaceModel[];
  readonly workloads: readonly WorkloadModel[];
  readonly constructs: readonly ConstructModel[];
  readonly services: readonly ServiceModel[];
  /** Ports of the Docker host; none on metal. */
  readonly exposures: readonly ExposureModel[];
  /** Pools of addresses that something uses. */
  readonly pools: readonly PoolModel[];
  /** Gateways that something uses. */
  readonly gateways: readonly GatewayModel[];
  readonly flows: readonly FlowModel[];
  /** Pods of `pods(…, { close: true })`, which policies isolate though others define them. */
  readonly closedPods: readonly EndpointModel[];
  readonly objects: readonly { readonly object: JsonObject; readonly at: Place }[];
  readonly acceptances: readonly { readonly acceptance: Acceptance; readonly at: Place }[];
  readonly rules: readonly UserRule[];
}

/** Who keeps the cluster as its output in git, derived. */
export type GitOpsModel = FluxModel | ArgocdModel;

/** What Flux and Argo CD have in common. */
interface KeeperModel {
  /** The release that a new cluster gets. */
  readonly version: string;
  /** Where upstream's manifests of that release are. */
  readonly install: string;
  /** The namespace of the controllers and of what they read. */
  readonly namespace: string;
  /** The field manager by which they apply. */
  readonly fieldManager: string;
  readonly url: string;
  readonly branch: string;
  /** The folder of this cluster's output, without slashes at its ends; empty for the root of the repository. */
  readonly path: string;
  /** The Secret of `namespace` by which the repository is read; absent for a public one. */
  readonly secret?: string;
  readonly at: Place;
}

/** Flux, derived. */
export interface FluxModel extends KeeperModel {
  readonly tool: 'flux';
  readonly interval: string;
  readonly chart: 'helm' | 'oci';
}

/** Argo CD, derived. */
export interface ArgocdModel extends KeeperModel {
  readonly tool: 'argocd';
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

/** How many nodes there are. */
export interface NodeCounts {
  readonly controlPlanes: number;
  readonly workers: number;
  /** Those that take pods without tolerations. */
  readonly schedulable: number;
}

/** Where a cluster runs, derived. */
export type PlatformModel = DockerModel | MetalModel;

/** Talos on machines of one's own, derived. */
export interface MetalModel {
  readonly kind: 'metal';
  readonly subnet: string;
  readonly flat: boolean;
  readonly vip?: string;
  /** The host of the API server's address: the VIP, or the first control plane. */
  readonly endpoint: string;
  /** First and last address that a DHCP server hands out. */
  readonly dhcpRange?: AddressRange;
  readonly nameservers: readonly string[];
  /** Absent where it is the usual 1500. */
  readonly mtu?: number;
  readonly kubeSpan: boolean;
  readonly firewall: boolean;
  /** Control planes first, each in the order of the definition. */
  readonly nodes: readonly NodeModel[];
}

/** A machine that runs Talos. */
export interface NodeModel {
  readonly name: string;
  readonly role: 'control-plane' | 'worker';
  readonly address: string;
  readonly subnet: string;
  /** Prefix length of the subnet. */
  readonly prefix: number;
  readonly router: string;
  readonly dhcp: boolean;
  readonly interface: string;
  readonly links: readonly LinkOptions[];
  readonly machine: Machine;
  readonly architecture: Architecture;
  readonly disk?: InstallDisk;
  /** In bytes; `undefined` where the definition doesn't say. */
  readonly memory?: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** Patches of the user's own, behind those of its role. */
  readonly patches: readonly PatchModel[];
  readonly at: Place;
}

/** A document of a patch of the user's own. */
export interface PatchModel {
  readonly document: JsonObject;
  readonly at: Place;
}

/** Addresses that Services get, and how they are announced. */
export interface PoolModel {
  readonly name: string;
  readonly range: AddressRange;
  /** The range as the definition has it, where that is in prefix notation. */
  readonly cidr?: string;
  readonly announced: L2Model | BgpModel;
  readonly at: Place;
}

/** Announced on the local network. */
export interface L2Model {
  readonly by: 'l2';
  readonly interfaces: readonly string[];
  /** Labels of the nodes; `{}` for every node. */
  readonly nodes: Readonly<Record<string, string>>;
  /** In seconds. */
  readonly leaseDuration: number;
  readonly leaseRenewDeadline: number;
  readonly leaseRetryPeriod: number;
}

/** Announced to routers. */
export interface BgpModel {
  readonly by: 'bgp';
  readonly asn: number;
  readonly peers: readonly { readonly address: string; readonly asn: number; readonly password?: string }[];
  readonly nodes: Readonly<Record<string, string>>;
  /** In seconds. */
  readonly holdTime: number;
  readonly keepAliveTime: number;
  readonly gracefulRestartTime: number;
}

/** A gateway with what is behind it. */
export interface GatewayModel {
  readonly namespace: string;
  readonly name: string;
  /** An address of a pool, or the nodes' own. */
  readonly on: { readonly pool: string; readonly address: string } | { readonly hostNetwork: Readonly<Record<string, string>> };
  /** The Secret with the certificate. */
  readonly certificate?: string;
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly http: 'redirect' | 'serve' | 'off';
  readonly routes: readonly RouteModel[];
  /** How far the policy goes that all gateways of a cluster share. */
  readonly stage: Stage;
  readonly at: Place;
}

/** A host name and the Service behind it. */
export interface RouteModel {
  readonly hostname: string;
  readonly protocol: 'http' | 'grpc' | 'tls';
  readonly path: string;
  /** The Service that it leads to, in whose namespace the route is. */
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
  /** The key of the workload, for people. */
  readonly workload: string;
  readonly at: Place;
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
  /** Its number in a mesh of clusters; 0 for none. */
  readonly id: number;
  readonly datapath: DatapathModel;
  readonly hubble: HubbleModel;
  readonly resources: Resources;
  readonly values: JsonObject;
}

/** How packets go. */
export interface DatapathModel {
  readonly routing: 'native' | 'tunnel';
  /** What packets are wrapped in with `tunnel`. */
  readonly tunnelProtocol: 'vxlan' | 'geneve';
  readonly loadBalancer: 'dsr' | 'snat';
  /** The links that Cilium's programs are attached to, sorted; absent where it finds them by itself. */
  readonly devices?: readonly string[];
  /** The largest packet between nodes; absent where Cilium finds it by itself. */
  readonly mtu?: number;
  readonly encryption?: 'wireguard';
}

/** What Hubble shows, written out. */
export interface HubbleModel {
  readonly enabled: boolean;
  readonly relay: boolean;
  readonly ui: boolean;
  /** `undefined` for none; an empty list for those that Ichor chooses. */
  readonly metrics?: readonly string[];
  readonly serviceMonitors: boolean;
  readonly dashboards: boolean;
  readonly export?: { readonly path: string; readonly verdicts: readonly string[] };
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
  /** The key of the workload behind it. */
  readonly workload: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
  /** Of a load balancer: the address, the pool that it is of, and whether nodes pass connections on to pods of others. */
  readonly balancer?: {
    readonly pool: string;
    readonly address: string;
    readonly externalTrafficPolicy: 'Cluster' | 'Local';
    /** Whether other Services have the address as well. */
    readonly shared: boolean;
  };
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
  /** Whether it is one of the two legs of a connection through a gateway; the other end of the leg is the entity `ingress`. */
  readonly gateway?: true;
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
