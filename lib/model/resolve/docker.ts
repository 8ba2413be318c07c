import { nthAddress, parseAddress, parseCidr, parseSize } from '../../base';
import type { DockerModel, NodeCounts } from '../model';
import { type DockerOptions, hostAddressOut } from '../platform/docker';
import type { Context } from './context';
import { checkSubnet } from './network';

const leastMemory = 2 * 2 ** 30;

/** Checks the Docker platform and derives its addresses. */
export function resolveDocker(context: Context, options: DockerOptions): { platform: DockerModel; nodes: NodeCounts } {
  const { host, provider, hostAddress = {}, hostIp = '127.0.0.1', memory, cpus = 2, subnet = '10.5.0.0/24', nodes } = options;
  checkSubnet(context, 'platform.subnet', subnet, {
    shortest: 8,
    longest: 28,
    why: 'the nodes and the gateway need addresses of it',
    example: '10.5.0.0/24',
  });
  const cidr = parseCidr(subnet);
  const gateway = (cidr && nthAddress(cidr, 1)) ?? '';

  const bytes = parseSize(memory);
  if (bytes === undefined)
    context.add('PLT001', 'platform.memory', `'${memory}' is not a size as talosctl takes it`, {
      repair: parseSize(`${memory}B`) === undefined ? "write it as '6GiB'" : `write '${memory}B'`,
    });
  else if (bytes < leastMemory)
    context.add('PLT001', 'platform.memory', `'${memory}' is less than the 2 GiB that Talos asks for on a control plane`, {
      repair: "write at least '2GiB'",
    });
  if (!(cpus > 0)) context.add('PLT006', 'platform.cpus', `${cpus} CPUs run nothing`, { repair: 'write a number above 0' });

  if (parseAddress(hostIp) === undefined)
    context.add('PLT004', 'platform.hostIp', `'${hostIp}' is not an address`, { repair: "write '127.0.0.1', or an address of the host" });
  else if (hostIp === '0.0.0.0') {
    context.add(
      'PLT005',
      'platform.hostIp',
      "'0.0.0.0' publishes every exposed port to whoever can reach the host; where Docker runs in a virtual machine, pods can't tell them from the host",
      {
        repair: "write '127.0.0.1', or accept it",
      },
    );
  }
  const controlPlanes = nodes?.controlPlanes ?? 1;
  if (controlPlanes < 1)
    context.add('PLT003', 'platform.nodes', `a cluster has a control plane, and not ${controlPlanes}`, {
      repair: 'write controlPlanes(1)',
    });
  else if (controlPlanes !== 1) {
    context.add(
      'PLT003',
      'platform.nodes',
      `talosctl gives the port map to each of ${controlPlanes} control planes, and the second can't bind it`,
      { repair: 'write controlPlanes(1)' },
    );
  }
  for (const direction of ['in', 'out'] as const) {
    const address = hostAddress[direction];
    if (address !== undefined && parseAddress(address) === undefined) {
      context.add('PLT007', `platform.hostAddress.${direction}`, `'${address}' is not an address`, {
        repair: "write one address, e.g. '192.168.5.2'",
      });
    }
  }
  const known = hostAddressOut[provider];
  const out = hostAddress.out ?? (known === 'gateway' ? gateway : known);
  return {
    platform: {
      kind: 'docker',
      provider,
      subnet,
      gateway,
      nodeAddress: (cidr && nthAddress(cidr, 2)) ?? '',
      hostIp,
      memory: { text: memory, bytes: bytes ?? 0 },
      cpus,
      ...(host === undefined ? {} : { host: { role: host.name, in: hostAddress.in ?? gateway, ...(out === undefined ? {} : { out }) } }),
    },
    nodes: { controlPlanes, workers: 0, schedulable: controlPlanes },
  };
}
