import type { Place } from '../../base';
import { type Entry, type Origin, policyName } from '../entry';
import type { Profile } from '../profile';
import { portsWords } from './port-words';
import { selectorWords } from './selector-words';

/** A rule of a policy, as answers name it. */
export interface RuleReference {
  readonly kind: Origin['kind'];
  /** Its policy, with the namespace where it has one: `joelclaw/redis`. */
  readonly policy: string;
  /** The path of the rule inside of the policy: `spec.ingress[0]`. */
  readonly path: string;
  readonly at?: Place;
  readonly verdict: Entry['verdict'];
  /** What it says: `from pods with app=web in apps: TCP 6379`. */
  readonly says: string;
  readonly entry: Entry;
}

/** The rule that an entry comes from. */
export function ruleOf(entry: Entry, profile: Profile): RuleReference {
  const { kind, path, at } = entry.origin;
  return {
    kind,
    policy: policyName(entry.origin),
    path,
    ...(at === undefined ? {} : { at }),
    verdict: entry.verdict,
    says: says(entry, profile),
    entry,
  };
}

function says(entry: Entry, profile: Profile): string {
  const { direction, peers, ports, unknownPeers } = entry;
  if (peers.length === 0 && unknownPeers === undefined) return 'nobody';
  const texts = inShort([...new Set(peers.map((peer) => selectorWords(peer, profile)))]);
  const who = texts.length <= 4 ? texts.join(', ') : `${texts.slice(0, 3).join(', ')} and ${texts.length - 3} more`;
  const unknown = unknownPeers === undefined ? [] : ['somebody whom files do not tell'];
  return `${direction === 'ingress' ? 'from' : 'to'} ${[...(who === '' ? [] : [who]), ...unknown].join(', ')}: ${portsWords(ports)}`;
}

/** What the entities that are several selectors come to; `pods` are all of the cluster's. */
const entities: Readonly<Record<string, readonly string[]>> = {
  cluster: ['host', 'remote-node', 'init', 'ingress', 'health', 'unmanaged', 'kube-apiserver', 'pods'],
  world: ['world', 'world-ipv4', 'world-ipv6'],
};

function inShort(texts: readonly string[]): readonly string[] {
  return Object.entries(entities).reduce((short: readonly string[], [name, parts]) => {
    return parts.every((part) => short.includes(part)) ? [name, ...short.filter((text) => !parts.includes(text))] : short;
  }, texts);
}
