// The kinds of custom resources that the project has types of.

/**
 * A kind in one version, with the Go type behind it and the file of its CRD.
 *
 * @typedef {{ kind: string, version: string, goType: string, file: string }} Kind
 */

const API = 'pkg/k8s/apis/cilium.io';

/**
 * Cilium's kinds, each in the version that the cluster stores.
 *
 * @type {Kind[]}
 */
export const CILIUM_KINDS = [
  ['v2', 'CiliumBGPAdvertisement', 'ciliumbgpadvertisements'],
  ['v2', 'CiliumBGPClusterConfig', 'ciliumbgpclusterconfigs'],
  ['v2', 'CiliumBGPNodeConfigOverride', 'ciliumbgpnodeconfigoverrides'],
  ['v2', 'CiliumBGPPeerConfig', 'ciliumbgppeerconfigs'],
  ['v2', 'CiliumCIDRGroup', 'ciliumcidrgroups'],
  ['v2', 'CiliumClusterwideNetworkPolicy', 'ciliumclusterwidenetworkpolicies'],
  ['v2alpha1', 'CiliumL2AnnouncementPolicy', 'ciliuml2announcementpolicies'],
  ['v2', 'CiliumLoadBalancerIPPool', 'ciliumloadbalancerippools'],
  ['v2', 'CiliumNetworkPolicy', 'ciliumnetworkpolicies'],
].map(([version, kind, file]) => ({
  kind,
  version,
  goType: `${API}/${version}.${kind}`,
  file: `${API}/client/crds/${version}/${file}.yaml`,
}));

/**
 * The kinds of the Gateway API by its minor, each in the version that the Cilium of that minor looks for: 1.19 takes
 * TLSRoute from the experimental channel, and knows no BackendTLSPolicy.
 *
 * @type {Record<string, Kind[]>}
 */
export const GATEWAY_API_KINDS = {
  1.4: [
    ['standard', 'v1', 'GRPCRoute', 'grpcroutes'],
    ['standard', 'v1', 'Gateway', 'gateways'],
    ['standard', 'v1', 'GatewayClass', 'gatewayclasses'],
    ['standard', 'v1', 'HTTPRoute', 'httproutes'],
    ['standard', 'v1beta1', 'ReferenceGrant', 'referencegrants'],
    ['experimental', 'v1alpha2', 'TLSRoute', 'tlsroutes'],
  ].map(gatewayApiKind),
  1.6: [
    ['standard', 'v1', 'BackendTLSPolicy', 'backendtlspolicies'],
    ['standard', 'v1', 'GRPCRoute', 'grpcroutes'],
    ['standard', 'v1', 'Gateway', 'gateways'],
    ['standard', 'v1', 'GatewayClass', 'gatewayclasses'],
    ['standard', 'v1', 'HTTPRoute', 'httproutes'],
    ['standard', 'v1', 'ReferenceGrant', 'referencegrants'],
    ['standard', 'v1', 'TLSRoute', 'tlsroutes'],
  ].map(gatewayApiKind),
};

/** @returns {Kind} */
function gatewayApiKind([channel, version, kind, file]) {
  return { kind, version, goType: `apis/${version}.${kind}`, file: `config/crd/${channel}/gateway.networking.k8s.io_${file}.yaml` };
}
