import type { OutsideClient } from '../exposure';
import type { L7 } from '../l7';
import type { DatapathModel, EndpointModel, FlowClient, PortModel, ServiceModel } from '../model';
import { outsideClients } from './clients';
import type { Context } from './context';

/** A connection that an exposure brings, before it is known which end's policy limits it. */
export interface PublishedFlow {
  readonly from: FlowClient;
  /** A workload, or the gateways. */
  readonly to: EndpointModel | 'gateways';
  readonly ports: readonly { readonly port: number; readonly protocol: PortModel['protocol'] }[];
  readonly l7?: L7 | undefined;
  readonly gateway?: true;
  readonly path: string;
}

/** What exposures bring: Services, and the connections through them. */
export interface Published {
  readonly services: ServiceModel[];
  readonly flows: PublishedFlow[];
}

interface Reached {
  readonly from: OutsideClient | readonly OutsideClient[];
  readonly endpoint: EndpointModel;
  readonly port: PortModel;
  readonly l7: L7 | undefined;
  readonly externalTrafficPolicy: 'Cluster' | 'Local';
  readonly path: string;
}

/**
 * As whom a workload sees the clients of a load balancer.
 *
 * Where the client's address is kept (`dsr`, `externalTrafficPolicy: Local`, a single node), they are who they are. Otherwise
 * connections to a pod of another node come from the node that took them: through a tunnel such a node counts as `world`,
 * by native routing as `remote-node`, so that no client can be told from another.
 *
 * @see https://docs.cilium.io/en/v1.20/network/kubernetes/kubeproxy-free/#client-source-ip-preservation
 */
export function reachOf(context: Context, reached: Reached, { loadBalancer, routing }: DatapathModel, nodes: number): PublishedFlow[] {
  const { endpoint, port, l7, path } = reached;
  const clients = outsideClients(context, reached.from, path);
  const to = { to: endpoint, ports: [{ port: port.port, protocol: port.protocol }], l7, path };
  const isKept = loadBalancer === 'dsr' || reached.externalTrafficPolicy === 'Local' || nodes === 1;
  if (isKept) return clients.map((from) => ({ from, ...to }));
  const known = clients.filter((from) => from.kind !== 'entity');
  for (const from of known) {
    const who = from.kind === 'role' ? `'${from.role}'` : from.kind === 'addresses' ? from.cidr : '';
    context.add(
      'INV073',
      `${path}.from`,
      `with loadBalancer: 'snat', pods of other nodes than the one that is asked see that node in place of ${who}`,
      {
        repair: "write cilium({ loadBalancer: 'dsr' }), or from: entity('world') for everybody",
        also: ['network.loadBalancer'],
      },
    );
  }
  if (clients.length === known.length) return [];
  const seen: FlowClient[] = [
    { kind: 'entity', entity: 'world' },
    ...(routing === 'native' ? [{ kind: 'entity', entity: 'remote-node' } as const] : []),
  ];
  return seen.map((from) => ({ from, ...to }));
}
