import { fullName } from '../fqdn';
import { entitySelectors } from '../read/entities';
import { matches } from '../selector';
import type { AskedWorld, Named } from './peer';
import { blockOf } from './peer-text';

/** Each part of the outside world that lies in the block; one that has no part of its own is the world's. */
export function addressed(name: string, world: AskedWorld): Named {
  const block = blockOf(name) as NonNullable<ReturnType<typeof blockOf>>;
  const { ipv4, ipv6 } = world.profile;
  if (block.family === 4 ? !ipv4 : !ipv6) {
    return {
      id: 'ASK001',
      message: `the cluster has no IPv${block.family}, so '${name}' is nobody in it`,
      repair: 'ask for another address',
    };
  }
  const parts = world.identities.filter(({ kind, labels }) => {
    return kind === 'cidr' && labels.some(({ prefix }) => prefix !== undefined && inside(prefix, block));
  });
  const rest = world.identities.filter(({ kind, name: of }) => kind === 'world' && (!(ipv4 && ipv6) || of.endsWith(`IPv${block.family}`)));
  return {
    name,
    identities: parts.length === 0 || block.prefix === 0 ? [...rest, ...parts] : parts,
    workloads: [],
    notes: [
      `'${name}' is taken for an address outside of the cluster${world.profile.cidrMatch.length > 0 ? '' : ': rules know pods and nodes by what they are, not by address'}`,
    ],
  };
}

type Block = NonNullable<ReturnType<typeof blockOf>>;
const inside = (inner: Block, outer: Block) => inner.family === outer.family && outer.first <= inner.first && inner.last <= outer.last;

/** The addresses of a peer outside of the cluster that has a name; `undefined` where there is none of that name. */
export function role(name: string, world: AskedWorld, roles: ReadonlyMap<string, string>): Named | undefined {
  const block = roles.get(name);
  const found = block === undefined ? undefined : addressed(block, world);
  return found === undefined || 'id' in found ? found : { ...found, name: `${name} (${block})`, notes: [] };
}

/** An entity of Cilium; the world is what no rule names. */
export function entity(name: string, world: AskedWorld): Named {
  const selectors = entitySelectors(name, world.profile);
  const meansWorld = name.startsWith('world');
  const identities = world.identities.filter((identity) => {
    if (meansWorld && identity.kind !== 'world') return false;
    return selectors.some((selector) => matches(selector, identity, world.profile) === true);
  });
  if (identities.length > 0) return { name, identities, workloads: [], notes: [] };
  const repair = name === 'remote-node' ? "ask for 'host': the cluster has one node" : 'ask for another entity';
  return { id: 'ASK001', message: `nobody in this cluster is '${name}'`, repair };
}

/** The addresses of a host name. */
export function host(name: string, world: AskedWorld): Named {
  const plain = fullName(name).slice(0, -1);
  const identities = world.identities.filter(({ kind, name: of }) => kind === 'fqdn' && of.replace(/ over IPv[46]$/, '') === plain);
  if (identities.length > 0) return { name: plain, identities, workloads: [], notes: [] };
  return { id: 'ASK001', message: `no rule names '${plain}'`, repair: 'ask for a name of a rule' };
}
