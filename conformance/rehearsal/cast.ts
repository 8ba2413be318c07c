import { nthAddress, parseCidr } from '../../lib/base';
import type { Model } from '../../lib/model';
import type { RehearsalNode } from './node';

const Mi = 2 ** 20;

/** Memory of a node of which the definition doesn't say how much it has. */
const unknownMemory = 8192 * Mi;

/** What a kubelet of Talos keeps for itself, and with it what the pods of a control plane ask for, which nobody plays. */
const taken = { worker: { memory: 512 * Mi, cpu: 50 }, 'control-plane': { memory: (512 + 512 + 256 + 64) * Mi, cpu: 310 } } as const;

/** Who plays a cluster's nodes: one for each node of the definition, with what is left of it for pods. */
export function nodesOf(model: Model): RehearsalNode[] {
  const { platform, nodes } = model;
  if (platform.kind === 'metal') {
    return platform.nodes.map(({ name, role, address, architecture, labels, taints, memory = unknownMemory }) => ({
      name,
      role,
      address,
      architecture,
      labels,
      taints,
      allocatable: left(role, memory, 4),
    }));
  }
  const network = parseCidr(platform.subnet);
  const node = (role: RehearsalNode['role'], name: string, position: number): RehearsalNode => ({
    name: `${model.name}-${name}`,
    role,
    address: (network === undefined ? undefined : nthAddress(network, position)) ?? platform.nodeAddress,
    architecture: 'arm64',
    labels: {},
    taints:
      role === 'control-plane' && nodes.schedulable < nodes.controlPlanes + nodes.workers
        ? [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }]
        : [],
    allocatable: left(role, platform.memory.bytes, platform.cpus),
  });
  const times = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
  return [
    ...times(nodes.controlPlanes).map((i) => node('control-plane', `controlplane-${i}`, 1 + i)),
    ...times(nodes.workers).map((i) => node('worker', `worker-${i}`, 1 + nodes.controlPlanes + i)),
  ];
}

function left(role: RehearsalNode['role'], memory: number, cpus: number): RehearsalNode['allocatable'] {
  return { cpu: `${cpus * 1000 - taken[role].cpu}m`, memory: `${Math.floor((memory - taken[role].memory) / Mi)}Mi` };
}
