import { compareText } from '../lib/base';
import type { FlowClient, FlowModel, Model } from '../lib/model';
import { anywhere, type Opening } from './opening';

/**
 * The ports at which Cilium hands connections from outside to Envoy on the node: those of gateways, and those that a rule for
 * HTTP limits. To the node's own firewall these are connections to the node, since a program on it answers, and it would drop
 * them; the port is the one that the packet has by then. Who may connect beyond that is for the policies to say.
 *
 * @see https://docs.cilium.io/en/v1.20/network/servicemesh/gateway-api/gateway-api/
 */
export function proxied({ flows }: Model, nodes: readonly string[]): readonly Opening[] {
  const clients = new Map<number, Set<string>>();
  for (const { from, ports } of flows.filter(isProxied)) {
    for (const { port } of ports) {
      const known = clients.get(port) ?? new Set(nodes);
      for (const subnet of subnetsOf(from)) known.add(subnet);
      clients.set(port, known);
    }
  }
  return [...clients]
    .sort(([a], [b]) => a - b)
    .map(([port, known]) => ({ name: `proxied-${port}`, protocol: 'tcp', ports: [port], from: widest(known) }));
}

function isProxied({ from, to, limit }: FlowModel): boolean {
  const isGateway = to.kind === 'entity' && to.entity === 'ingress';
  return subnetsOf(from).length > 0 && (isGateway || limit?.at === 'server');
}

/** Where a client is that comes from outside of the cluster. Gateways are inside: Envoy has an address of the pods'. */
function subnetsOf(client: FlowClient): readonly string[] {
  switch (client.kind) {
    case 'role':
    case 'addresses':
      return [client.cidr];
    case 'entity':
      return client.entity === 'ingress' ? [] : anywhere;
    default:
      return [];
  }
}

function widest(subnets: ReadonlySet<string>): readonly string[] {
  return anywhere.every((subnet) => subnets.has(subnet)) ? anywhere : [...subnets].sort(compareText);
}
