import { compareMinors, type JsonObject } from '../lib/base';
import { commonDocuments, nameserverFields } from './common-documents';
import { document } from './document';
import { apiServerArguments, type MachineSettings } from './machine';
import { excludedFromLoadBalancers } from './taints';

/**
 * The patch for config of contract 1.13 and older: fields of the one `v1alpha1` document, and the documents that were beside
 * it by then.
 *
 * @see https://docs.siderolabs.com/talos/v1.13/reference/configuration/v1alpha1/config
 */
export function v1alpha1Patch(settings: MachineSettings, contract: string): JsonObject[] {
  const { kubeSpan } = settings;
  // The document for it came with 1.13; config of 1.12 has the field, and both at once are refused.
  const spanField = kubeSpan !== undefined && compareMinors(contract, '1.13') < 0;
  const resolver = nameserverFields(settings);
  return [
    {
      machine: {
        features: {
          hostDNS: { enabled: true, forwardKubeDNSToHost: true, resolveMemberNames: true },
          kubePrism: { enabled: true, port: settings.kubePrismPort },
        },
        ...kubelet(settings),
        ...(settings.role === 'control-plane' && settings.loadBalanced ? { nodeLabels: balanced(settings) } : {}),
        ...(spanField ? { network: { kubespan: { enabled: true, ...kubeSpan } } } : {}),
      },
      cluster: settings.role === 'control-plane' ? controlPlaneCluster(settings) : { network: subnets(settings) },
    },
    ...(kubeSpan !== undefined && !spanField ? [document('KubeSpanConfig', { enabled: true, ...kubeSpan })] : []),
    ...(Object.keys(resolver).length === 0 ? [] : [document('ResolverConfig', resolver)]),
    ...commonDocuments(settings),
  ];
}

/** All labels at once can be taken away any number of times, a single one only once. */
function balanced({ own }: MachineSettings): JsonObject {
  const deleted = { $patch: 'delete' };
  return own.labels ? { [excludedFromLoadBalancers]: deleted } : deleted;
}

function kubelet({ folders }: MachineSettings): JsonObject {
  const extraMounts = folders.flatMap((folder) =>
    'kubeletMount' in folder
      ? [{ destination: folder.kubeletMount, type: 'bind', source: folder.kubeletMount, options: ['bind', 'rshared', 'rw'] }]
      : [],
  );
  return extraMounts.length === 0 ? {} : { kubelet: { extraMounts } };
}

function controlPlaneCluster(settings: MachineSettings): JsonObject {
  return {
    allowSchedulingOnControlPlanes: settings.schedulable,
    network: { cni: { name: settings.cni }, ...subnets(settings) },
    proxy: { disabled: !settings.kubeProxy },
    apiServer: { extraArgs: apiServerArguments(settings) },
  };
}

function subnets({ dnsDomain, podSubnet, serviceSubnet }: MachineSettings): JsonObject {
  return { dnsDomain, podSubnets: [podSubnet], serviceSubnets: [serviceSubnet] };
}
