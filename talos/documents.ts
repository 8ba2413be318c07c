import type { JsonObject } from '../lib/base';
import { apiServerArguments, type MachineSettings, userVolumes } from './machine';

function document(kind: string, fields: JsonObject): JsonObject {
  return { apiVersion: 'v1alpha1', kind, ...fields };
}

/**
 * The patch for config of contract 1.14 and newer: one document for each concern, and none of the `v1alpha1` fields whose
 * place they took, since Talos refuses config with both.
 *
 * @see https://docs.siderolabs.com/talos/v1.14/reference/configuration/document-map
 */
export function documentsPatch(settings: MachineSettings): JsonObject[] {
  return [
    ...(settings.cni === 'none' ? [document('KubeFlannelCNIConfig', { $patch: 'delete' })] : []),
    document('KubeNetworkConfig', {
      dnsDomain: settings.dnsDomain,
      podSubnets: [settings.podSubnet],
      serviceSubnets: [settings.serviceSubnet],
    }),
    ...(settings.schedulable
      ? [document('KubeNodeConfig', { taints: { 'node-role.kubernetes.io/control-plane': { $patch: 'delete' } } })]
      : []),
    document('KubePrismConfig', { port: settings.kubePrismPort }),
    document('KubeProxyConfig', { enabled: settings.kubeProxy }),
    document('ResolverConfig', { hostDNS: { enabled: true, forwardKubeDNSToHost: true, resolveMemberNames: true } }),
    document('KubeAPIServerConfig', { extraArgs: apiServerArguments(settings) }),
    ...userVolumes(settings),
  ];
}
