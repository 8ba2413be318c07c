import { asCidr, type Finding, valueAt } from '../lib/base';
import type { Cluster } from '../lib/model/cluster';
import type { Client, NeedsPort, Target } from '../lib/model/flow';
import type { Role } from '../lib/model/peers';
import { portOptions } from '../lib/model/port';
import { resolve } from '../lib/model/resolve';
import { type ReadWorld, readWorld } from '../lib/policy';
import { type AskedPort, furtherPeers, type Peer, peersNamed, portsAsked } from '../lib/policy/explain';
import { findingsText } from '../lib/report';
import type { Connectivity } from '../synthesize';
import { fileOf } from './synthesis';

/** Who opens a connection: a value of the definition, or text as `ichor explain` takes it. */
export type From = Client | string;

/** Whom a connection leads to: a value of the definition, with or without a port, or text as `ichor explain` takes it. */
export type To = Client | Target | string;

/** An end of a connection, with the ports that are asked for. */
export interface AskedEnd {
  readonly peer: Peer;
  readonly ports: readonly AskedPort[];
}

/** Ends of connections, and the world that they are in. */
export interface AskedEnds {
  readonly world: ReadWorld;
  readonly ends: readonly AskedEnd[];
}

/**
 * The ends in the world of a cluster. A target without a port is all the ports that it declares. What names nobody throws, and
 * says what to write.
 */
export function endsOf(
  cluster: Cluster,
  connectivity: Connectivity,
  given: readonly { readonly end: To; readonly isServer: boolean }[],
): AskedEnds {
  const texts = given.map(({ end, isServer }) => (typeof end === 'string' ? end : textOf(end, isServer, cluster)));
  const { addresses, names } = furtherPeers(texts.map((text) => text.replace(/:\*$/, '')));
  const { options, sources } = connectivity;
  const world =
    addresses.length + names.length === 0
      ? connectivity.world()
      : readWorld(sources, {
          ...options,
          addresses: [...(options.addresses ?? []), ...addresses],
          names: [...(options.names ?? []), ...names],
        });
  return { world, ends: texts.map((text, i) => endOf(text, given[i]?.isServer === true, world, cluster)) };
}

function endOf(text: string, isServer: boolean, world: ReadWorld, cluster: Cluster): AskedEnd {
  const { peer, port, findings } = named(text, world, cluster);
  if (peer === undefined) throw refused(findings);
  if (!isServer) return { peer, ports: [] };
  if (port !== undefined) {
    const asked = portsAsked(port, peer, world);
    if (asked.ports.length === 0) throw refused(asked.findings);
    return { peer, ports: asked.ports };
  }
  const declared = peer.workloads.flatMap(({ ports }) => ports);
  const single = new Map(declared.map(({ protocol, port: number }) => [`${protocol} ${number}`, { protocol, port: number }]));
  if (single.size === 0) throw new Error(`'${peer.name}' declares no port: write one, e.g. '${text}:80'`);
  return { peer, ports: [...single.values()] };
}

/** As `ichor explain` has it, and beside it every pod of a namespace, and patterns of host names. */
function named(text: string, world: ReadWorld, cluster: Cluster): ReturnType<typeof peersNamed> {
  const every = /^every pod of (\S+)$/.exec(text);
  const pattern = /^names like ([^:]+):(.*)$/.exec(text);
  if (every === null && pattern === null) return peersNamed(text, world, { cluster: cluster.definition.name });
  const identities = world.identities.filter(({ kind, namespace, labels }) =>
    every === null
      ? labels.some(({ source, key }) => source === 'fqdn' && key === pattern?.[1])
      : namespace === every[1] && (kind === 'pods' || kind === 'other-pods'),
  );
  if (identities.length === 0) throw new Error(`nobody in '${cluster.definition.name}' is '${text}'`);
  const peer: Peer = { name: text.replace(/:.*/, ''), identities, workloads: [], notes: [] };
  return { peer, findings: [], ...(pattern === null ? {} : { port: pattern[2] as string }) };
}

function textOf(end: Exclude<To, string> | NeedsPort, isServer: boolean, cluster: Cluster): string {
  switch (end.kind) {
    case 'workload':
      return `${end.namespace.name}/${end.name}`;
    case 'pods':
    case 'construct': {
      const labels = Object.entries(end.options.labels ?? { app: end.name });
      return `${end.namespace.name}/${labels.map(([key, value]) => `${key}=${value}`).join(',')}`;
    }
    case 'port': {
      const option = (end.of.options as { readonly ports?: Readonly<Record<string, Parameters<typeof portOptions>[0]>> }).ports?.[
        end.handle
      ];
      if (option === undefined) throw new Error(`'${end.of.namespace.name}/${end.of.name}' has no port '${end.handle}'`);
      const { port, protocol = 'TCP' } = portOptions(option);
      return `${textOf(end.of, isServer, cluster)}:${port}/${protocol}`;
    }
    case 'outside-port': {
      const of = textOf(end.of, isServer, cluster);
      return `${of.includes(':') && !of.startsWith('names like') ? `[${of}]` : of}:${end.port}/${end.protocol}`;
    }
    case 'namespace':
      return `every pod of ${end.name}`;
    case 'entity':
      return end.entity;
    case 'addresses':
      return end.cidr;
    case 'host-name':
      return end.name.includes('*') ? `names like ${end.name}` : end.name;
    case 'role':
      return addressOf(end, isServer, cluster);
    default:
      throw new Error(`'${String(valueAt(end, 'kind'))}' is no end of a connection`);
  }
}

/** Where a role is: what its connections come from, or what pods dial. */
function addressOf({ name: role, addresses }: Role, isServer: boolean, cluster: Cluster): string {
  const platform = resolve(cluster, fileOf(cluster)).model?.platform;
  const host = platform?.kind === 'docker' ? platform.host : undefined;
  const bound = (cluster.definition.roles ?? []).find((binding) => binding.role.name === role)?.addresses;
  const of = host !== undefined && host.role === role ? { in: host.in, out: bound?.out ?? host.out } : { ...addresses, ...bound };
  const text = isServer ? of?.out : of?.in;
  const address = text === undefined ? undefined : asCidr(text)?.canonical;
  if (address === undefined)
    throw new Error(
      `'${cluster.definition.name}' doesn't say ${isServer ? 'at which address pods dial' : 'from which address comes'} '${role}'`,
    );
  return address;
}

function refused(findings: readonly Finding[]): Error {
  return new Error(findingsText(findings));
}
