import type { JsonObject } from '../lib/base';
import { commonDocuments, nameserverFields } from './common-documents';
import { document } from './document';
import { apiServerArguments, type MachineSettings } from './machine';
import { controlPlaneRole, controlPlaneTaint, excludedFromLoadBalancers } from './taints';

const deleted: JsonObject = { $patch: 'delete' };

/**
 * The patch for config of contract 1.14 and newer: one document for each concern, and none of the `v1alpha1` fields whose
 * place they took, since Talos refuses config with both. Those of Kubernetes' control plane it refuses on workers.
 *
 * @see https://docs.siderolabs.com/talos/v1.14/reference/configuration/document-map
 */
export function documentsPatch(settings: MachineSettings): JsonObject[] {
  const controlPlane = settings.role === 'control-plane';
  return [
    ...(controlPlane && settings.cni === 'none' ? [document('KubeFlannelCNIConfig', deleted)] : []),
    document('KubeNetworkConfig', {
      dnsDomain: settings.dnsDomain,
      podSubnets: [settings.podSubnet],
      serviceSubnets: [settings.serviceSubnet],
    }),
    ...(controlPlane ? node(settings) : []),
    document('KubePrismConfig', { port: settings.kubePrismPort }),
    ...(controlPlane ? [document('KubeProxyConfig', { enabled: settings.kubeProxy })] : []),
    document('ResolverConfig', {
      hostDNS: { enabled: true, forwardKubeDNSToHost: true, resolveMemberNames: true },
      ...nameserverFields(settings),
    }),
    ...(controlPlane ? [document('KubeAPIServerConfig', { extraArgs: apiServerArguments(settings) })] : []),
    ...(settings.kubeSpan === undefined ? [] : [document('KubeSpanConfig', { enabled: true, ...settings.kubeSpan })]),
    ...commonDocuments(settings),
  ];
}

/**
 * Takes away what keeps workloads and load balancers off control planes. All labels or taints at once can be taken away any
 * number of times, a single one only once. What goes with all labels and has to stay comes back with a second document, which
 * Talos takes since 1.14 where the first deletes.
 */
function node({ schedulable, loadBalanced, own }: MachineSettings): JsonObject[] {
  const fields: JsonObject = {
    ...(loadBalanced ? { labels: own.labels ? { [excludedFromLoadBalancers]: deleted } : deleted } : {}),
    ...(schedulable ? { taints: own.taints ? { [controlPlaneTaint]: deleted } : deleted } : {}),
  };
  return [
    ...(Object.keys(fields).length === 0 ? [] : [document('KubeNodeConfig', fields)]),
    ...(loadBalanced && !own.labels ? [document('KubeNodeConfig', { labels: { [controlPlaneRole]: '' } })] : []),
  ];
}
