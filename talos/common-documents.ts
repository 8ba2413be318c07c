import type { JsonObject } from '../lib/base';
import { document } from './document';
import type { MachineSettings } from './machine';

/**
 * The documents that both contracts know: user volumes, which are plain folders of the node that every kubelet since Talos
 * 1.12 sees, and the ingress firewall.
 *
 * @see talos v1.13.9 internal/app/machined/pkg/system/services/kubelet.go (UserVolumeMountPoint)
 */
export function commonDocuments({ folders, openings }: MachineSettings): JsonObject[] {
  const volumes = folders.flatMap((folder) =>
    'userVolume' in folder ? [document('UserVolumeConfig', { name: folder.userVolume, volumeType: 'directory' })] : [],
  );
  return [...volumes, ...(openings === undefined ? [] : firewall(openings))];
}

function firewall(openings: NonNullable<MachineSettings['openings']>): JsonObject[] {
  return [
    document('NetworkDefaultActionConfig', { ingress: 'block' }),
    ...openings.map(({ name, protocol, ports, from }) =>
      document('NetworkRuleConfig', { name, portSelector: { protocol, ports }, ingress: from.map((subnet) => ({ subnet })) }),
    ),
  ];
}

/** DNS servers of the node, as ResolverConfig has them in both contracts. */
export function nameserverFields({ nameservers }: MachineSettings): JsonObject {
  return nameservers.length === 0 ? {} : { nameservers: nameservers.map((address) => ({ address })) };
}
