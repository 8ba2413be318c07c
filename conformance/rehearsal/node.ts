import type { JsonObject } from '../../lib/base';

/** A node that a rehearsal plays: what its kubelet would tell of it. */
export interface RehearsalNode {
  readonly name: string;
  readonly role: 'control-plane' | 'worker';
  readonly address: string;
  readonly architecture: 'amd64' | 'arm64';
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  readonly allocatable: { readonly cpu: string; readonly memory: string };
}

/** As many pods as a kubelet takes by default. */
const pods = '110';

/** The Node as its kubelet would register it. */
export function nodeObject(node: RehearsalNode, kubernetes: string): JsonObject {
  const { name, role, address, architecture, labels, taints, allocatable } = node;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/arch': architecture,
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        ...(role === 'control-plane' ? { 'node-role.kubernetes.io/control-plane': '' } : {}),
        ...labels,
      },
    },
    spec: { taints: taints.map((taint) => ({ ...taint })) },
    status: {
      addresses: [
        { type: 'InternalIP', address },
        { type: 'Hostname', address: name },
      ],
      allocatable: { ...allocatable, pods },
      capacity: { ...allocatable, pods },
      nodeInfo: {
        architecture,
        bootID: '',
        containerRuntimeVersion: '',
        kernelVersion: '',
        kubeletVersion: `v${kubernetes}`,
        kubeProxyVersion: '',
        machineID: '',
        operatingSystem: 'linux',
        osImage: 'Talos',
        systemUUID: '',
      },
    },
  };
}

/** The CiliumNode that the node's agent would make: the operator looks for nodes there. */
export function ciliumNodeObject({ name, address, labels }: RehearsalNode): JsonObject {
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNode',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } },
    spec: { addresses: [{ type: 'InternalIP', ip: address }] },
  };
}
