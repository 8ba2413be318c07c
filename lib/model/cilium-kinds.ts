import { compareMinors } from '../base';

/** In which versions a kind of Cilium's is served. */
export interface CiliumKind {
  /** From this minor on in `cilium.io/v2`; `'always'` for longer than any minor that is still met. */
  readonly v2?: string;
  /** In `cilium.io/v2alpha1`, from a minor on; `deprecated` where upstream says to write `v2`. */
  readonly v2alpha1?: { readonly since?: string; readonly deprecated?: true };
  /** The first minor without the kind, and what is written in its place. */
  readonly gone?: { readonly since: string; readonly instead: string };
}

const always = 'always';
const stable: CiliumKind = { v2: always };
const alpha: CiliumKind = { v2alpha1: {} };
const both: CiliumKind = { v2: '1.18', v2alpha1: { deprecated: true } };

/**
 * Kinds of the API group `cilium.io`, which the operator brings, by the versions in which a minor serves them.
 *
 * @see cilium 1.19.6 and 1.20.2 pkg/k8s/apis/cilium.io/client/crds/v2, client/crds/v2alpha1
 * @see https://docs.cilium.io/en/v1.20/operations/upgrade/
 */
export const ciliumKinds: Readonly<Record<string, CiliumKind>> = {
  CiliumNetworkPolicy: stable,
  CiliumClusterwideNetworkPolicy: stable,
  CiliumEgressGatewayPolicy: stable,
  CiliumLocalRedirectPolicy: stable,
  CiliumEnvoyConfig: stable,
  CiliumClusterwideEnvoyConfig: stable,
  CiliumEndpoint: stable,
  CiliumIdentity: stable,
  CiliumNode: stable,
  CiliumLoadBalancerIPPool: both,
  CiliumCIDRGroup: both,
  CiliumBGPAdvertisement: both,
  CiliumBGPClusterConfig: both,
  CiliumBGPNodeConfig: both,
  CiliumBGPNodeConfigOverride: both,
  CiliumBGPPeerConfig: both,
  CiliumNodeConfig: { v2: always, v2alpha1: { deprecated: true } },
  CiliumL2AnnouncementPolicy: alpha,
  CiliumPodIPPool: alpha,
  CiliumEndpointSlice: alpha,
  CiliumGatewayClassConfig: alpha,
  CiliumDatapathPlugin: { v2alpha1: { since: '1.20' } },
  CiliumBGPPeeringPolicy: {
    v2alpha1: {},
    gone: { since: '1.19', instead: 'a CiliumBGPClusterConfig, a CiliumBGPPeerConfig and a CiliumBGPAdvertisement' },
  },
  CiliumExternalWorkload: {
    v2: always,
    gone: { since: '1.18', instead: 'nothing: machines outside of the cluster are no longer part of it' },
  },
};

/** The versions in which a minor of Cilium serves the kind, the one to write first. */
export function servedVersions({ v2, v2alpha1, gone }: CiliumKind, minor: string): readonly ('v2' | 'v2alpha1')[] {
  const isThere = (since: string | undefined) => since === undefined || since === always || compareMinors(minor, since) >= 0;
  if (gone !== undefined && isThere(gone.since)) return [];
  return [
    ...(v2 !== undefined && isThere(v2) ? (['v2'] as const) : []),
    ...(v2alpha1 !== undefined && isThere(v2alpha1.since) ? (['v2alpha1'] as const) : []),
  ];
}
