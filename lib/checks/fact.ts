import type { AddressRange, JsonObject, Place, PortRange, Protocol } from '../base';
import type { BgpModel, Budget, DatapathModel, L2Model, NodeModel } from '../model';
import type { Profile, ReadWorld, Relation, SourceObject } from '../policy';
import type { ChartMinor } from './chart/outline';
import type { LabelChoice } from './labels';

/**
 * A fact about a cluster: known with the place that says so, absent where the cluster has no such thing, or unknown with the
 * reason. Absence is knowledge; what can't be read is unknown, and rules then say that they couldn't decide.
 */
export type Fact<T> =
  | { readonly state: 'known'; readonly value: T; readonly at: Place }
  | { readonly state: 'absent'; readonly at: Place }
  | { readonly state: 'unknown'; readonly why: string; readonly at: Place };

/** An address range with what it is for. */
export interface SubnetFact {
  readonly name: string;
  readonly cidr: string;
  /** Whether nodes are in it; such ranges may overlap each other. */
  readonly hasNodes?: boolean;
  readonly at: Place;
}

/** A node, as far as rules ask for it. */
export interface NodeFact {
  readonly name: string;
  readonly role: NodeModel['role'];
  /** Absent in Docker, where the container gets one. */
  readonly address?: string;
  readonly subnet: string;
  /** The links with an address of their own, the first of them that of the node; none in Docker. */
  readonly links: readonly { readonly interface: string; readonly address: string; readonly at: Place }[];
  readonly machine: NodeModel['machine']['kind'] | 'container';
  readonly disk?: NodeModel['disk'];
  /** Its own labels, and those that every node gets. */
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: NodeModel['taints'];
  readonly at: Place;
}

/** Addresses of the nodes' network that somebody has. */
export interface AddressFact {
  readonly what: string;
  /** `leased` is that of a node to which the DHCP server gives it. */
  readonly of: 'node' | 'leased' | 'link' | 'router' | 'vip' | 'dhcp';
  readonly range: AddressRange;
  readonly at: Place;
}

/** Addresses for Services. */
export interface PoolFact {
  readonly name: string;
  readonly range: AddressRange;
  /** Where it is a block in prefix notation, whose first and last address nobody gets. */
  readonly cidr?: string;
  readonly at: Place;
}

/** A pool, and one of the ways in which others hear of its addresses. */
export interface AnnouncedPoolFact {
  readonly pool: PoolFact;
  readonly announced: L2Model | BgpModel;
  /** Which nodes do so, by their labels. */
  readonly nodes: LabelChoice;
  /** Which Services it is about. @default all */
  readonly services?: LabelChoice;
  /** What makes nodes speak BGP, where that has a name; all that it makes of a node goes together. */
  readonly speaker?: string;
  /** Where one of its settings stands: `l2.interfaces`, `bgp.peers[0].address`; the announcement itself without one. */
  placeOf(setting?: string): Place;
}

/** A Service, or a gateway, at an address of a pool. */
export interface BalancedFact {
  /** `the Service joelclaw/redis-on-lan`. */
  readonly owner: string;
  readonly pool: string;
  readonly address: string;
  readonly externalTrafficPolicy: 'Cluster' | 'Local';
  /** Text that is equal only for Services of the same pods; absent at gateways. */
  readonly pods?: string;
  /** Its labels, those by which Cilium tells its name and namespace among them, where announcements choose by them. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly port: number; readonly protocol: Protocol; readonly at: Place }[];
  readonly at: Place;
}

/** A gateway of the definition. */
export interface GatewayFact {
  /** `edge/web`. */
  readonly name: string;
  /** Labels of the nodes on whose ports it listens; absent at an address of a pool. */
  readonly onNodes?: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  readonly at: Place;
}

/** What Talos' ingress firewall lets in. */
export interface FirewallFact {
  readonly blocks: boolean;
  readonly openings: readonly { readonly protocol: string; readonly ports: PortRange }[];
}

/** A document of machine configuration, or of a patch of it, with the places of what is in it. */
export interface MachineDocument {
  readonly document: JsonObject;
  /** The text that Talos reads it from together with others, by any name; absent where nobody wrote one. */
  readonly text?: string;
  /** The place of keys and items, from the top of the document down. */
  placeOf(path: readonly (string | number)[]): Place;
}

/** Documents that are patched into the configuration of machines together, and what comes before. */
export interface MachineConfigFact {
  /** Absent where it may be either. */
  readonly role?: NodeModel['role'];
  readonly mode: 'container' | 'metal';
  /** Patches that are applied before, each with its documents. */
  readonly before: readonly (readonly JsonObject[])[];
  /** Further documents of the same patch, which are judged elsewhere. */
  readonly beside: readonly JsonObject[];
  readonly documents: readonly MachineDocument[];
  /** Whether these are all patches that there are up to here. */
  readonly isWhole: boolean;
  /** Whether the documents are a machine's whole configuration, with nothing that talosctl generates below. @default false */
  readonly isComplete?: boolean;
}

/** What machines get of configuration, beyond what talosctl generates. */
export interface TalosConfigFact {
  /** The minor of the Talos that reads it; one whose configuration is known. */
  readonly minor: string;
  /** The minor in whose form talosctl generated it. */
  readonly contract: string;
  readonly machines: readonly MachineConfigFact[];
}

/** Where claims get their volumes, and which workloads have some there. */
export interface StorageFact {
  readonly kind: 'local-path' | 'existing';
  readonly claimants: readonly { readonly workload: string; readonly at: Place }[];
}

/** A port of the node that a Service or a pod takes. */
export interface TakenPort {
  readonly port: number;
  /** Who takes it: `joelclaw/redis:redis`. */
  readonly owner: string;
  readonly at: Place;
}

/** A Kubernetes object and where it stands. */
export interface ObjectFact {
  readonly object: JsonObject;
  readonly at: Place;
}

/** Policies, and everything by which it is decided whom they are about. */
export interface PolicyFact {
  /** Policies, workloads, Namespaces, Services, CIDR groups: each object with its places. */
  readonly sources: readonly SourceObject[];
  readonly profile: Profile;
  /** The world that the objects make, worked out when it is asked for and then kept. */
  world(): ReadWorld;
  /** Who reaches whom in that world; likewise. */
  relation(): Relation;
  /** Whether rules about who reaches whom found nothing the last time, and nothing of it has changed since. */
  readonly settled: boolean;
  /** Pods, by namespace and name, of which flows say who reaches them: being open, or closed to everybody, is meant there. */
  readonly declared: ReadonlySet<string>;
  /** Namespaces into which charts and operators bring pods of which no file tells; `''` where it may be any of them. */
  readonly unseen: ReadonlySet<string>;
}

/** A manifest that Talos itself applies, as text. */
export interface InlineManifestFact {
  readonly name: string;
  readonly contents: string;
  readonly at: Place;
}

/** A speaker of BGP that Talos runs on the nodes. */
export interface TalosBgpFact {
  readonly name: string;
  /** The routing domain that it is in; absent for that of the node itself. */
  readonly vrf?: string;
  readonly asn: number;
  readonly neighbors: readonly { readonly address: string; readonly asn: number }[];
  /** What it takes over from other speakers of the node. */
  readonly imports: readonly { readonly from: string; readonly prefixes: readonly string[] }[];
  readonly at: Place;
}

/**
 * Who renders Cilium's chart: Helm, which sees the API server (by hand, helmfile, Flux); Argo CD, which tells the chart what kinds
 * there are, and shows it no objects; or somebody who has no API server at all (`helm template`, Kustomize).
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/helm/
 */
export type CiliumRendering = 'helm' | 'argo' | 'template';

/** Somebody who installs Cilium. */
export interface CiliumInstaller {
  /** As people call it: `HelmRelease 'kube-system/cilium'`. */
  readonly what: string;
  /**
   * `helm` for whoever runs Helm once or by hand (Ichor's script, helmfile), `flux` and `argo` for what keeps it so, `talos`
   * for manifests of the machine config, `objects` for objects that the chart was rendered to.
   */
  readonly by: 'helm' | 'flux' | 'argo' | 'talos' | 'objects';
  /** Helm's names, where it is a release. */
  readonly release?: { readonly namespace: string; readonly name: string };
  /** Whether it brings Cilium to a cluster that has nothing yet, before whoever keeps it so. */
  readonly isFirst?: boolean;
  /** Where the chart is from: a Helm repository, or the address of an OCI artifact. */
  readonly source?: string;
  /** The release of the chart, where it is one and no range. */
  readonly version?: string;
  /** Absent where not all of them are known. */
  readonly values?: JsonObject;
  /** The HelmRelease, Application or ApplicationSet that keeps it so. */
  readonly object?: JsonObject;
  readonly at: Place;
}

/** A port of the Docker host, and that of the node behind it. */
export interface DockerPortFact {
  readonly hostPort: number;
  readonly containerPort: number;
  readonly protocol: Protocol;
  readonly at: Place;
}

/** What a cluster's own names are, of Services and the images in front of which they stand. */
export interface ImageFact {
  readonly namespace: string;
  readonly workload: string;
  readonly image: string;
  readonly at: Place;
}

/** What rules can ask for. Every producer fills the same record. */
export interface FactValues {
  'platform.kind': 'docker' | 'metal';
  'nodes.schedulable': number;
  nodes: readonly NodeFact[];
  subnets: readonly SubnetFact[];
  addresses: readonly AddressFact[];
  /** Who may get which addresses. */
  pools: readonly PoolFact[];
  /** How others hear of the addresses of pools. */
  'pools.announced': readonly AnnouncedPoolFact[];
  balanced: readonly BalancedFact[];
  gateways: readonly GatewayFact[];
  /** How packets go, as the policies of the definition were made for. */
  datapath: DatapathModel;
  storage: StorageFact;
  /** The release of Talos, without a `v`. */
  'talos.version': string;
  /** The release of Kubernetes, without a `v`. */
  'kubernetes.version': string;
  'talos.config': TalosConfigFact;
  'talos.cni': 'none' | 'flannel' | 'custom';
  'talos.kubeProxy': boolean;
  'talos.kubePrism': { readonly enabled: boolean; readonly port: number };
  'talos.hostDns': { readonly enabled: boolean; readonly forwarding: boolean };
  'talos.schedulesOnControlPlanes': boolean;
  'talos.kubeSpan': boolean;
  'talos.discovery': boolean;
  'talos.firewall': FirewallFact;
  'talos.maxPods': number;
  /** Manifests that Talos applies at boot and at upgrades of Kubernetes. */
  'talos.inlineManifests': readonly InlineManifestFact[];
  /** Talos' own speakers of BGP on control planes. */
  'talos.bgp': readonly TalosBgpFact[];
  /** Whether control planes have the label that keeps load balancers of others off them. */
  'talos.excludesControlPlanes': boolean;
  'apiServer.nodePorts': PortRange;
  'cilium.values': JsonObject;
  /** The release of Cilium, and so of its chart. */
  'cilium.version': string;
  /** The minor of the chart, as far as all of its values are known. */
  'cilium.chart': ChartMinor;
  'cilium.installers': readonly CiliumInstaller[];
  'cilium.rendering': CiliumRendering;
  'docker.ports': readonly DockerPortFact[];
  nodePorts: readonly TakenPort[];
  hostPorts: readonly TakenPort[];
  objects: readonly ObjectFact[];
  images: readonly ImageFact[];
  policies: PolicyFact;
  /** That what policies say is worked out for all of them; unknown where agents read some of which it isn't. */
  'policies.whole': true;
  serviceNames: readonly { readonly namespace: string; readonly name: string; readonly at: Place }[];
  budget: Budget;
}

/** A record of facts. */
export type Facts = { readonly [K in keyof FactValues]: Fact<FactValues[K]> };

export function known<T>(value: T, at: Place): Fact<T> {
  return { state: 'known', value, at };
}

export function absent(at: Place): Fact<never> {
  return { state: 'absent', at };
}

export function unknown(why: string, at: Place): Fact<never> {
  return { state: 'unknown', why, at };
}
