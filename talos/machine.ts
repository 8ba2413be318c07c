import type { JsonObject, PortRange } from '../lib/base';
import { type Model, userVolumeName } from '../lib/model';

/** A folder of the node that the kubelet sees: a user volume, below `/var/mnt`, or one that is mounted into it. */
export type NodeFolder = { readonly userVolume: string } | { readonly kubeletMount: string };

/**
 * What Ichor tells Talos about a machine, before it is written in the form of one contract or another.
 */
export interface MachineSettings {
  readonly cni: 'none' | 'flannel';
  readonly kubeProxy: boolean;
  readonly schedulable: boolean;
  readonly podSubnet: string;
  readonly serviceSubnet: string;
  readonly dnsDomain: string;
  readonly kubePrismPort: number;
  /** Always said, though it may be the API server's default: Cilium is told the same. */
  readonly nodePorts: PortRange;
  readonly folders: readonly NodeFolder[];
  /** Patches of the user's own, written last. */
  readonly patches: readonly JsonObject[];
}

/** The settings that a definition gives its control planes. */
export function controlPlaneSettings(model: Model): MachineSettings {
  const { network, storage, talos } = model;
  return {
    cni: network.cilium === undefined ? 'flannel' : 'none',
    kubeProxy: network.cilium === undefined,
    schedulable: true,
    podSubnet: network.pods,
    serviceSubnet: network.services,
    dnsDomain: network.dnsDomain,
    kubePrismPort: talos.kubePrismPort,
    nodePorts: network.nodePorts,
    folders: storage.kind === 'local-path' ? [nodeFolder(storage.path)] : [],
    patches: talos.patches,
  };
}

function nodeFolder(path: string): NodeFolder {
  const volume = userVolumeName(path);
  return volume === undefined ? { kubeletMount: path } : { userVolume: volume };
}

/**
 * The documents of the user volumes: plain folders of the node, which every kubelet since Talos 1.12 sees. Both contracts
 * know them.
 *
 * @see talos v1.13.9 internal/app/machined/pkg/system/services/kubelet.go (UserVolumeMountPoint)
 */
export function userVolumes({ folders }: MachineSettings): JsonObject[] {
  return folders.flatMap((folder) =>
    'userVolume' in folder ? [{ apiVersion: 'v1alpha1', kind: 'UserVolumeConfig', name: folder.userVolume, volumeType: 'directory' }] : [],
  );
}

/** The API server's arguments: values are texts, since Talos before 1.13 takes nothing else. */
export function apiServerArguments({ nodePorts }: MachineSettings): JsonObject {
  return { 'service-node-port-range': `${nodePorts.min}-${nodePorts.max}` };
}
