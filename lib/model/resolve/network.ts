import { parseCidr, parsePortRange, subdomainFault } from '../../base';
import type { NetworkModel, PlatformModel } from '../model';
import type { CiliumOptions } from '../network/cilium';
import { resolveCilium } from './cilium';
import type { Context } from './context';

/** Checks addresses and ports and fills in what the definition leaves out. */
export function resolveNetwork(context: Context, platform: PlatformModel): NetworkModel {
  const { kind, options } = context.definition.network;
  const { pods = '10.244.0.0/16', services = '10.96.0.0/12', nodePorts = '30000-32767', dnsDomain = 'cluster.local' } = options;
  checkSubnet(context, 'network.pods', pods, { shortest: 8, longest: 24, why: 'each node gets a /24 of it', example: '10.244.0.0/16' });
  checkSubnet(context, 'network.services', services, {
    shortest: 12,
    longest: 30,
    why: 'the API server takes /12 to /30',
    example: '10.96.0.0/12',
  });
  const range = parsePortRange(nodePorts);
  if (range === undefined)
    context.add('NET006', 'network.nodePorts', `'${nodePorts}' is not a range of ports`, { repair: "write it as '30000-32767'" });
  const fault = subdomainFault(dnsDomain);
  if (fault !== undefined)
    context.add('NAM001', 'network.dnsDomain', `'${dnsDomain}' ${fault}`, { repair: "write a DNS domain, e.g. 'cluster.local'" });
  return {
    pods,
    services,
    nodePorts: range ?? { min: 30000, max: 32767 },
    dnsDomain,
    ...(kind === 'cilium' ? { cilium: resolveCilium(context, options as CiliumOptions, platform) } : {}),
  };
}

/** Checks one address range: prefix notation, IPv4, host bits clear, of a length that works. */
export function checkSubnet(
  context: Context,
  path: string,
  text: string,
  length: { shortest: number; longest: number; why: string; example: string },
): void {
  const cidr = parseCidr(text);
  if (cidr === undefined) {
    context.add('NET001', path, `'${text}' is not an address range in prefix notation`, { repair: `write it as '${length.example}'` });
  } else if (cidr.family !== 4) {
    context.add('NET002', path, `'${text}' is IPv6, and KubePrism and Talos' host DNS listen on IPv4 only`, {
      repair: 'write an IPv4 range',
    });
  } else if (cidr.canonical !== text) {
    context.add('NET004', path, `'${text}' has host bits set`, { repair: `write '${cidr.canonical}'` });
  } else if (cidr.prefix < length.shortest || cidr.prefix > length.longest) {
    context.add('NET003', path, `'${text}' is too ${cidr.prefix > length.longest ? 'small' : 'large'}: ${length.why}`, {
      repair: `write a prefix length of ${length.shortest} to ${length.longest}`,
    });
  }
}
