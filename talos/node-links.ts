import type { JsonObject } from '../lib/base';
import type { MetalModel, NodeModel } from '../lib/model';
import { document } from './document';

/**
 * The documents of a node's name and links, which Talos knows since 1.12 whatever the contract. Each link that is to have an
 * address is named: as soon as one has a document, Talos asks no DHCP server for the others by itself.
 *
 * @see talos v1.13.9 internal/app/machined/pkg/controllers/network/operator_config.go (RunDefaultDHCPOperators)
 */
export function linkDocuments(node: NodeModel, { vip, mtu }: Pick<MetalModel, 'vip' | 'mtu'>): JsonObject[] {
  const own = { interface: node.interface, ...(mtu === undefined ? {} : { mtu }) };
  return [
    document('HostnameConfig', { auto: 'off', hostname: node.name }),
    ...(node.dhcp ? dhcpLink(own) : [staticLink({ ...own, address: `${node.address}/${node.prefix}`, router: node.router })]),
    ...offloads(node),
    ...node.links.flatMap((link) => (link.address === 'dhcp' ? dhcpLink(link, secondaryRoute) : [staticLink(link)])),
    ...(vip === undefined || node.role === 'worker' ? [] : [document('Layer2VIPConfig', { name: vip, link: node.interface })]),
  ];
}

/** A way out that a further link's DHCP server offers comes after the node's own, which has 1024. */
const secondaryRoute = { routeMetric: 2048 };

interface Link {
  readonly interface: string;
  readonly mtu?: number;
}

function staticLink(link: Link & { readonly address: string; readonly router?: string }): JsonObject {
  return linkConfig(link, {
    addresses: [{ address: link.address }],
    ...(link.router === undefined ? {} : { routes: [{ gateway: link.router }] }),
  });
}

function dhcpLink(link: Link, fields: JsonObject = {}): JsonObject[] {
  return [...(link.mtu === undefined ? [] : [linkConfig(link)]), document('DHCPv4Config', { name: link.interface, ...fields })];
}

function linkConfig({ interface: name, mtu }: Link, fields: JsonObject = {}): JsonObject {
  return document('LinkConfig', { name, up: true, ...(mtu === undefined ? {} : { mtu }), ...fields });
}

/**
 * What keeps the Pi's network port from stopping under load.
 *
 * @see https://github.com/siderolabs/sbc-raspberrypi/issues/91
 */
function offloads({ machine, interface: name }: NodeModel): JsonObject[] {
  if (!switchesOffloadsOff(machine)) return [];
  return [document('EthernetConfig', { name, features: { 'tx-generic-segmentation': false, 'tx-tcp-segmentation': false } })];
}

/** Whether the offloads of a machine's network port are switched off. */
export function switchesOffloadsOff(machine: NodeModel['machine']): boolean {
  return machine.kind === 'raspberry-pi-5' && machine.options.offloads !== true;
}
