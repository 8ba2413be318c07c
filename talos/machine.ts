import { type JsonObject, type PortRange, valueAt } from '../lib/base';
import { type Model, type NodeModel, userVolumeName } from '../lib/model';
import { openings } from './firewall';
import type { Opening } from './opening';
import { controlPlanesTakeWorkloads } from './taints';

/** A folder of the node that the kubelet sees: a user volume, below `/var/mnt`, or one that is mounted into it. */
export type NodeFolder = { readonly userVolume: string } | { readonly kubeletMount: string };

/** What the nodes of one role have in common, before it is written in the form of one contract or another. */
export interface MachineSettings {
  readonly role: NodeModel['role'];
  readonly cni: 'none' | 'flannel';
  readonly kubeProxy: boolean;
  /** Whether any control plane takes workloads; one that doesn't says so in its own patch. */
  readonly schedulable: boolean;
  /**
   * Whether load balancers pass connections to control planes, as to all nodes with workloads. Cilium's announcements choose
   * nodes by selectors of their own and never ask, but Node IPAM, MetalLB and clouds leave out nodes with the label that Talos
   * gives to control planes.
   */
  readonly loadBalanced: boolean;
  /** Whether any control plane has taints or labels beside Talos' own, which a patch may then not take away with those. */
  readonly own: { readonly taints: boolean; readonly labels: boolean };
  readonly podSubnet: string;
  readonly serviceSubnet: string;
  readonly dnsDomain: string;
  readonly kubePrismPort: number;
  /** Always said, though it may be the API server's default: Cilium is told the same. */
  readonly nodePorts: PortRange;
  readonly nameservers: readonly string[];
  /** Talos' mesh of the nodes, and whether it carries what pods say to each other by their own addresses. */
  readonly kubeSpan?: { readonly advertiseKubernetesNetworks: boolean };
  /** What the ingress firewall lets in; absent without one. */
  readonly openings?: readonly Opening[];
  readonly folders: readonly NodeFolder[];
  /** Patches of the user's own, written last. */
  readonly patches: readonly JsonObject[];
}

/** The settings that a definition gives the nodes of a role. */
export function machineSettings(model: Model, role: NodeModel['role']): MachineSettings {
  const { network, storage, talos } = model;
  const patches = (role === 'control-plane' ? talos.patches : talos.workerPatches).map(({ document }) => document);
  const own = [...patches, ...controlPlanes(model).flatMap((node) => node.patches.map(({ document }) => document))];
  return {
    role,
    cni: network.cilium === undefined ? 'flannel' : 'none',
    kubeProxy: network.cilium === undefined,
    podSubnet: network.pods,
    serviceSubnet: network.services,
    dnsDomain: network.dnsDomain,
    kubePrismPort: talos.kubePrismPort,
    nodePorts: network.nodePorts,
    folders: storage.kind === 'local-path' ? [nodeFolder(storage.path)] : [],
    patches,
    own: {
      taints: controlPlanes(model).some(({ taints }) => taints.length > 0) || says(own, 'taints', 'nodeTaints'),
      labels: controlPlanes(model).some(({ labels }) => Object.keys(labels).length > 0) || says(own, 'labels', 'nodeLabels'),
    },
    ...platformSettings(model, role),
  };
}

type PlatformSettings = Pick<MachineSettings, 'schedulable' | 'loadBalanced' | 'nameservers' | 'kubeSpan' | 'openings'>;

function platformSettings({ platform, ...model }: Model, role: NodeModel['role']): PlatformSettings {
  if (platform.kind === 'docker') return { schedulable: true, loadBalanced: false, nameservers: [] };
  const schedulable = controlPlanesTakeWorkloads(platform.nodes);
  const native = model.network.cilium?.datapath.routing === 'native';
  return {
    schedulable,
    loadBalanced: schedulable,
    nameservers: platform.nameservers,
    ...(platform.kubeSpan ? { kubeSpan: { advertiseKubernetesNetworks: native } } : {}),
    ...(platform.firewall ? { openings: openings({ ...model, platform }, platform, role) } : {}),
  };
}

function controlPlanes({ platform }: Model): readonly NodeModel[] {
  return platform.kind === 'docker' ? [] : platform.nodes.filter(({ role }) => role === 'control-plane');
}

/** Whether the user's own patches have the field of a document of 1.14, or that of the `v1alpha1` document. */
function says(patches: readonly JsonObject[], field: string, older: string): boolean {
  return patches.some((patch) => (patch.kind === 'KubeNodeConfig' ? patch[field] : valueAt(patch, 'machine', older)) !== undefined);
}

function nodeFolder(path: string): NodeFolder {
  const volume = userVolumeName(path);
  return volume === undefined ? { kubeletMount: path } : { userVolume: volume };
}

/** The API server's arguments: values are texts, since Talos before 1.13 takes nothing else. */
export function apiServerArguments({ nodePorts }: MachineSettings): JsonObject {
  return { 'service-node-port-range': `${nodePorts.min}-${nodePorts.max}` };
}
