import { meansPeer } from '../aggregate';
import type { Direction, Entry, PortRange } from '../entry';
import type { Identity } from '../identity';
import type { NamedPort, Protocol } from '../protocol';
import { isWildcard, matches, type Selector } from '../selector';
import { all, some, type Truth } from '../truth';
import { isHost, type World } from '../world';

/** What is asked about: a connection to a port of one side, judged by the policies of one of the two sides. */
export interface Question {
  readonly direction: Direction;
  /** Whose policies are asked: the client's for egress, the server's for ingress. */
  readonly subject: Identity;
  readonly peer: Identity;
  readonly protocol: Protocol;
  /** The destination port behind any Service; of ICMP the type. */
  readonly port: number;
}

/** Whether the entry is about the subject in this direction. */
export function isAbout(entry: Entry, subject: Identity, direction: Direction, { profile }: World): Truth {
  if (entry.direction !== direction || entry.node !== isHost(subject)) return false;
  if (entry.namespace !== '' && entry.namespace !== subject.namespace) return false;
  return matches(entry.subject, subject, profile);
}

/** Whether the entry speaks of the connection, once it is about the subject. */
export function speaksOf(entry: Entry, question: Question, world: World): Truth {
  const { ports } = entry;
  return ports === 'all' ? peerTruth(entry, question, world, meansPeer) : some(ports, (range) => speaksBy(range, entry, question, world));
}

/** Whether this range of an entry's is one by which it speaks of the connection. */
export function speaksBy(range: PortRange, entry: Entry, question: Question, world: World): Truth {
  const means = isOfPeer(range, question) ? matches : meansPeer;
  return all([peerTruth(entry, question, world, means), covers(range, question, world)], (truth) => truth);
}

/** Whether any of the entry's selectors means the peer, in the sense of meaning that is given. */
function peerTruth(entry: Entry, { peer }: Question, { profile }: World, means: typeof matches): Truth {
  return entry.unknownPeers === undefined ? some(entry.peers, (p) => means(p, peer, profile)) : undefined;
}

/**
 * Whether the range has the peer's name for a port, which only a peer can give that is meant itself, not one of a group.
 *
 * @see cilium 1.20.2 pkg/policy/l4.go (toMapState)
 */
export function isOfPeer({ name }: PortRange, { direction }: Question): boolean {
  return name !== undefined && direction === 'egress';
}

/** The selectors of an entry that mean the peer, for certain or perhaps. */
export function selectorsFor(entry: Entry, { peer }: Question, { profile }: World): readonly Selector[] {
  return countedPeers(entry).filter((p) => meansPeer(p, peer, profile) !== false);
}

/**
 * The selectors by which an entry is merged with others: beside everything, no other counts.
 *
 * @see cilium 1.20.2 pkg/policy/selectorcache.go (AddSelectorsTxn)
 */
export function countedPeers({ peers }: Entry): readonly Selector[] {
  const everything = peers.find(isWildcard);
  return everything === undefined ? peers : [everything];
}

/** Whether the range has the port; of ICMP type 0 means every type. */
export function covers(range: PortRange, question: Question, world: World): Truth {
  if (range.protocol !== question.protocol) return false;
  if (range.name === undefined) return range.low <= question.port && question.port <= range.high;
  if (mayHaveFurther(question, world)) return undefined;
  const numbers = portsNamed(range.name, range.protocol, question, world);
  const [number] = numbers;
  if (number === undefined || numbers.length > 1) return false;
  return number <= question.port && question.port <= Math.max(number, question.direction === 'ingress' ? (range.end ?? 0) : 0);
}

/** Whether the pods that give names to ports here may have names of which no file tells. */
function mayHaveFurther({ direction, subject, peer }: Question, { identities, profile }: World): boolean {
  if (direction === 'ingress') return subject.furtherPorts === true;
  return profile.cilium === '1.19' ? identities.some(({ furtherPorts }) => furtherPorts) : peer.furtherPorts === true;
}

/**
 * The numbers of a port's name: those that the pod has which is connected to. Before 1.20, on the way out, those that any pod
 * has, and a name that has several means none.
 */
function portsNamed(name: string, protocol: Protocol, { direction, subject, peer }: Question, world: World): readonly number[] {
  const named = (ports: readonly NamedPort[]) => ports.filter((p) => p.name === name && p.protocol === protocol).map((p) => p.port);
  if (direction === 'ingress') return named(subject.ports).slice(0, 1);
  if (world.profile.cilium !== '1.19') return named(peer.ports).slice(0, 1);
  const everywhere = new Set(world.identities.flatMap((identity) => named(identity.ports)));
  return [...everywhere];
}
