import { inDefinition, nthAddress, type Place, parseCidr } from '../../base';
import type { MetalModel, Model, NodeModel } from '../../model';
import type { AddressFact, NodeFact, SubnetFact } from '../fact';

type Cluster = Pick<Model, 'file' | 'platform' | 'network'>;

/** The place of an option of what stands at the place. */
export function below(place: Place, option: string): Place {
  return place.in === 'definition' ? { ...place, path: `${place.path}.${option}` } : place;
}

/** The nodes: those of the definition, or the containers that are made of it. */
export function nodesOf({ file, platform }: Cluster, controlPlanes: number): NodeFact[] {
  if (platform.kind === 'metal') return platform.nodes.map(nodeFact);
  const at = inDefinition(file, 'platform.nodes');
  return Array.from({ length: controlPlanes }, (_, i) => ({
    name: `control plane ${i + 1}`,
    role: 'control-plane',
    subnet: platform.subnet,
    links: [],
    machine: 'container',
    labels: { 'node-role.kubernetes.io/control-plane': '' },
    taints: [],
    at,
  }));
}

function nodeFact(node: NodeModel): NodeFact {
  const further = node.links.map(({ interface: link, address }, i) => ({ interface: link, address, at: below(node.at, `links[${i}]`) }));
  return {
    name: node.name,
    role: node.role,
    address: node.address,
    subnet: node.subnet,
    links: [{ interface: node.interface, address: `${node.address}/${node.prefix}`, at: below(node.at, 'interface') }, ...further],
    machine: node.machine.kind,
    ...(node.disk === undefined ? {} : { disk: node.disk }),
    labels: {
      'kubernetes.io/arch': node.architecture,
      'kubernetes.io/hostname': node.name,
      'kubernetes.io/os': 'linux',
      ...(node.role === 'control-plane' ? { 'node-role.kubernetes.io/control-plane': '' } : {}),
      ...node.labels,
    },
    taints: node.taints,
    at: node.at,
  };
}

/** Address ranges of the cluster, and of the networks that its nodes are in. */
export function subnetsOf({ file, platform, network }: Cluster): SubnetFact[] {
  const at = (path: string) => inDefinition(file, path);
  const name = platform.kind === 'docker' ? "Docker's network" : "the nodes' network";
  const subnets: SubnetFact[] = [
    { name: 'pods', cidr: network.pods, at: at('network.pods') },
    { name: 'services', cidr: network.services, at: at('network.services') },
    { name, cidr: platform.subnet, hasNodes: true, at: at('platform.subnet') },
  ];
  const others = platform.kind === 'docker' ? [] : platform.nodes.flatMap(networksOf);
  for (const other of others) if (!subnets.some(({ cidr }) => cidr === other.cidr)) subnets.push(other);
  return subnets;
}

function networksOf(node: NodeModel): SubnetFact[] {
  const links = node.links.flatMap(({ address, interface: link }, i) => {
    const cidr = parseCidr(address)?.canonical;
    return cidr === undefined ? [] : [{ name: `the network of ${link}`, cidr, hasNodes: true, at: below(node.at, `links[${i}].address`) }];
  });
  return [{ name: `the network of ${node.name}`, cidr: node.subnet, hasNodes: true, at: below(node.at, 'subnet') }, ...links];
}

/** Who has which address of the nodes' networks: machines, routers, the DHCP server and the VIP. */
export function addressesOf({ file, platform }: Cluster): AddressFact[] {
  if (platform.kind === 'docker') return [];
  const at = (path: string) => inDefinition(file, path);
  const one = (of: AddressFact['of'], what: string, address: string, place: Place): AddressFact => ({
    ...{ of, what, range: { first: address, last: address }, at: place },
  });
  return [
    ...platform.nodes.map(({ name, address, dhcp, at: place }) =>
      one(dhcp ? 'leased' : 'node', `the node '${name}'`, address, below(place, 'address')),
    ),
    ...platform.nodes.flatMap(({ name, links, at: place }) =>
      links.flatMap(({ address, interface: link }, i) =>
        address === 'dhcp' ? [] : [one('link', `${link} of '${name}'`, address.replace(/\/.*$/, ''), below(place, `links[${i}].address`))],
      ),
    ),
    ...routersOf(platform, at).map(({ address, place }) => one('router', 'the router', address, place)),
    ...(platform.vip === undefined ? [] : [one('vip', 'the control planes together', platform.vip, at('platform.vip'))]),
    ...(platform.dhcpRange === undefined
      ? []
      : [{ of: 'dhcp', what: 'the DHCP server', range: platform.dhcpRange, at: at('platform.dhcpRange') } as const]),
  ];
}

function routersOf({ subnet, nodes }: MetalModel, at: (path: string) => Place): { address: string; place: Place }[] {
  const [cidr, found] = [parseCidr(subnet), new Map<string, Place>()];
  const usual = cidr === undefined ? undefined : nthAddress(cidr, 1);
  for (const node of nodes) {
    if (node.router !== '' && !found.has(node.router))
      found.set(
        node.router,
        node.subnet !== subnet ? below(node.at, 'router') : at(node.router === usual ? 'platform.subnet' : 'platform.router'),
      );
  }
  return [...found].map(([address, place]) => ({ address, place }));
}
