import { type Finding, finding, inDocument, type Place } from '../../base';
import { entityNames } from '../read/entities';
import { addressed, entity, host, role } from './named-outside';
import { anyOther, labelled, ofNamespace, single, unknownName } from './named-pods';
import type { AskedWorld, Named, Peer } from './peer';
import { blockOf, isHostName, parsePeer } from './peer-text';

/** Whom a text names, with the port as it is written, or what is wrong with it. */
export interface PeersNamed {
  readonly peer?: Peer;
  readonly port?: string;
  readonly findings: readonly Finding[];
}

/** How names are resolved. */
export interface NamingOptions {
  /** The name that the cluster has in front of peers. @default its name to Cilium */
  readonly cluster?: string;
  /** The place of findings. @default the text itself */
  readonly at?: Place;
  /** Peers outside of the cluster that have a name, with the block of addresses of each. @default none */
  readonly roles?: ReadonlyMap<string, string>;
}

/**
 * Whom somebody means by `[cluster:]namespace/workload[:port]`, a workload's name alone where it is unique, `namespace/*` for any
 * other pod of a namespace, `namespace/key=value` for pods by their labels, a role, an entity, an address or block, or a host
 * name.
 *
 * Addresses and host names have to be in the world: {@link furtherPeers} tells what it has to be read with.
 */
export function peersNamed(text: string, world: AskedWorld, options: NamingOptions = {}): PeersNamed {
  const { cluster, name, port } = parsePeer(text);
  const own = options.cluster ?? world.profile.clusterName;
  const found: Named =
    cluster !== undefined && cluster !== own
      ? { id: 'ASK001', message: `these are the pods of cluster '${own}', not of '${cluster}'`, repair: `write '${own}:${name}'` }
      : meant(name, world, options.roles ?? new Map());
  if ('id' in found) {
    const { id, message, repair } = found;
    return { findings: [finding(id, options.at ?? inDocument(text), message, repair === undefined ? {} : { repair })] };
  }
  return { peer: found, ...(port === undefined ? {} : { port }), findings: [] };
}

function meant(name: string, world: AskedWorld, roles: ReadonlyMap<string, string>): Named {
  if (blockOf(name) !== undefined) return addressed(name, world);
  if (entityNames(world.profile).includes(name)) return entity(name, world);
  const slash = name.indexOf('/');
  if (slash < 0) {
    const named = single(name, world) ?? role(name, world, roles);
    return named ?? (isHostName(name) ? host(name, world) : unknownName(name, world, [...roles.keys()]));
  }
  const [namespace, inside] = [name.slice(0, slash), name.slice(slash + 1)];
  if (inside === '*') return anyOther(namespace, world);
  if (inside.includes('=')) return labelled(name, namespace, inside.split(','), world);
  return ofNamespace(name, namespace, inside, world);
}
