import type { JsonObject } from '../lib/base';
import { apiServerArguments, type MachineSettings, userVolumes } from './machine';

/**
 * The patch for config of contract 1.13 and older: fields of the one `v1alpha1` document.
 *
 * @see https://docs.siderolabs.com/talos/v1.13/reference/configuration/v1alpha1/config
 */
export function v1alpha1Patch(settings: MachineSettings): JsonObject[] {
  const extraMounts = settings.folders.flatMap((folder) =>
    'kubeletMount' in folder
      ? [{ destination: folder.kubeletMount, type: 'bind', source: folder.kubeletMount, options: ['bind', 'rshared', 'rw'] }]
      : [],
  );
  return [
    {
      machine: {
        features: {
          hostDNS: { enabled: true, forwardKubeDNSToHost: true, resolveMemberNames: true },
          kubePrism: { enabled: true, port: settings.kubePrismPort },
        },
        ...(extraMounts.length === 0 ? {} : { kubelet: { extraMounts } }),
      },
      cluster: {
        allowSchedulingOnControlPlanes: settings.schedulable,
        network: {
          cni: { name: settings.cni },
          dnsDomain: settings.dnsDomain,
          podSubnets: [settings.podSubnet],
          serviceSubnets: [settings.serviceSubnet],
        },
        proxy: { disabled: !settings.kubeProxy },
        apiServer: { extraArgs: apiServerArguments(settings) },
      },
    },
    ...userVolumes(settings),
  ];
}
