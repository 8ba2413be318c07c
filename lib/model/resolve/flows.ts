import { asCidr, isPort, oneOf } from '../../base';
import type { Client, NeedsPort, Target } from '../flow';
import type { L7 } from '../l7';
import type { ExposureModel, FlowClient, FlowLimit, FlowModel, FlowPeer, PlatformModel, PortModel } from '../model';
import type { Namespace } from '../namespace';
import type { HostName, OutsidePort, Role } from '../peers';
import { entityNames } from '../peers';
import type { WorkloadPort } from '../port';
import { resolveAddresses, roleAddress } from './clients';
import type { Context } from './context';
import type { Endpoints } from './endpoints';
import { hasPolicy, peerName } from './flow-limits';
import { l7Names, resolveL7 } from './l7';
import { hostPatternFault, isPattern } from './name-pattern';
import type { PublishedFlow } from './published';

type Ports = FlowModel['ports'];

/** Where a flow leads, and what of it may pass. */
interface Resolved {
  readonly peer: FlowPeer;
  readonly ports: Ports;
  readonly l7?: L7 | undefined;
}

/** The connections that the definition allows: one for each client and target, and one for each exposure. */
export function resolveFlows(
  context: Context,
  endpoints: Endpoints,
  platform: PlatformModel,
  exposures: readonly ExposureModel[],
  through: readonly PublishedFlow[],
): FlowModel[] {
  checkRoles(context);
  const declared = (context.definition.flows ?? []).flatMap((flow, i) => {
    const path = `flows[${i}]`;
    const clients = flow.from.map((from) => resolveClient(context, endpoints, platform, from, `${path}.from`));
    const targets = flow.to.map((to) => resolveTarget(context, endpoints, platform, to, `${path}.to`));
    return clients.flatMap((from) =>
      targets.flatMap((to) => (from === undefined || to === undefined ? [] : [flowBetween(context, from, to, path)])),
    );
  });
  const host = platform.kind === 'docker' ? platform.host : undefined;
  const published =
    host === undefined
      ? []
      : exposures.map(({ endpoint, port, l7, at }): FlowModel => {
          const from = { kind: 'role' as const, role: host.role, cidr: asCidr(host.in)?.canonical ?? '' };
          const to = { kind: 'endpoint' as const, endpoint, owned: endpoints.isOwned(endpoint) };
          return { from, to, ports: [numbered(port)], ...limitOf(context, l7, from, to, at.in === 'definition' ? at.path : ''), at };
        });
  const balanced = through.map(({ from, to: target, ports, l7, gateway, path }): FlowModel => {
    const to: FlowPeer =
      target === 'gateways'
        ? { kind: 'entity', entity: 'ingress' }
        : { kind: 'endpoint', endpoint: target, owned: endpoints.isOwned(target) };
    const legs = gateway === undefined ? {} : { gateway };
    return { from, to, ports, ...limitOf(context, l7, from, to, path), ...legs, at: context.at(path) };
  });
  return [...declared, ...published, ...balanced];
}

/** Checks where roles are said to be: an address, or a range without host bits, which would open more than was written. */
function checkRoles(context: Context): void {
  (context.definition.roles ?? []).forEach(({ role, addresses }, i) => {
    for (const direction of ['in', 'out'] as const) {
      const text = addresses[direction];
      if (text === undefined) continue;
      const [path, cidr] = [`roles[${i}].${direction}`, asCidr(text)];
      if (cidr === undefined) {
        context.add('NET001', path, `'${text}' of role '${role.name}' is neither an address nor a range in prefix notation`, {
          repair: "write it as '192.168.1.7' or '192.168.1.0/24'",
        });
      } else if (text.includes('/') && cidr.canonical !== text) {
        context.add('NET004', path, `'${text}' of role '${role.name}' has host bits set`, {
          repair: `write '${text.split('/', 1)[0]}' for the one address, or '${cidr.canonical}' for the range`,
        });
      }
    }
  });
}

function flowBetween(context: Context, from: FlowClient, { peer: to, ports, l7 }: Resolved, path: string): FlowModel {
  if (!isOwned(from) && !isOwned(to)) {
    context.add('FLO003', path, 'neither end of this flow is a workload of this cluster, so no policy comes of it', {
      repair: 'leave it out, or close one end with pods(…, { close: true })',
    });
  }
  return { from, to, ports, ...limitOf(context, l7, from, to, path), at: context.at(path) };
}

/** HTTP is limited once for all clients where the server has a policy, and at the client otherwise; names always there. */
function limitOf(context: Context, l7: L7 | undefined, from: FlowClient, to: FlowPeer, path: string): { limit?: FlowLimit } {
  if (l7 === undefined) return {};
  if (l7.kind === 'http') return { limit: { at: hasPolicy(to) ? 'server' : 'client', l7 } };
  if (!isOwned(from)) {
    context.add('FLO018', path, `Cilium looks at ${l7Names[l7.kind]} where they go out, and this client is no workload of this cluster`, {
      repair: 'leave them out, or close the client with pods(…, { close: true })',
    });
  }
  return { limit: { at: 'client', l7 } };
}

function isOwned(peer: FlowPeer): boolean {
  return peer.kind === 'endpoint' && peer.owned;
}

function resolveClient(
  context: Context,
  endpoints: Endpoints,
  platform: PlatformModel,
  client: Client,
  path: string,
): FlowClient | undefined {
  switch (client.kind) {
    case 'workload':
    case 'pods':
    case 'construct': {
      const endpoint = endpoints.find(client, path);
      return endpoint && { kind: 'endpoint', endpoint, owned: endpoints.isOwned(endpoint) };
    }
    case 'namespace':
      return { kind: 'namespace', namespace: client.name };
    case 'role':
      return clientRole(context, platform, client, path);
    case 'entity':
      return resolveEntity(context, client.entity, path);
    case 'addresses':
      return resolveAddresses(context, client, path);
    default:
      context.add('FLO007', path, ...noClient(client));
      return undefined;
  }
}

/** What the compiler lets nobody write, and JavaScript does. */
type Misplaced = HostName | OutsidePort | WorkloadPort | Namespace | NeedsPort;

function noClient(client: Misplaced): [message: string, details: { repair: string }] {
  if (client.kind === 'host-name') {
    const message = `host name '${client.name}' can't be a client: Cilium learns the addresses of names that pods look up, and of no others`;
    return [message, { repair: "write addresses('…'), or the role that it plays" }];
  }
  return ["a port can't be a client: connections come from any port", { repair: 'leave out .port(…)' }];
}

function noTarget(target: Misplaced): [message: string, details: { repair: string }] {
  if (target.kind === 'namespace') {
    const message = `namespace '${target.name}' can't be a target: the ports of its pods aren't known`;
    return [message, { repair: 'name a workload of it, or pods(…) with their ports' }];
  }
  const names: Readonly<Record<NeedsPort['kind'], string>> = {
    role: 'role',
    entity: 'entity',
    addresses: 'range',
    'host-name': 'host name',
  };
  const { kind } = target as NeedsPort;
  const name = Object.values({ ...target, kind: undefined }).find((value) => typeof value === 'string');
  return [`${names[kind]} '${name}' can't be a target without a port`, { repair: 'write .port(number) behind it' }];
}

function clientRole(context: Context, platform: PlatformModel, role: Role, path: string): FlowClient | undefined {
  if (platform.kind === 'metal') {
    context.add('FLO006', path, `'${role.name}' is outside of the cluster, and reaches what is published to it`, {
      repair: `publish the port: onAddress(pool('…', { … }), '…', …, { from: … }), or onHostname(…)`,
    });
    return undefined;
  }
  if (role.name !== platform.host?.role) {
    context.add(
      'FLO006',
      path,
      `in Docker every client of a published port arrives as the gateway ${platform.gateway}, so '${role.name}' can't be told from the host`,
      {
        repair:
          platform.host === undefined
            ? 'write docker({ host: … }) and publish the port with onHost'
            : `name '${platform.host.role}', and publish the port with onHost`,
      },
    );
    return undefined;
  }
  return { kind: 'role', role: role.name, cidr: asCidr(platform.host.in)?.canonical ?? '' };
}

function resolveTarget(
  context: Context,
  endpoints: Endpoints,
  platform: PlatformModel,
  target: Target,
  path: string,
): Resolved | undefined {
  switch (target.kind) {
    case 'workload':
    case 'pods':
    case 'construct': {
      const endpoint = endpoints.find(target, path);
      if (endpoint === undefined) return undefined;
      if (endpoint.ports.length === 0) {
        context.add('FLO004', path, `'${endpoint.key}' declares no port that a flow could lead to`, { repair: 'declare its ports' });
        return undefined;
      }
      return { peer: { kind: 'endpoint', endpoint, owned: endpoints.isOwned(endpoint) }, ports: endpoint.ports.map(numbered) };
    }
    case 'port': {
      const endpoint = endpoints.find(target.of, path);
      if (endpoint === undefined) return undefined;
      const port = endpoint.ports.find((p) => p.handle === target.handle);
      if (port === undefined) {
        const handles = endpoint.ports.map((p) => p.handle);
        context.add('FLO005', path, `'${endpoint.key}' has no port '${target.handle}'`, {
          repair: handles.length === 0 ? 'declare it in ports' : `write ${oneOf(handles)}`,
        });
        return undefined;
      }
      return {
        peer: { kind: 'endpoint', endpoint, owned: endpoints.isOwned(endpoint) },
        ports: [numbered(port)],
        l7: resolveL7(context, target.l7, port, `${endpoint.key}:${port.handle}`, path),
      };
    }
    case 'outside-port':
      return outsideTarget(context, platform, target, path);
    default:
      context.add('FLO007', path, ...noTarget(target));
      return undefined;
  }
}

function outsideTarget(
  context: Context,
  platform: PlatformModel,
  { of, port, protocol, l7 }: OutsidePort,
  path: string,
): Resolved | undefined {
  if (!isPort(port)) {
    context.add('WRK003', path, `${port} is not a port`, { repair: 'write a number of 1 to 65535' });
    return undefined;
  }
  const peer = outsidePeer(context, platform, of, path);
  const ports = [{ port, protocol }] as const;
  return peer && { peer, ports, l7: resolveL7(context, l7, ports[0], `${peerName(peer)}:${port}`, path) };
}

function outsidePeer(context: Context, platform: PlatformModel, of: OutsidePort['of'], path: string): FlowPeer | undefined {
  if (of.kind === 'entity') return resolveEntity(context, of.entity, path);
  if (of.kind === 'addresses') return resolveAddresses(context, of, path);
  if (of.kind === 'host-name') {
    const fault = hostPatternFault(of.name);
    if (fault !== undefined) {
      const address = asCidr(of.name)?.canonical;
      context.add('FLO008', path, `'${of.name}' ${fault}`, {
        repair:
          address !== undefined
            ? `write addresses('${address}')`
            : `write it as '${isPattern(of.name) ? '*.example.com' : 'api.example.com'}'`,
      });
    }
    return { kind: 'host-name', name: of.name };
  }
  const host = platform.kind === 'docker' ? platform.host : undefined;
  const isHost = of.name === host?.role;
  const bound = roleAddress(context, of, 'out');
  const out = isHost ? (bound ?? host?.out) : bound;
  if (out === undefined) {
    context.add('FLO002', path, `nobody says at which address pods dial '${of.name}'`, {
      repair: isHost ? "write docker({ hostAddress: { out: '…' } })" : `write roles: [bind(outside('${of.name}'), { out: '…' })]`,
      also: [isHost ? 'platform.hostAddress.out' : 'roles'],
    });
    return undefined;
  }
  const cidr = asCidr(out)?.canonical;
  return cidr === undefined ? undefined : { kind: 'role', role: of.name, cidr };
}

function resolveEntity(context: Context, name: string, path: string): FlowClient | undefined {
  const known = entityNames.find((e) => e === name);
  if (known !== undefined) return { kind: 'entity', entity: known };
  context.add('FLO011', path, `Cilium has no entity '${name}' that a flow may name`, { repair: `write ${oneOf(entityNames)}` });
  return undefined;
}

function numbered(port: PortModel): Ports[number] {
  return { port: port.port, protocol: port.protocol };
}
