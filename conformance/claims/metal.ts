import type { MetalPlatform, Node } from 'ichor';
import { schematicId } from '../../talos/schematic';
import type { Case } from '../case';
import { type Judged, judged, type Machine } from '../judged';
import { meantDisks } from './disks';
import { expectFirewall } from './firewall';
import { askedSchematic } from './schematic';
import { chosen } from './subnets';
import type { LinkSummary, MetalSummary, Summary } from './summary';

const controlPlaneKey = 'node-role.kubernetes.io/control-plane';
const excludedFromLoadBalancers = 'node.kubernetes.io/exclude-from-external-load-balancers';

/** A node as the definition has it. */
interface AskedNode {
  readonly node: Node;
  readonly platform: MetalPlatform['options'];
  readonly isControlPlane: boolean;
}

/** What the definition asked Talos for on one node of metal beside what it asks for everywhere, read from the definition itself. */
export function askedOfMetal(asked: Case, machine: Machine): Partial<Summary> {
  const { node, isControlPlane } = askedNode(asked, machine.name);
  return isControlPlane ? { allowSchedulingOnControlPlanes: takesWorkloads(node) } : {};
}

/** Expects of a node of metal that it is what the definition asked for, and nothing more. */
export function expectMetal(asked: Case, machine: Machine, { metal, nodeLabels, nodeTaints }: Summary): void {
  const node = askedNode(asked, machine.name);
  if (metal === undefined) throw new Error(`${machine.name}: the judge said nothing of metal`);
  const { firewall, nodeIPSubnets = [], controlPlaneOnly = [], etcdAdvertisedSubnets, etcdListenSubnets, ...rest } = metal;
  const { disk: _, selector: __, ...install } = rest.install ?? {};
  expect({ ...rest, install }).toEqual(askedMetal(asked, node));
  expect(install).toMatchObject({ disks: [expect.any(String)] });
  expect(nodeLabels).toEqual(askedLabels(asked, node));
  expect(nodeTaints).toEqual(
    Object.fromEntries((node.node.options.taints ?? []).map((t) => [t.key, [t.value, t.effect].filter(Boolean).join(':')])),
  );
  expect(chosen(addressesOf(node), nodeIPSubnets)).toEqual([node.node.options.address]);
  if (node.isControlPlane) {
    expect(chosen(addressesOf(node), etcdAdvertisedSubnets ?? [])).toEqual([node.node.options.address]);
    // Talos leaves the VIP out of what kubelet and etcd are known by, and not out of what etcd listens on.
    const { vip } = node.platform;
    expect(chosen([...addressesOf(node), ...(vip === undefined ? [] : [vip])], etcdListenSubnets ?? [])).toEqual([
      node.node.options.address,
    ]);
    expect(controlPlaneOnly).toContain('cluster.etcd');
  } else {
    expect({ etcdAdvertisedSubnets, etcdListenSubnets, controlPlaneOnly }).toEqual({ controlPlaneOnly: [] });
  }
  if (node.platform.firewall === true) expectFirewall(asked, machine.name, firewall);
  else expect(firewall).toEqual({ defaultAction: 'accept' });
}

function askedNode({ cluster: { definition } }: Case, name: string): AskedNode {
  const { platform } = definition;
  if (platform.kind !== 'metal') throw new Error(`'${definition.name}' is not on metal`);
  const node = platform.options.nodes.find((n) => n.name === name);
  if (node === undefined) throw new Error(`there is no node '${name}'`);
  return { node, platform: platform.options, isControlPlane: node.role === 'control-plane' };
}

/** Everything that isn't looked at for what it does: no other link, address, route, name server, module or setting is there. */
function askedMetal(asked: Case, { node, platform, isControlPlane }: AskedNode): Omit<MetalSummary, 'firewall'> {
  const { vip, nameservers = [], kubeSpan = false } = platform;
  const input = judged(asked);
  const { versions } = asked.cluster.definition;
  const disk = node.options.disk ?? node.options.machine.options.disk;
  return {
    hostname: node.name,
    autoHostname: 'off',
    defaultDHCP: false,
    links: askedLinks(node, platform),
    ...(isControlPlane && vip !== undefined ? { vips: [{ address: vip, link: linkOf(node) }] } : {}),
    ...(nameservers.length === 0 ? {} : { nameservers }),
    install: {
      disks: meantDisks(disk ?? '/dev/mmcblk0'),
      image: `factory.talos.dev/metal-installer/${schematicId(askedSchematic(node.options.machine))}:v${versions.talos}`,
      wipe: false,
    },
    discovery: true,
    ...(kubeSpan ? { kubeSpan: { advertiseKubernetesNetworks: routesPods(input), mtu: 1420 } } : {}),
    ...(isControlPlane ? asked.own?.metal : asked.own?.workers),
  };
}

/** Whether pods are reached at their own addresses. */
function routesPods({ model }: Judged): boolean {
  return model.network.cilium?.datapath.routing === 'native';
}

function linkOf({ options: { interface: own, machine } }: Node): string {
  return own ?? machine.options.interface ?? 'end0';
}

function askedLinks(node: Node, platform: MetalPlatform['options']): Record<string, LinkSummary> {
  const { address, dhcp = false, links = [], machine } = node.options;
  const subnet = node.options.subnet ?? platform.subnet;
  const { mtu = 1500 } = platform;
  const router = node.options.router ?? (node.options.subnet === undefined ? platform.router : undefined) ?? firstOf(subnet);
  const offloadsOff = machine.kind === 'raspberry-pi-5' && machine.options.offloads !== true;
  const own: LinkSummary = {
    ...(mtu === 1500 ? {} : { mtu, up: true }),
    ...(dhcp ? { dhcp } : { up: true, addresses: [`${address}/${subnet.split('/')[1]}`], routes: [{ gateway: router }], dhcp }),
    ...(offloadsOff ? { features: { 'tx-generic-segmentation': false, 'tx-tcp-segmentation': false } } : {}),
  };
  const further = links.map((link): [string, LinkSummary] => {
    const size = link.mtu === undefined ? {} : { mtu: link.mtu, up: true };
    // What it offers as the way out comes behind the node's own.
    if (link.address === 'dhcp') return [link.interface, { ...size, dhcp: true, dhcpRouteMetric: 2048 }];
    return [link.interface, { ...size, up: true, addresses: [link.address], dhcp: false }];
  });
  return { [linkOf(node)]: own, ...Object.fromEntries(further) };
}

function firstOf(subnet: string): string {
  return subnet.replace(/\d+\/\d+$/, (end) => String(Number.parseInt(end, 10) + 1));
}

/** Addresses that are written down: those that a server gives aren't known. */
function addressesOf({ node }: AskedNode): string[] {
  const { address, links = [] } = node.options;
  return [address, ...links.filter((link) => link.address !== 'dhcp').map((link) => link.address.replace(/\/.*$/, ''))];
}

/** Nothing keeps workloads off a control plane but its own taints. */
function takesWorkloads({ options: { taints = [] } }: Node): boolean {
  return !taints.some(({ key, effect }) => key === controlPlaneKey && effect === 'NoSchedule');
}

function askedLabels({ own }: Case, { node, isControlPlane }: AskedNode): Record<string, string> {
  if (!isControlPlane) return { ...node.options.labels };
  const excluded: Record<string, string> = takesWorkloads(node) ? {} : { [excludedFromLoadBalancers]: '' };
  return { [controlPlaneKey]: '', ...excluded, ...node.options.labels, ...own?.talos?.nodeLabels };
}
