import type { ClusterDefinition, OutsideClient } from 'ichor';

/** Where clients from outside come from, in prefix notation. */
export function cidrsOf({ roles = [] }: ClusterDefinition, from: OutsideClient | readonly OutsideClient[]): string[] {
  return [from].flat().map((client: OutsideClient) => {
    if (client.kind === 'addresses') return client.cidr;
    if (client.kind === 'entity') return '0.0.0.0/0';
    const bound = roles.find(({ role }) => role.name === client.name)?.addresses ?? client.addresses;
    if (bound?.in === undefined) throw new Error(`nobody says where '${client.name}' is`);
    return bound.in;
  });
}
