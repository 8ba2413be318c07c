import { compareText, contains, nthAddress, parseAddress, parseCidr, parseSize } from '../../base';
import type { MetalModel, NodeCounts, NodeModel } from '../model';
import type { MetalOptions, Node } from '../platform/metal';
import { resolveRange } from './address-range';
import type { Context } from './context';
import { checkLabels, checkName } from './namespaces';
import { checkSubnet } from './network';
import { checkWorkerLabels } from './node-labels';
import { patchesOf } from './patches';

const subnetLength = { shortest: 8, longest: 30, why: 'nodes and router need addresses of it', example: '192.168.1.0/24' };

/** Checks the machines and derives what their configuration needs. */
export function resolveMetal(context: Context, options: MetalOptions): { platform: MetalModel; nodes: NodeCounts } {
  const { subnet, flat = false, vip, dhcpRange, nameservers = [], mtu = 1500, kubeSpan = false, firewall = false } = options;
  checkSubnet(context, 'platform.subnet', subnet, subnetLength);
  const nodes = sorted(options.nodes).map((node) => resolveNode(context, node, options));
  checkNodes(context, nodes);
  checkMtu(context, 'platform.mtu', mtu);
  for (const [i, address] of nameservers.entries()) checkAddress(context, `platform.nameservers[${i}]`, address);
  if (vip !== undefined) checkAddress(context, 'platform.vip', vip);
  const range = dhcpRange === undefined ? undefined : resolveRange(context, 'platform.dhcpRange', dhcpRange);
  const controlPlanes = nodes.filter(({ role }) => role === 'control-plane');
  return {
    platform: {
      kind: 'metal',
      subnet,
      flat,
      ...(vip === undefined ? {} : { vip }),
      endpoint: vip ?? controlPlanes[0]?.address ?? '',
      ...(range === undefined ? {} : { dhcpRange: { first: range.first, last: range.last } }),
      nameservers,
      ...(mtu === 1500 ? {} : { mtu }),
      kubeSpan,
      firewall,
      nodes,
    },
    nodes: {
      controlPlanes: controlPlanes.length,
      workers: nodes.length - controlPlanes.length,
      schedulable: nodes.filter(({ taints }) => taints.every(({ effect }) => effect === 'PreferNoSchedule')).length,
    },
  };
}

function sorted(nodes: readonly Node[]): readonly Node[] {
  return [...nodes].sort((a, b) => compareText(a.role, b.role));
}

/** The path by which findings name a node. */
export function nodePath(name: string): string {
  return `platform.nodes.${name}`;
}

function resolveNode(context: Context, { name, role, options }: Node, platform: MetalOptions): NodeModel {
  const path = nodePath(name);
  const { machine, address, dhcp = false, subnet = platform.subnet, links = [], labels = {}, taints = [] } = options;
  const own = options.subnet !== undefined;
  if (own) checkSubnet(context, `${path}.subnet`, subnet, subnetLength);
  const cidr = parseCidr(subnet);
  const router = options.router ?? (own ? undefined : platform.router) ?? (cidr && nthAddress(cidr, 1)) ?? '';
  checkName(context, path, name, 'a node');
  checkPlaced(context, path, 'address', address, subnet);
  if (router !== '') checkPlaced(context, options.router === undefined && !own ? 'platform' : path, 'router', router, subnet);
  checkLabels(context, `${path}.labels`, labels);
  if (role === 'worker') checkWorkerLabels(context, `${path}.labels`, name, labels);
  checkTaints(context, path, taints);
  checkLinks(context, path, options);
  const disk = options.disk ?? machine.options.disk ?? (machine.kind === 'raspberry-pi-5' ? '/dev/mmcblk0' : undefined);
  if (disk === undefined)
    context.add('NOD005', `${path}.disk`, `nobody says on which disk of '${name}' Talos is to be installed, and what is on it is lost`, {
      repair: "write disk: { serial: '…' }, or disk: '/dev/nvme0n1'",
    });
  else if (typeof disk === 'string' && !disk.startsWith('/dev/'))
    context.add('NOD005', `${path}.disk`, `'${disk}' is no device`, {
      repair: `write '/dev/${disk.replace(/^.*\//, '')}', or { serial: '…' }`,
    });
  const said = options.memory ?? machine.options.memory;
  const memory = said === undefined ? undefined : parseSize(said);
  if (said !== undefined && memory === undefined)
    context.add('PLT001', `${path}.memory`, `'${said}' is not a size`, {
      repair: parseSize(`${said}B`) === undefined ? "write it as '8GiB'" : `write '${said}B'`,
    });
  return {
    name,
    role,
    address,
    subnet,
    prefix: cidr?.prefix ?? 0,
    router,
    dhcp,
    interface: options.interface ?? machine.options.interface ?? 'end0',
    links,
    machine,
    architecture: machine.kind === 'generic' ? machine.options.architecture : 'arm64',
    ...(disk === undefined ? {} : { disk }),
    ...(memory === undefined ? {} : { memory }),
    labels,
    taints,
    patches: patchesOf(context, `${path}.patch`, options.patch),
    at: context.at(path),
  };
}

function checkAddress(context: Context, path: string, address: string): boolean {
  const parsed = parseAddress(address);
  if (parsed?.family === 4) return true;
  context.add('PLT004', path, `'${address}' is not an IPv4 address`, {
    repair: address.includes('/') ? `write '${address.split('/', 1)[0]}'` : "write one as '192.168.1.31'",
  });
  return false;
}

/** An address that has to be in the subnet, and neither its first nor its last. */
function checkPlaced(context: Context, path: string, option: string, address: string, subnet: string): void {
  const at = `${path}.${option}`;
  const cidr = parseCidr(subnet);
  if (!checkAddress(context, at, address) || cidr === undefined) return;
  const single = parseCidr(`${address}/32`);
  const what = option === 'router' ? 'the router' : 'the node';
  if (single !== undefined && !contains(cidr, single)) {
    context.add('NOD003', at, `${address} is not in ${subnet}, and ${what} could not be reached there`, {
      repair: `write an address of ${subnet}, or another subnet`,
      also: [option === 'router' ? 'platform.subnet' : `${path}.subnet`],
    });
  } else if (single?.first === cidr.first || single?.first === cidr.last) {
    context.add(
      'NOD003',
      at,
      `${address} is the ${single.first === cidr.first ? 'first' : 'last'} address of ${subnet}, which nobody can have`,
      {
        repair: `write another address of ${subnet}`,
      },
    );
  }
}

function checkTaints(context: Context, path: string, taints: NodeModel['taints']): void {
  taints.forEach(({ key, value, effect }, i) => {
    checkLabels(context, `${path}.taints[${i}]`, { [key]: value ?? '' });
    if (taints.slice(0, i).some((t) => t.key === key && t.effect === effect))
      context.add('NOD006', `${path}.taints[${i}]`, `the taint '${key}:${effect}' stands twice`, { repair: 'leave one out' });
    else if (taints.slice(0, i).some((t) => t.key === key))
      context.add('NOD006', `${path}.taints[${i}]`, `Talos takes one taint of the key '${key}'`, { repair: 'leave one out' });
  });
}

function checkLinks(context: Context, path: string, { links = [], machine, interface: own }: Node['options']): void {
  const seen = new Set([own ?? machine.options.interface ?? 'end0']);
  links.forEach(({ interface: link, address, mtu }, i) => {
    const at = `${path}.links[${i}]`;
    if (seen.has(link)) context.add('NOD007', at, `the link '${link}' is there already`, { repair: 'write another interface' });
    seen.add(link);
    if (address !== 'dhcp' && (parseCidr(address)?.family !== 4 || parseAddress(address.split('/', 1)[0] ?? '') === undefined))
      context.add('NOD007', `${at}.address`, `'${address}' is neither an address with its prefix length nor 'dhcp'`, {
        repair: "write it as '10.9.0.11/24'",
      });
    if (mtu !== undefined) checkMtu(context, `${at}.mtu`, mtu);
  });
}

function checkMtu(context: Context, path: string, mtu: number): void {
  if (mtu < 1280 || mtu > 9216)
    context.add('NET008', path, `packets of ${mtu} bytes are none that Ethernet carries`, {
      repair: 'write 1500, or up to 9216 for jumbo frames',
    });
}

function checkNodes(context: Context, nodes: readonly NodeModel[]): void {
  const controlPlanes = nodes.filter(({ role }) => role === 'control-plane').length;
  if (controlPlanes === 0)
    context.add('NOD001', 'platform.nodes', 'nobody runs etcd and the API server', {
      repair: "write controlPlane('…', { … }) for one node at least",
    });
  else if (controlPlanes % 2 === 0)
    context.add(
      'NOD002',
      'platform.nodes',
      `etcd on ${controlPlanes} control planes survives no more failures than on ${controlPlanes - 1}`,
      {
        repair: `write ${controlPlanes - 1} or ${controlPlanes + 1} of them`,
      },
    );
  const [names, addresses] = [new Set<string>(), new Map<string, string>()];
  for (const { name, address } of nodes) {
    if (names.has(name)) context.add('NOD004', nodePath(name), `two nodes are called '${name}'`, { repair: 'write another name for one' });
    names.add(name);
    const other = addresses.get(address);
    if (other !== undefined)
      context.add('NOD004', `${nodePath(name)}.address`, `'${other}' has the address ${address} as well`, {
        repair: 'write another address for one',
        also: [`${nodePath(other)}.address`],
      });
    else addresses.set(address, name);
  }
}
