import { compareMinors } from '../base';

/** A Talos minor and what goes with it. */
export interface TalosMinor {
  /** The oldest and newest Kubernetes minor that it supports. */
  readonly kubernetes: readonly [oldest: string, newest: string];
}

/**
 * Talos minors that Ichor knows.
 *
 * @see https://docs.siderolabs.com/talos/v1.14/getting-started/support-matrix
 */
export const talosMinors: Readonly<Record<string, TalosMinor>> = {
  '1.12': { kubernetes: ['1.30', '1.35'] },
  '1.13': { kubernetes: ['1.31', '1.36'] },
  '1.14': { kubernetes: ['1.33', '1.37'] },
};

/** A Cilium minor and what goes with it. */
export interface CiliumMinor {
  /** The newest Kubernetes minor that upstream builds and tests it with. */
  readonly testedKubernetes: string;
}

/**
 * Cilium minors that Ichor has values and types for.
 *
 * @see https://docs.cilium.io/en/v1.20/network/kubernetes/compatibility/
 */
export const ciliumMinors: Readonly<Record<string, CiliumMinor>> = {
  '1.19': { testedKubernetes: '1.35' },
  '1.20': { testedKubernetes: '1.36' },
};

/** The release of Gateway API that a Cilium minor works with. */
export interface GatewayApiRelease {
  readonly version: string;
  /** The files with the definitions of its kinds, pinned. */
  readonly files: readonly string[];
  /** The same in upstream's repository at the tag of that version: a folder of which all files count, or a file. */
  readonly paths: readonly string[];
  /** The kinds that Cilium's operator reads, by their plural names. */
  readonly kinds: readonly string[];
  /** The version of TLSRoute that the operator reads. */
  readonly tlsRoute: 'v1alpha2' | 'v1';
}

/** Gateway API's repository. */
export const gatewayApiRepository = 'https://github.com/kubernetes-sigs/gateway-api';

const gatewayApiSource = `${gatewayApiRepository}/releases/download`;
const gatewayApiStandard = 'config/crd/standard';
const gatewayApiTlsRoutes = 'config/crd/experimental/gateway.networking.k8s.io_tlsroutes.yaml';
const gatewayApiKinds = ['gatewayclasses', 'gateways', 'grpcroutes', 'httproutes', 'referencegrants', 'tlsroutes'];

/**
 * Gateway API by Cilium minor: the release that Cilium's documentation names, and what its operator looks for when it starts.
 * Without one of the kinds it leaves its controller off until it starts again.
 *
 * 1.19 reads TLSRoute where it is there, and releases before 1.19.6 want it always; the standard channel doesn't have it yet.
 *
 * @see https://docs.cilium.io/en/v1.20/network/servicemesh/gateway-api/gateway-api/#prerequisites
 * @see cilium 1.19.6 operator/pkg/gateway-api/cell.go (requiredGVKs, optionalGVKs)
 * @see cilium 1.20.2 operator/pkg/gateway-api/helpers/schemes.go (RequiredGVKs)
 */
export const gatewayApi: Readonly<Record<string, GatewayApiRelease>> = {
  '1.19': {
    version: 'v1.4.1',
    files: [
      `${gatewayApiSource}/v1.4.1/standard-install.yaml`,
      `https://raw.githubusercontent.com/kubernetes-sigs/gateway-api/v1.4.1/${gatewayApiTlsRoutes}`,
    ],
    paths: [gatewayApiStandard, gatewayApiTlsRoutes],
    kinds: gatewayApiKinds,
    tlsRoute: 'v1alpha2',
  },
  '1.20': {
    version: 'v1.6.1',
    files: [`${gatewayApiSource}/v1.6.1/standard-install.yaml`],
    paths: [gatewayApiStandard],
    kinds: ['backendtlspolicies', ...gatewayApiKinds],
    tlsRoute: 'v1',
  },
};

/** The newest patch of each minor that the tables were made with. */
export const newestPatch: Readonly<Record<'talos' | 'cilium' | 'kubernetes', Readonly<Record<string, number>>>> = {
  talos: { '1.12': 11, '1.13': 10, '1.14': 3 },
  cilium: { '1.19': 9, '1.20': 4 },
  kubernetes: { '1.36': 3 },
};

/** A release, or all up to one, that is known to be bad where `applies` says so. */
export interface KnownBad {
  readonly component: 'talos' | 'cilium';
  /** Inclusive. */
  readonly from: string;
  /** The first release without the fault; absent where none is known. */
  readonly fixedIn?: string;
  readonly severity: 'error' | 'warning';
  readonly symptom: string;
  readonly source: string;
  /** What else has to be true of the cluster. @default always */
  readonly when?: 'docker' | 'metal' | 'gatewayOnNodes';
}

/** Releases that are known to be bad. */
export const knownBad: readonly KnownBad[] = [
  {
    component: 'talos',
    from: '1.14.0',
    fixedIn: '1.14.2',
    severity: 'error',
    symptom: 'new nodes can end in a restart loop at boot (workload isolation)',
    source: 'https://github.com/siderolabs/talos/issues/14374',
    when: 'metal',
  },
  {
    component: 'cilium',
    from: '1.19.0',
    fixedIn: '1.19.6',
    severity: 'error',
    symptom: 'a NetworkPolicy peer with only an ipBlock also lets in every pod of the namespace',
    source: 'https://github.com/cilium/cilium/issues/46305',
  },
  {
    component: 'cilium',
    from: '1.19.0',
    severity: 'warning',
    symptom: 'on Talos, host networking was reported to die with kube-proxy replacement',
    source: 'https://github.com/cilium/cilium/issues/46010',
  },
  {
    component: 'cilium',
    from: '1.20.2',
    fixedIn: '1.20.3',
    severity: 'warning',
    symptom: 'gateways on ports of the nodes (hostNetwork) were reported to stop answering',
    source: 'https://github.com/cilium/cilium/releases/tag/v1.20.3',
    when: 'gatewayOnNodes',
  },
];

/** The talosctl that waits correctly for a Docker cluster without a network of Talos' own. */
export const talosctlForDocker = '1.13.0';

/** Talos' image, whose tag also decides the form of the config that talosctl generates. */
export const talosImage = 'ghcr.io/siderolabs/talos';

/** Whether config of this contract consists of the documents that took the place of `v1alpha1` fields. */
export function isMultiDocument(contract: string): boolean {
  return compareMinors(contract, '1.14') >= 0;
}

/** Whether the minor lies within both ends. */
export function minorWithin(minor: string, [oldest, newest]: readonly [string, string]): boolean {
  return compareMinors(minor, oldest) >= 0 && compareMinors(minor, newest) <= 0;
}
