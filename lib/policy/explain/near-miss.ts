import { nearest } from '../../base';
import { meansPeer } from '../aggregate';
import { covers, type Question } from '../decide/applied';
import type { Entry, PortRange } from '../entry';
import type { Identity } from '../identity';
import { namespaceKey } from '../label';
import type { Profile } from '../profile';
import type { Requirement, Selector } from '../selector';
import { isHost, type World } from '../world';
import { isGivenKey } from './named-pods';
import { portsWords, portWords } from './port-words';
import { type RuleReference, ruleOf } from './rule';
import { failureWords, isPart, onlyFailing } from './selector-words';

/** Something that is right but for one part. */
export interface NearMiss {
  readonly rule: RuleReference;
  /** The part that keeps it from applying. */
  readonly part: 'peer' | 'port' | 'subject';
  /** Why, in a sentence. */
  readonly why: string;
}

/** A port of a Service and where it leads to, for rules that name the one instead of the other. */
export interface Leading {
  readonly service: string;
  readonly port: number;
  readonly leadsTo: number;
}

/** What a question is asked with: the names of both ends in answers. */
export interface Asked extends Question {
  readonly called: { readonly subject: string; readonly peer: string };
  readonly leading: readonly Leading[];
}

/** The rules about the subject that would allow the connection but for their peers or their ports, the nearest first. */
export function nearRules(about: readonly Entry[], asked: Asked, world: World): readonly NearMiss[] {
  const found = about.flatMap((entry) => nearRule(entry, asked, world));
  return found.sort((a, b) => a.distance - b.distance).map(({ miss }) => miss);
}

interface Ranked {
  readonly miss: NearMiss;
  readonly distance: number;
}

function nearRule(entry: Entry, asked: Asked, world: World): readonly Ranked[] {
  if (entry.verdict !== 'allow' || entry.unknownPeers !== undefined) return [];
  const { profile } = world;
  const peer = entry.peers.some((p) => meansPeer(p, asked.peer, profile) === true);
  const port = entry.ports === 'all' || entry.ports.some((range) => covers(range, asked, world) === true);
  if (peer === port) return [];
  const rule = ruleOf(entry, profile);
  if (peer) return [{ miss: { rule, part: 'port', why: portFailure(entry, asked, world) }, distance: 0 }];
  if (entry.peers.length === 0) {
    const why = "the rule's list of peers is empty, so it is for nobody";
    return entry.ports === 'all' ? [] : [{ miss: { rule, part: 'peer', why }, distance: 1 }];
  }
  return nearestPeer(entry, asked, profile).map(({ why, distance }) => ({ miss: { rule, part: 'peer', why }, distance }));
}

function portFailure({ ports }: Entry, asked: Asked, world: World): string {
  const ranges = ports as readonly PortRange[];
  const names = ranges.flatMap(({ name, protocol }) => (name === undefined ? [] : [{ name, protocol }]));
  const server = asked.direction === 'ingress' ? asked.subject : asked.peer;
  const called = asked.direction === 'ingress' ? asked.called.subject : asked.called.peer;
  const meanings = [...new Set(names.map(({ name }) => name))].map((name) => {
    const own = server.ports.filter((p) => p.name === name && names.some((n) => n.name === name && n.protocol === p.protocol));
    if (own.length > 0) return `'${name}' is ${own.map(portWords).join(' and ')} there`;
    return world.profile.cilium === '1.19' && asked.direction === 'egress'
      ? `'${name}' is another port`
      : `'${called}' names no port '${name}'`;
  });
  const service = asked.leading.find(({ port, leadsTo }) => {
    return (
      leadsTo === asked.port &&
      port !== leadsTo &&
      ranges.some((r) => r.name === undefined && r.low <= port && port <= r.high && r.protocol === asked.protocol)
    );
  });
  const leads =
    service && `${service.port} is the port of Service '${service.service}', which leads to ${service.leadsTo}, and rules see that one`;
  return [`the rule opens ${portsWords(ports)}, asked is ${portWords(asked)}`, ...meanings, ...(leads === undefined ? [] : [leads])].join(
    '; ',
  );
}

/** The selector that fails in one part alone, or is one of addresses that can't mean pods or nodes. */
function nearestPeer(entry: Entry, { peer, called, direction }: Asked, profile: Profile): { why: string; distance: number }[] {
  const candidates = entry.peers.flatMap((selector): { why: string; distance: number }[] => {
    if (selector.kind === 'cidr' && !isAddressed(peer, profile)) return ofAddresses(selector, peer, called.peer);
    const only = onlyFailing(selector, peer, profile);
    if (only === undefined) return [];
    return [
      { why: failureWords(only, peer, called.peer, profile) + nodeHint(only, peer, direction), distance: distanceOf(only, peer, profile) },
    ];
  });
  const [best] = candidates.sort((a, b) => a.distance - b.distance);
  return best === undefined ? [] : [best];
}

/** Whether rules with addresses can mean the peer at all. */
function isAddressed({ labels }: Identity, { cidrMatch }: Profile): boolean {
  const reserved = labels.flatMap(({ source, key }) => (source === 'reserved' ? [key] : []));
  if (reserved.some((key) => key.startsWith('world'))) return true;
  return cidrMatch.includes(reserved.includes('host') || reserved.includes('remote-node') ? 'nodes' : 'pods');
}

/** A single address is seldom meant for pods, while nodes and the API server are often written so. */
function ofAddresses({ requirements }: Selector, peer: Identity, called: string): { why: string; distance: number }[] {
  const block = requirements.find(({ operator }) => operator === 'Exists');
  const isSingle = block?.prefix !== undefined && block.prefix.first === block.prefix.last;
  if (isSingle && peer.namespace !== '') return [];
  const text = block?.prefix?.canonical ?? (block?.source === 'reserved' ? 'every address' : 'a CIDR group');
  return [{ why: `the rule is for ${text}, and rules with addresses never mean pods or nodes, as '${called}'`, distance: 2 }];
}

function nodeHint({ key }: Requirement, peer: Identity, direction: Question['direction']): string {
  const isOther = peer.kind === 'remote-node' && /^(?:reserved:)?host$/.test(key);
  return isOther && direction === 'ingress' ? ": 'host' is the node of the pod itself alone" : '';
}

/** How far off a requirement is: one that is spelt nearly so, or is of a label that identities don't have, comes first. */
function distanceOf(of: Requirement, identity: Identity, profile: Profile): number {
  return isSlip(of, identity, profile) ? 0 : of.key === namespaceKey ? 1 : 3;
}

function isSlip(of: Requirement, identity: Identity, profile: Profile): boolean {
  if (of.source === 'fqdn' || of.source === 'reserved' || of.prefix !== undefined) return false;
  if (!isPart(of, profile)) return true;
  const value = identity.labels.find(({ key }) => key === of.key)?.value;
  if (value !== undefined) return of.values.some((v) => nearest(v, [value]) !== undefined);
  return identity.labels.some(({ key, value: has, source }) => source === 'k8s' && !isGivenKey(key) && of.values.includes(has));
}

/**
 * The entries that are not about the subject for one reason alone: a label that is spelt otherwise or that identities don't
 * have, or the namespace. Of one policy there is one, and only those count for which it would matter.
 */
export function nearSubjects(
  entries: readonly Entry[],
  asked: Pick<Asked, 'direction' | 'subject' | 'called'>,
  world: World,
  matters: (entry: Entry) => boolean,
): readonly NearMiss[] {
  const { direction, subject, called } = asked;
  const { profile } = world;
  const found = new Map<string, NearMiss>();
  const isNode = isHost(subject);
  const isFar = farFrom(subject);
  for (const entry of entries) {
    if (entry.direction !== direction || entry.node !== isNode || isFar(entry.subject)) continue;
    const only = onlyFailing(entry.subject, subject, profile);
    if (only === undefined || !isNearSubject(entry, only, subject, profile)) continue;
    const { kind, namespace, name } = entry.origin;
    const key = JSON.stringify([kind, namespace, name]);
    if (found.has(key) || !matters(entry)) continue;
    found.set(key, { rule: ruleOf(entry, profile), part: 'subject', why: failureWords(only, subject, called.subject, profile) });
  }
  return [...found.values()];
}

/** Something else of the selector has to fit, since every policy is but for one label about everybody. */
function isNearSubject({ subject: { requirements } }: Entry, only: Requirement, subject: Identity, profile: Profile): boolean {
  if (requirements.some((r) => r !== only && !isGivenKey(r.key))) return true;
  return only.key !== namespaceKey && isSlip(only, subject, profile);
}

/** Whether a selector fails more than once, for certain; that most do is seen soonest by the values that they ask for. */
function farFrom({ labels, unknown = [] }: Identity): (selector: Selector) => boolean {
  const values = new Map<string, string[]>();
  for (const { key, value } of labels) values.set(key, [...(values.get(key) ?? []), value]);
  return ({ requirements }) => {
    if (unknown.length > 0) return false;
    let failed = 0;
    for (const r of requirements) {
      if (r.operator === 'In' && values.get(r.key)?.some((value) => r.values.includes(value)) !== true) failed += 1;
    }
    return failed > 1;
  };
}
