import type { Case } from '../case';
import { type Judged, type Machine, sha256 } from '../judged';
import { pins } from '../pins';
import { askedOfMetal, expectMetal } from './metal';
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
export function talosKey({ talos, model: { versions } }: Judged, { mode, type, patches }: Machine): string {
  const config = mode === 'container' ? '' : ` for a ${type} on ${mode}`;
  const hashes = patches.map(({ text }) => sha256(text)).join(' and ');
  return `Talos ${pins.talos[talos]}, config of ${versions.contract}${config}, Kubernetes ${versions.kubernetes}, patch ${hashes}`;
}

/** What the definition asked Talos for on a machine, read from the definition itself. */
export function askedOfTalos(asked: Case, machine: Machine): Partial<Summary> {
  const everywhere = machine.type === 'worker' ? askedOfWorker(asked) : askedOfControlPlane(asked);
  return machine.mode === 'container' ? everywhere : { ...everywhere, ...askedOfMetal(asked, machine) };
}

/** What only control planes know is absent on a worker. */
function askedOfWorker(asked: Case): Partial<Summary> {
  return {
    ...askedOfControlPlane({ ...asked, own: {} }),
    ...{ cni: null, kubeProxyEnabled: null, apiServerExtraArgs: null, allowSchedulingOnControlPlanes: null },
  };
}

function askedOfControlPlane({ cluster: { definition }, own }: Case): Partial<Summary> {
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
    ...foldersOf(definition.storage),
  };
}

/** Folders below `/var/mnt` are user volumes, by name; any other has to be mounted into the kubelet. */
function foldersOf(storage: Case['cluster']['definition']['storage']): Pick<Summary, 'userVolumes' | 'kubeletExtraMounts'> {
  if (storage?.kind === 'existing') return { userVolumes: [], kubeletExtraMounts: [] };
  const { path = '/var/mnt/local-path-provisioner' } = storage?.options ?? {};
  const [, volume] = /^\/var\/mnt\/([^/]+)$/.exec(path) ?? [];
  return volume === undefined ? { userVolumes: [], kubeletExtraMounts: [path] } : { userVolumes: [volume], kubeletExtraMounts: [] };
}

/** Expects Talos to take a machine's patches without a word, and the machine to be what the definition asked for. */
export function expectTalos(asked: Case, machine: Machine, verdict: TalosVerdict): void {
  const { accepted, errors, warnings, kubernetesUnsupported, summary } = verdict;
  expect({ accepted, errors, warnings, kubernetesUnsupported }).toEqual({ accepted: true, errors: [], warnings: [] });
  expect(summary).toMatchObject(askedOfTalos(asked, machine));
  if (machine.mode === 'metal') expectMetal(asked, machine, summary as Summary);
}
