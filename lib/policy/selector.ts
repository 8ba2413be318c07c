import type { Cidr } from '../base';
import { cidrGroupNameKey, cidrLabel, hasKey, type Label, label, splitSource, worldLabel } from './label';
import type { Profile } from './profile';
import { all, not, type Truth } from './truth';

/** One condition on the labels of an identity. `NotIn` and `DoesNotExist` hold where the label is missing. */
export interface Requirement {
  readonly source: string;
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: readonly string[];
  readonly prefix?: Cidr;
}

/**
 * Which identities a rule means, as the agent keeps it.
 *
 * - `labels`: those whose labels fulfil every requirement; without requirements, everything, the world and the nodes too.
 * - `cidr`: the same, and only those that rules with addresses can mean at all. `encoded` ones compare the labels of CIDR
 *   groups, of which one block may have several values for a key.
 * - `fqdn`: those that carry the label of this name or pattern.
 */
export interface Selector {
  readonly kind: 'labels' | 'cidr' | 'fqdn';
  readonly requirements: readonly Requirement[];
  readonly encoded?: boolean;
  /** The selector as text; the agent merges the rules of selectors that are written alike, and so do we. */
  readonly key: string;
}

/** What identities need to have to be matched. */
export interface Labelled {
  readonly labels: readonly Label[];
  /** Sources and beginnings of keys of which the labels aren't known, with the reason. */
  readonly unknown?: readonly UnknownLabels[];
}

/** Labels that an identity may or may not have. */
export interface UnknownLabels {
  readonly source: string;
  readonly keyPrefix: string;
  readonly reason: string;
}

/** A requirement on a key as policies write it: the source may stand in front, and `any` is meant where none does. */
export function requirement(key: string, operator: Requirement['operator'], values: readonly string[] = []): Requirement {
  const split = splitSource(key);
  return { source: split.source || 'any', key: split.key, operator, values };
}

/** A selector by labels, with the text that it is merged by. */
export function labelSelector(requirements: readonly Requirement[], key = textOf(requirements)): Selector {
  return { kind: 'labels', requirements, key };
}

/** Everything. */
export const wildcard: Selector = labelSelector([]);

/**
 * A block of addresses without its exceptions.
 *
 * @see cilium 1.20.2 pkg/policy/types/selector.go (NewCIDRSelector)
 */
export function cidrSelector(block: Cidr, except: readonly Cidr[], profile: Profile): Selector {
  return addresses([exists(blockLabel(block, profile))], except, profile);
}

/** The addresses of one CIDR group without exceptions. */
export function cidrGroupSelector(group: string, except: readonly Cidr[], profile: Profile): Selector {
  return addresses([exists(label('cidrgroup', `${cidrGroupNameKey}/${group}`))], except, profile);
}

/** The addresses of all CIDR groups whose labels fulfil the requirements, without exceptions. */
export function cidrGroupsSelector(requirements: readonly Requirement[], except: readonly Cidr[], profile: Profile): Selector {
  return { ...addresses(requirements, except, profile), encoded: true };
}

/** Addresses that DNS gave for a name. */
export function fqdnSelector(of: Label): Selector {
  const requirements = [exists(of)];
  return { kind: 'fqdn', requirements, key: textOf(requirements) };
}

/** Whether nothing is required. */
export function isWildcard({ kind, requirements }: Selector): boolean {
  return kind === 'labels' && requirements.length === 0;
}

/** Whether the selector means the identity; unknown where that hangs on labels that aren't known. */
export function matches(of: Selector, identity: Labelled, profile: Profile): Truth {
  if (of.kind === 'cidr' && profile.cilium !== '1.19' && !isForAddresses(identity, profile)) return false;
  return all(of.requirements, (r) => fulfils(identity, r, of, profile));
}

/** Whether one requirement of a selector is fulfilled. */
export function fulfils(identity: Labelled, wanted: Requirement, of: Selector, profile: Profile): Truth {
  if (of.kind === 'cidr' && isWildcardBlock(wanted, identity, profile)) return true;
  const found = identity.labels.filter((l) => hasKey(l, wanted));
  const unknown = (identity.unknown ?? []).some((u) => mayHave(u, wanted));
  switch (wanted.operator) {
    case 'Exists':
      return found.length > 0 || (unknown ? undefined : false);
    case 'DoesNotExist':
      return found.length > 0 ? false : unknown ? undefined : true;
    case 'In':
      return hasValue(found, wanted, of) || (unknown && found.length === 0 ? undefined : false);
    case 'NotIn':
      return not(hasValue(found, wanted, of) || (unknown && found.length === 0 ? undefined : false));
  }
}

/** Only the first label of a key counts, as upstream, but for groups, whose labels are kept with their values. */
function hasValue(found: readonly Label[], { values }: Requirement, { encoded }: Selector): boolean {
  const counted = encoded === true ? found : found.slice(0, 1);
  return counted.some((l) => values.includes(l.value));
}

/** Sources whose labels nobody means without naming them: their keys are blocks of addresses and names of groups. */
const neverMeantByAny = ['cidr', 'cidrgroup'];

function mayHave(unknown: UnknownLabels, wanted: Requirement): boolean {
  const source = wanted.source === unknown.source || (wanted.source === 'any' && !neverMeantByAny.includes(unknown.source));
  return source && wanted.key.startsWith(unknown.keyPrefix);
}

const reservedKeys = (identity: Labelled) => identity.labels.filter((l) => l.source === 'reserved').map((l) => l.key);
const isWorldKey = (key: string) => key === 'world' || key === 'world-ipv4' || key === 'world-ipv6';

/** By default addresses mean the world alone: neither pods nor nodes. */
function isForAddresses(identity: Labelled, { cidrMatch }: Profile): boolean {
  const keys = reservedKeys(identity);
  if (keys.some(isWorldKey)) return true;
  const node = keys.includes('host') || keys.includes('remote-node');
  return cidrMatch.includes(node ? 'nodes' : 'pods');
}

/** Where pods are matched by address, a block of every address of a family means each that has an address of it. */
function isWildcardBlock(wanted: Requirement, identity: Labelled, profile: Profile): boolean {
  if (!profile.cidrMatch.includes('pods') || wanted.source !== 'reserved') return false;
  const has = (family: 4 | 6) => identity.labels.some((l) => l.prefix?.family === family);
  const four = profile.ipv4 && (wanted.key === 'world-ipv4' || wanted.key === 'world');
  const six = profile.ipv6 && (wanted.key === 'world-ipv6' || wanted.key === 'world');
  return (four && has(4)) || (six && has(6));
}

function blockLabel(block: Cidr, profile: Profile): Label {
  return block.prefix === 0 ? worldLabel(block.family, profile) : cidrLabel(block);
}

const exists = (l: Label): Requirement => ({ ...l, operator: 'Exists', values: [] });
const lacks = (l: Label): Requirement => ({ ...l, operator: 'DoesNotExist', values: [] });

function addresses(of: readonly Requirement[], except: readonly Cidr[], profile: Profile): Selector {
  const requirements = [...of, ...except.map((e) => lacks(blockLabel(e, profile)))];
  return { kind: 'cidr', requirements, key: textOf(requirements) };
}

function textOf(requirements: readonly Requirement[]): string {
  return requirements.map(({ source, key, operator, values }) => [`${source}:${key}`, operator, ...values].join(' ')).join(', ');
}
