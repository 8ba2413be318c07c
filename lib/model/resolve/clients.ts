import { asCidr, contains, parseCidr } from '../../base';
import type { OutsideClient } from '../exposure';
import type { FlowClient } from '../model';
import type { Role } from '../peers';
import type { Context } from './context';

/** Clients that are outside of the cluster, as what they are there; what is none is reported. */
export function outsideClients(context: Context, from: OutsideClient | readonly OutsideClient[], path: string): FlowClient[] {
  const list: readonly OutsideClient[] = Array.isArray(from) ? from : [from as OutsideClient];
  if (list.length === 0)
    context.add('EXP013', `${path}.from`, 'nobody may connect', { repair: "name a client, e.g. lan('192.168.1.0/24')" });
  return list.flatMap((client) => outsideClient(context, client, `${path}.from`) ?? []);
}

function outsideClient(context: Context, client: OutsideClient, path: string): FlowClient | undefined {
  if (client.kind === 'addresses') return resolveAddresses(context, client, path);
  if (client.kind === 'entity') {
    if (client.entity === 'world') return { kind: 'entity', entity: 'world' };
    context.add('EXP013', path, `'${client.entity}' is inside of the cluster, and reaches the workload itself`, {
      repair: "write entity('world'), a role or addresses; for pods write allow(…)",
    });
    return undefined;
  }
  const address = roleAddress(context, client, 'in');
  const cidr = address === undefined ? undefined : asCidr(address)?.canonical;
  if (address === undefined)
    context.add('FLO002', path, `nobody says from which address '${client.name}' comes`, {
      repair: `write roles: [bind(outside('${client.name}'), { in: '…' })], or lan('…')`,
      also: ['roles'],
    });
  return cidr === undefined ? undefined : { kind: 'role', role: client.name, cidr };
}

/** Where the cluster says that a role is, or else the role itself. */
export function roleAddress(context: Context, role: Role, direction: 'in' | 'out'): string | undefined {
  const bound = (context.definition.roles ?? []).find((binding) => binding.role.name === role.name);
  return bound?.addresses[direction] ?? role.addresses?.[direction];
}

/** A block of addresses without those that it leaves out; what is none is reported. */
export function resolveAddresses(
  context: Context,
  { cidr, except }: { cidr: string; except: readonly string[] },
  path: string,
): FlowClient | undefined {
  const outer = parseCidr(cidr);
  if (outer === undefined) {
    const meant = asCidr(cidr)?.canonical;
    context.add('NET001', path, `'${cidr}' is not an address range in prefix notation`, {
      repair: meant === undefined ? "write it as '192.0.2.0/24'" : `write '${meant}'`,
    });
    return undefined;
  }
  if (outer.canonical !== cidr) {
    context.add('NET004', path, `'${cidr}' has host bits set`, { repair: `write '${outer.canonical}'` });
    return undefined;
  }
  for (const text of except) {
    const inner = parseCidr(text);
    if (inner === undefined || inner.canonical !== text || !contains(outer, inner)) {
      context.add('NET001', path, `the exception '${text}' is not a range inside '${cidr}'`, {
        repair: 'write one in prefix notation, with host bits clear',
      });
      return undefined;
    }
  }
  return { kind: 'addresses', cidr, except };
}
