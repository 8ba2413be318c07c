import { listeningPorts } from '../listening-ports';
import type { FlowClient, GatewayModel } from '../model';
import type { Context } from './context';

/** What is published through a gateway, and for whom. */
export interface ThroughGateway {
  readonly path: string;
  readonly clients: readonly FlowClient[];
  readonly gateway: GatewayModel;
}

/**
 * Reports clients that would reach what is published for others: policies know all gateways as one peer, so that who may
 * connect to a port of one may connect to that port of each, and there every host name is open to them.
 */
export function checkClients(context: Context, published: readonly ThroughGateway[]): void {
  published.forEach((one, i) => {
    const other = published.slice(0, i).find((before) => sharedPort(before.gateway, one.gateway) !== undefined && differ(before, one));
    if (other === undefined) return;
    const port = sharedPort(other.gateway, one.gateway);
    context.add(
      'GWY009',
      `${one.path}.from`,
      `whoever may connect to port ${port} of a gateway reaches every host name there: this one is for ${words(one)}, and ${other.path.replace(/^expose\./, '')} for ${words(other)}`,
      {
        repair: 'write the same from for both, or a gateway with other ports for one',
        also: [`${other.path}.from`],
      },
    );
  });
}

function sharedPort(a: GatewayModel, b: GatewayModel): number | undefined {
  const ports = listeningPorts(b);
  const shared = listeningPorts(a).filter((port) => ports.includes(port));
  return shared.at(-1);
}

function differ(a: ThroughGateway, b: ThroughGateway): boolean {
  return listed(a, addressesOf) !== listed(b, addressesOf);
}

function words(one: ThroughGateway): string {
  return listed(one, (from) => (from.kind === 'role' ? `${from.role} (${from.cidr})` : addressesOf(from)));
}

function listed({ clients }: ThroughGateway, text: (client: FlowClient) => string): string {
  return [...new Set(clients.map(text))].sort().join(', ');
}

function addressesOf(from: FlowClient): string {
  if (from.kind === 'role') return from.cidr;
  if (from.kind === 'addresses') return from.except.length === 0 ? from.cidr : `${from.cidr} without ${from.except.join(', ')}`;
  return from.kind === 'entity' ? from.entity : '';
}
