import type { Case } from '../case';
import type { Judged } from '../judged';
import { pins } from '../pins';
import type { Summary } from './summary';

/** What Talos says of a patch. */
export interface TalosVerdict {
  readonly accepted: boolean;
  readonly errors: readonly string[];
  /** Those that the patch brought. */
  readonly warnings: readonly string[];
  /** Why this Talos doesn't run this Kubernetes; absent where it does. */
  readonly kubernetesUnsupported?: string;
  readonly summary?: Summary;
}

/** By what the record knows a question to Talos: who judges, what for, and exactly what. */
export function talosKey({ talos, model: { versions } }: Judged, patchHash: string): string {
  return `Talos ${pins.talos[talos]}, config of ${versions.contract}, Kubernetes ${versions.kubernetes}, patch ${patchHash}`;
}

/** What the definition asked Talos for, read from the definition itself. */
export function askedOfTalos({ cluster: { definition }, own }: Case): Partial<Summary> {
  const { network, talos } = definition;
  const { pods = '10.244.0.0/16', services = '10.96.0.0/12', nodePorts = '30000-32767', dnsDomain = 'cluster.local' } = network.options;
  return {
    cni: network.kind === 'cilium' ? 'none' : 'flannel',
    kubeProxyEnabled: network.kind !== 'cilium',
    kubePrism: { enabled: true, port: talos?.kubePrismPort ?? 7445 },
    podSubnets: [pods],
    serviceSubnets: [services],
    dnsDomain,
    hostDNS: { enabled: true, forwardKubeDNSToHost: true, resolveMemberNames: true },
    allowSchedulingOnControlPlanes: true,
    ...own?.talos,
    apiServerExtraArgs: { 'service-node-port-range': [nodePorts], ...own?.talos?.apiServerExtraArgs },
    kubeletExtraMounts: foldersOf(definition.storage).mounts,
  };
}

/** How many user volumes the definition asked for. */
export function askedUserVolumes({ cluster: { definition } }: Case): number {
  return foldersOf(definition.storage).userVolumes;
}

/** Folders below `/var/mnt` are user volumes; any other has to be mounted into the kubelet. */
function foldersOf(storage: Case['cluster']['definition']['storage']): { readonly userVolumes: number; readonly mounts: string[] } {
  if (storage?.kind === 'existing') return { userVolumes: 0, mounts: [] };
  const { path = '/var/mnt/local-path-provisioner' } = storage?.options ?? {};
  return path.startsWith('/var/mnt/') ? { userVolumes: 1, mounts: [] } : { userVolumes: 0, mounts: [path] };
}

/** Expects Talos to take the patch without a word, and to be what the definition asked for. */
export function expectTalos(asked: Case, verdict: TalosVerdict): void {
  const { accepted, errors, warnings, kubernetesUnsupported, summary } = verdict;
  expect({ accepted, errors, warnings, kubernetesUnsupported }).toEqual({ accepted: true, errors: [], warnings: [] });
  expect(summary).toMatchObject(askedOfTalos(asked));
  expect(summary?.documentKinds.filter((kind) => kind === 'UserVolumeConfig')).toHaveLength(askedUserVolumes(asked));
}
