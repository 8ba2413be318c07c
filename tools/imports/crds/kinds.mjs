// The kinds of Cilium objects that the project has types of.

const API = 'pkg/k8s/apis/cilium.io';

/**
 * The kinds, each with the version that the cluster stores, the Go type behind it and the file of its CRD.
 *
 * @type {{ kind: string, goType: string, file: string }[]}
 */
export const KINDS = [
  ['v2', 'CiliumBGPAdvertisement', 'ciliumbgpadvertisements'],
  ['v2', 'CiliumBGPClusterConfig', 'ciliumbgpclusterconfigs'],
  ['v2', 'CiliumBGPPeerConfig', 'ciliumbgppeerconfigs'],
  ['v2', 'CiliumCIDRGroup', 'ciliumcidrgroups'],
  ['v2', 'CiliumClusterwideNetworkPolicy', 'ciliumclusterwidenetworkpolicies'],
  ['v2alpha1', 'CiliumL2AnnouncementPolicy', 'ciliuml2announcementpolicies'],
  ['v2', 'CiliumLoadBalancerIPPool', 'ciliumloadbalancerippools'],
  ['v2', 'CiliumNetworkPolicy', 'ciliumnetworkpolicies'],
].map(([version, kind, file]) => ({
  kind,
  goType: `${API}/${version}.${kind}`,
  file: `${API}/client/crds/${version}/${file}.yaml`,
}));
