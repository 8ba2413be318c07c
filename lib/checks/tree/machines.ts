import { type Place, parseCidr, valueAt } from '../../base';
import type { InputDocument } from '../../input';
import type { AddressFact, NodeFact } from '../fact';
import type { Keys } from './layers';
import { type Inventory, nodeMarks } from './talos';
import type { TalosPiece } from './talos-piece';
import { itemsAt, textAt } from './tree';

/** The machines of a cluster, and who has which address; nothing where no file lists them. */
export interface Machines {
  readonly nodes: readonly NodeFact[];
  readonly addresses: readonly AddressFact[];
  readonly at: Place;
}

interface Machine {
  readonly name: string;
  readonly role: NodeFact['role'];
  readonly address: string | undefined;
  readonly interfaces: unknown;
  readonly at: (path: Keys) => Place;
  readonly interfacesAt: Keys;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: NodeFact['taints'];
  readonly disk: string | undefined;
}

/** The machines that talhelper's or topf's file lists, or else those whose whole config is here. */
export function machinesOf(inventories: readonly Inventory[], pieces: readonly TalosPiece[]): Machines | undefined {
  const [inventory] = inventories;
  const machines =
    inventory === undefined
      ? pieces.flatMap(wholeMachine)
      : itemsAt(inventory.document.object, 'nodes').flatMap((node, i) =>
          inventory.by === 'topf' ? topfMachine(inventory.document, node, i) : talhelperMachines(inventory.document, node, i),
        );
  if (machines.length === 0) return undefined;
  const at = inventory === undefined ? (machines[0] as Machine).at([]) : inventory.document.place('nodes');
  const nodes = machines.map(nodeOf);
  // Direct routes are judged by equal networks, so that one that isn't known makes all of them unknown.
  const sameKnown = nodes.every(({ subnet }) => subnet !== '');
  return {
    nodes: sameKnown ? nodes : nodes.map((node) => ({ ...node, subnet: '', links: [] })),
    addresses: machines.flatMap(addressesOf),
    at,
  };
}

function talhelperMachines(document: InputDocument, node: unknown, i: number): Machine[] {
  const name = textAt(node, 'hostname') ?? `node ${i + 1}`;
  const labels = valueAt(node, 'nodeLabels');
  return [
    {
      name,
      role: valueAt(node, 'controlPlane') === true ? 'control-plane' : 'worker',
      address: textAt(node, 'ipAddress')?.split(',', 1)[0]?.trim(),
      interfaces: valueAt(node, 'networkInterfaces'),
      interfacesAt: ['networkInterfaces'],
      at: (path) => document.place(['nodes', i, ...path]),
      labels: (labels ?? {}) as Record<string, string>,
      taints: taintsOf(valueAt(node, 'nodeTaints')),
      disk: textAt(node, 'installDisk'),
    },
  ];
}

function topfMachine(document: InputDocument, node: unknown, i: number): Machine[] {
  return [
    {
      name: textAt(node, 'host') ?? `node ${i + 1}`,
      role: textAt(node, 'role') === 'worker' ? 'worker' : 'control-plane',
      address: textAt(node, 'ip'),
      interfaces: undefined,
      interfacesAt: [],
      at: (path) => document.place(['nodes', i, ...path]),
      labels: {},
      taints: [],
      disk: undefined,
    },
  ];
}

function wholeMachine({ layer, whole }: TalosPiece): Machine[] {
  const type = textAt(layer.value, 'machine', 'type');
  if (!whole || type === undefined) return [];
  const { labels, taints } = nodeMarks(layer.value);
  const name = textAt(layer.value, 'machine', 'network', 'hostname');
  // A config without a name is that of a role, of which there may be any number of machines.
  if (name === undefined) return [];
  const interfaces = valueAt(layer.value, 'machine', 'network', 'interfaces');
  const first = itemsAt(interfaces === undefined ? {} : { interfaces }, 'interfaces')[0];
  return [
    {
      name,
      role: type === 'worker' ? 'worker' : 'control-plane',
      address: (itemsAt(first, 'addresses')[0] as string | undefined)?.replace(/\/.*$/, ''),
      interfaces,
      interfacesAt: ['machine', 'network', 'interfaces'],
      at: (path) => layer.document.place([...layer.inside, ...path]),
      labels,
      taints: taintsOf(taints),
      disk: textAt(layer.value, 'machine', 'install', 'disk'),
    },
  ];
}

function linksOf({ interfaces, interfacesAt, at }: Machine): NodeFact['links'][number][] {
  return itemsAt({ interfaces: interfaces as never }, 'interfaces').flatMap((link, i) => {
    const name = textAt(link, 'interface');
    return itemsAt(link, 'addresses').flatMap((address, a) =>
      typeof address === 'string' && parseCidr(address)?.family === 4 && name !== undefined
        ? [{ interface: name, address, at: at([...interfacesAt, i, 'addresses', a]) }]
        : [],
    );
  });
}

function nodeOf(machine: Machine): NodeFact {
  const { name, role, address, at, labels, taints, disk } = machine;
  const links = linksOf(machine);
  const own = address === undefined ? undefined : links.find((link) => link.address.startsWith(`${address}/`));
  const subnet = own === undefined ? '' : (parseCidr(own.address)?.canonical ?? '');
  return {
    ...{ name, role, subnet, machine: 'generic' as const, at: at([]) },
    ...(address === undefined ? {} : { address }),
    ...(disk === undefined ? {} : { disk }),
    links: own === undefined ? [] : [own, ...links.filter((link) => link !== own)],
    labels: {
      'kubernetes.io/hostname': name,
      'kubernetes.io/os': 'linux',
      ...(role === 'control-plane' ? { 'node-role.kubernetes.io/control-plane': '' } : {}),
      ...labels,
    },
    taints,
  };
}

function addressesOf(machine: Machine): AddressFact[] {
  const { name, address, at, interfaces, interfacesAt } = machine;
  const own: AddressFact[] = [];
  if (address !== undefined && parseCidr(`${address}/32`)?.family === 4)
    own.push({ what: `the node '${name}'`, of: 'node', range: { first: address, last: address }, at: at([]) });
  for (const [i, link] of itemsAt({ interfaces: interfaces as never }, 'interfaces').entries()) {
    const vip = textAt(link, 'vip', 'ip');
    if (vip === undefined || parseCidr(`${vip}/32`)?.family !== 4) continue;
    own.push({
      what: 'the control planes together',
      of: 'vip',
      range: { first: vip, last: vip },
      at: at([...interfacesAt, i, 'vip', 'ip']),
    });
  }
  return own;
}

/** Taints as Talos' config has them: `key: value:Effect`. */
export function taintsOf(said: unknown): NodeFact['taints'] {
  if (typeof said !== 'object' || said === null || Array.isArray(said)) return [];
  return Object.entries(said).flatMap(([key, text]) => {
    const [value = '', effect] = String(text).includes(':') ? String(text).split(':', 2) : ['', String(text)];
    return effect === 'NoSchedule' || effect === 'PreferNoSchedule' || effect === 'NoExecute' ? [{ key, value, effect }] : [];
  });
}
