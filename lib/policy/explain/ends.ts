import type { Direction } from '../entry';
import type { Identity } from '../identity';
import { type AskedPort, leadingTo } from './asked-port';
import type { ExplainQuestion } from './explanation';
import type { Asked } from './near-miss';
import type { AskedWorld, Peer } from './peer';

/** One of those that an end of a question may be, and what it is called. */
export interface End {
  readonly identity: Identity;
  readonly name: string;
}

/** Both ends of a connection. */
export interface Ends {
  readonly client: End;
  readonly server: End;
}

/** Who the ends are of whom something is true. */
export interface CalledEnds {
  readonly clients: readonly string[];
  readonly servers: readonly string[];
}

/** Every pair that the ends of a question may be. */
export function endsOf({ client, server }: ExplainQuestion): readonly Ends[] {
  const named = (peer: Peer) =>
    peer.identities.map((identity) => ({ identity, name: peer.identities.length === 1 ? peer.name : identity.name }));
  return named(client).flatMap((c) => named(server).map((s) => ({ client: c, server: s })));
}

/** The names of these ends; one that the question has itself where nobody of that name is missing. */
export function calledEnds({ client, server }: ExplainQuestion, ends: readonly Ends[]): CalledEnds {
  const names = (peer: Peer, of: readonly End[]) => {
    const identities = new Set(of.map(({ identity }) => identity));
    return identities.size === peer.identities.length ? [peer.name] : [...new Set(of.map(({ name }) => name))];
  };
  const [clients, servers] = [ends.map((e) => e.client), ends.map((e) => e.server)];
  return { clients: names(client, clients), servers: names(server, servers) };
}

/** The question that each side is asked, the client's first. */
export function askedOf(
  { client, server }: Ends,
  { protocol, port }: Omit<AskedPort, 'note'>,
  peer: Peer,
  world: AskedWorld,
): readonly [Asked, Asked] {
  const leading = leadingTo(peer, world).flatMap(({ service, port: own, leadsTo }) =>
    leadsTo === undefined ? [] : [{ service: service.name, port: own, leadsTo }],
  );
  const ask = (direction: Direction, subject: End, other: End): Asked => {
    return {
      direction,
      subject: subject.identity,
      peer: other.identity,
      called: { subject: subject.name, peer: other.name },
      protocol,
      port,
      leading,
    };
  };
  return [ask('egress', client, server), ask('ingress', server, client)];
}

/** Items of equal keys together, in the order of the first of them. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => unknown): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
