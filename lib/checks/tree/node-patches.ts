import { type JsonObject, overlay, parseCidr, valueAt } from '../../base';
import type { AddressFact, NodeFact } from '../fact';
import type { Machines } from './machines';
import { taintsOf } from './machines';
import type { TalosPiece } from './talos-piece';
import { itemsAt, textAt } from './tree';

/**
 * The machines that have a patch each, as those that Ichor writes; nothing where a patch doesn't say the role of its machine, as
 * then there may be machines without one.
 */
export function machinesOfPatches(pieces: readonly TalosPiece[]): Machines | undefined {
  const nodes = new Map<string, TalosPiece[]>();
  for (const piece of pieces) {
    if (piece.role !== 'node' || piece.only !== undefined) continue;
    if (piece.node?.role === undefined) return undefined;
    nodes.set(piece.node.name, [...(nodes.get(piece.node.name) ?? []), piece]);
  }
  const [first] = [...nodes.values()].flat();
  if (first === undefined) return undefined;
  const machines = [...nodes].map(([name, own]) => machine(name, own, pieces));
  return {
    nodes: machines.map(({ node }) => node),
    addresses: machines.flatMap(({ addresses }) => addresses),
    at: first.layer.document.at,
  };
}

function machine(name: string, own: readonly TalosPiece[], all: readonly TalosPiece[]) {
  const role = own[0]?.node?.role ?? 'worker';
  const at = (own[0] as TalosPiece).layer.document.at;
  const ofRole = all.filter((piece) => !piece.whole && piece.only === undefined && (piece.role === 'all' || piece.role === role));
  const config = [...ofRole, ...own].map(({ layer }) => layer.value);
  const main = config.filter(({ kind }) => kind === undefined).reduce<JsonObject>(overlay, {});
  const nodeConfig = config.filter(({ kind }) => kind === 'KubeNodeConfig').reduce<JsonObject>(overlay, {});
  const links = own.flatMap(({ layer }) => linksOf(layer));
  const [subnet] = [...itemsAt(nodeConfig, 'nodeIP', 'validSubnets'), ...itemsAt(main, 'machine', 'kubelet', 'nodeIP', 'validSubnets')];
  const fixed = typeof subnet === 'string' && subnet.endsWith('/32') ? subnet.slice(0, -'/32'.length) : undefined;
  const address = fixed ?? links[0]?.address.split('/', 1)[0];
  const labels = { ...labelsAt(main, 'machine', 'nodeLabels'), ...labelsAt(nodeConfig, 'labels') };
  const disk = textAt(main, 'machine', 'install', 'disk');
  const node: NodeFact = {
    ...{ name, role, machine: 'generic', at },
    subnet: parseCidr(links.find((link) => link.address.startsWith(`${address}/`))?.address ?? '')?.canonical ?? '',
    ...(address === undefined ? {} : { address }),
    ...(disk === undefined ? {} : { disk }),
    links,
    labels: {
      'kubernetes.io/hostname': name,
      'kubernetes.io/os': 'linux',
      ...(role === 'control-plane' ? { 'node-role.kubernetes.io/control-plane': '' } : {}),
      ...labels,
    },
    taints: [...taintsOf(valueAt(main, 'machine', 'nodeTaints')), ...taintsOf(valueAt(nodeConfig, 'taints'))],
  };
  const addresses: AddressFact[] = [
    ...(address === undefined ? [] : [{ what: `the node '${name}'`, of: 'node' as const, range: { first: address, last: address }, at }]),
    ...own.flatMap(({ layer: { value, document } }): AddressFact[] => {
      const vip = value.kind === 'Layer2VIPConfig' ? textAt(value, 'name') : undefined;
      if (vip === undefined || parseCidr(`${vip}/32`)?.family !== 4) return [];
      return [{ what: 'the control planes together', of: 'vip', range: { first: vip, last: vip }, at: document.place('name') }];
    }),
  ];
  return { node, addresses };
}

function linksOf({ value, document }: TalosPiece['layer']): NodeFact['links'][number][] {
  const name = value.kind === 'LinkConfig' ? textAt(value, 'name') : undefined;
  if (name === undefined) return [];
  return itemsAt(value, 'addresses').flatMap((item, i) => {
    const address = textAt(item, 'address');
    return address === undefined || parseCidr(address)?.family !== 4
      ? []
      : [{ interface: name, address, at: document.place(['addresses', i]) }];
  });
}

function labelsAt(config: JsonObject, ...path: string[]): Readonly<Record<string, string>> {
  const labels = valueAt(config, ...path);
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels)) return {};
  return Object.fromEntries(Object.entries(labels).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])));
}
