import { compareText } from '../../base';
import type { Entry } from '../entry';
import type { Identity } from '../identity';
import { clusterKey, type Label, label, labelText, namespaceKey, namespaceLabelsKey, serviceAccountKey } from '../label';
import type { Profile } from '../profile';
import { isWildcard, matches, type Requirement, type Selector } from '../selector';
import { labelFilter } from './label-filter';
import { type Namespaces, namespaceNameKey } from './namespaces';
import { aroundPods, ownedKey, withAddresses } from './pod-identity';

/** What representatives stand beside. */
export interface Known {
  readonly entries: readonly Entry[];
  /** The identities of the pods that there are objects of. */
  readonly pods: readonly Identity[];
  readonly namespaces: Namespaces;
  readonly profile: Profile;
  /** Whom to tell apart whatever objects and rules name: any other pod of namespaces, and pods by labels. */
  readonly further?: {
    readonly namespaces?: readonly string[];
    readonly pods?: readonly PodLabels[];
    /** Also those whom rules are about. */
    readonly subjects?: boolean;
  };
}

/**
 * Labels by which pods are known, values by keys as identities have them; `''` where the label has only to be there. The name of
 * the namespace is one of them where it is known.
 */
export type PodLabels = ReadonlyMap<string, string>;

/** Identities that stand for pods without objects, and what makes the same of them elsewhere. */
export interface Representatives {
  readonly identities: readonly Identity[];
  /** The namespaces of which any other pod is told apart. */
  readonly namespaces: readonly string[];
  /** The labels by which pods are told apart. */
  readonly pods: readonly PodLabels[];
}

/**
 * Identities of pods that there are no objects of, as few as show what rules say of them: any other pod of each namespace that
 * is there, any other pod elsewhere, and for each selector of a rule's other end that means none of these and no known pod,
 * pods with the fewest labels that it means.
 *
 * Their labels are those that the selector asks for and those that every pod has: the names of namespace and cluster, and the
 * labels of its namespace where they are known. Pods of another cluster are no endpoints: policies here don't bind them.
 */
export function representatives(known: Known): readonly Identity[] {
  return representing(known).identities;
}

/** The same, with what makes {@link representatives} of another world tell the same pods apart. */
export function representing(known: Known): Representatives {
  const { entries, pods, namespaces, profile, further } = known;
  const elsewhere = unnamed(known);
  const there = namespacesThere(known);
  const others = [...there.map((name) => anyOther(name, namespaces, profile)), anyElsewhere(elsewhere, profile)];
  const found = new Map<string, Found>();
  const ends = entries.flatMap(({ subject, node, peers }) => (further?.subjects === true && !node ? [subject, ...peers] : peers));
  const selectors = new Map(ends.map((selector) => [selector.key, selector]));
  const byLabel = labelledBy([...pods, ...others]);
  for (const [, selector] of [...selectors].sort(([a], [b]) => compareText(a, b))) {
    if (selector.kind !== 'labels' || byLabel(selector).some((identity) => matches(selector, identity, profile) === true)) continue;
    const one = representative(selector, elsewhere, known);
    const key = one && JSON.stringify(one.identity.labels.map(labelText));
    if (key !== undefined && !found.has(key)) found.set(key, one as Found);
  }
  const asked = (further?.pods ?? []).map((labels) => ({ labels, identity: podsWith(labels, elsewhere, known) }));
  const named = [...new Map([...found.values(), ...asked].map((one) => [one.identity.name, one])).values()].sort(
    ({ identity: a }, { identity: b }) =>
      compareText(a.namespace, b.namespace) ||
      compareText(a.name, b.name) ||
      compareText(a.labels.map(labelText).join(), b.labels.map(labelText).join()),
  );
  return {
    identities: [...others, ...named.map(({ identity }) => identity)],
    namespaces: there,
    pods: named.map(({ labels }) => labels),
  };
}

/** Tells whom a selector can mean at all, by one of the values that it asks for. */
function labelledBy(identities: readonly Identity[]): (selector: Selector) => readonly Identity[] {
  const byLabel = new Map<string, Identity[]>();
  for (const identity of identities) {
    for (const { key, value } of identity.labels) {
      const text = `${key}=${value}`;
      const labelled = byLabel.get(text);
      if (labelled === undefined) byLabel.set(text, [identity]);
      else labelled.push(identity);
    }
  }
  return ({ requirements }) => {
    const asked = requirements.filter(({ operator, source }) => operator === 'In' && source !== 'cidr');
    const lists = asked.map(({ key, values }) => values.flatMap((value) => byLabel.get(`${key}=${value}`) ?? []));
    return lists.reduce((least, list) => (list.length < least.length ? list : least), identities);
  };
}

interface Found {
  readonly identity: Identity;
  readonly labels: PodLabels;
}

/** The namespaces that objects, pods or policies name as their own. */
function namespacesThere({ entries, pods, namespaces, further }: Known): readonly string[] {
  const own = [...namespaces.keys(), ...pods.map((p) => p.namespace), ...entries.map(({ origin }) => origin.namespace)];
  const names = [...own, ...(further?.namespaces ?? [])];
  return [...new Set(names.filter((name) => name !== ''))].sort(compareText);
}

function anyOther(namespace: string, namespaces: Namespaces, profile: Profile): Identity {
  const { labels, unknown } = aroundPods(namespace, namespaces, profile);
  return pods(`any other pod in ${namespace}`, namespace, labels, unknown, profile);
}

function anyElsewhere(namespace: string, profile: Profile): Identity {
  return pods('any pod in another namespace', namespace, aroundPods(namespace, ofItself(namespace), profile).labels, [], profile);
}

/** A name for a namespace that nobody names. */
function unnamed({ entries, pods: known, namespaces, further }: Known): string {
  const selectors = entries.flatMap(({ subject, peers }) => [subject, ...peers]);
  const values = selectors.flatMap(({ requirements }) => requirements).flatMap((r) => r.values);
  const taken = new Set([
    ...namespaces.keys(),
    ...known.map((p) => p.namespace),
    ...entries.map(({ origin }) => origin.namespace),
    ...values,
    ...(further?.namespaces ?? []),
    ...(further?.pods ?? []).flatMap((labels) => [...labels.values()]),
  ]);
  let name = 'elsewhere';
  for (let i = 2; taken.has(name); i++) name = `elsewhere-${i}`;
  return name;
}

/** The label of a pod by which Cilium knows the label of its namespace's name. */
const nameLabelKey = `${namespaceLabelsKey}.${namespaceNameKey}`;

/** A namespace that has no labels but its name. */
const ofItself = (namespace: string): Namespaces => new Map([[namespace, { [namespaceNameKey]: namespace }]]);

function pods(name: string, namespace: string, labels: readonly Label[], unknown: Identity['unknown'], profile: Profile): Identity {
  const sorted = [...labels].sort((a, b) => compareText(a.key, b.key));
  const endpoint = sorted.some(({ key, value }) => key === clusterKey && value === profile.clusterName);
  const identity: Identity = { kind: 'other-pods', name, namespace, endpoint, ports: [], furtherPorts: true, labels: sorted };
  return withAddresses(unknown === undefined || unknown.length === 0 ? identity : { ...identity, unknown }, profile);
}

/** Pods that the selector means, or `undefined` where it can't mean any. */
function representative(selector: Selector, elsewhere: string, known: Known): Found | undefined {
  const { profile } = known;
  if (selector.kind !== 'labels' || isWildcard(selector)) return undefined;
  const labels = wantedLabels(selector, labelFilter(profile).isPart);
  if (labels === undefined) return undefined;
  const identity = podsWith(labels, elsewhere, known);
  return matches(selector, identity, profile) === true ? { identity, labels } : undefined;
}

/** Pods that have these labels and those that every pod of their namespace has, which go before. */
function podsWith(wanted: PodLabels, elsewhere: string, known: Known): Identity {
  const { profile } = known;
  const named = wanted.get(namespaceKey) || wanted.get(nameLabelKey);
  const namespace = named || elsewhere;
  const around = aroundPods(namespace, named ? known.namespaces : ofItself(namespace), profile);
  const labels = new Map(around.labels.map((l) => [l.key, l]));
  const isFixed = (key: string) =>
    key === namespaceKey || key === nameLabelKey || (known.namespaces.has(namespace) && key.startsWith(namespaceLabelsKey));
  for (const [key, value] of wanted) {
    if (!isFixed(key) && !(labels.has(key) && value === '')) labels.set(key, label('k8s', key, value));
  }
  const name = nameOf(wanted, named ? namespace : undefined, profile);
  return pods(name, namespace, [...labels.values()], around.unknown, profile);
}

/** A value for each key that has to be there; `undefined` where pods can't have one of them. */
function wantedLabels({ requirements }: Selector, isPart: (of: Pick<Label, 'source' | 'key'>) => boolean): Map<string, string> | undefined {
  const byKey = new Map<string, readonly Requirement[]>();
  for (const r of requirements.filter(({ operator }) => operator === 'In' || operator === 'Exists')) {
    byKey.set(r.key, [...(byKey.get(r.key) ?? []), r]);
  }
  const wanted = new Map<string, string>();
  for (const [key, of] of byKey) {
    if (of.some(({ source }) => source !== 'k8s' && source !== 'any') || !isPart({ source: 'k8s', key }) || isOwned(key)) return undefined;
    const value = valueFor(
      of,
      requirements.filter((r) => r.key === key && r.operator === 'NotIn'),
    );
    if (value === undefined) return undefined;
    wanted.set(key, value);
  }
  return wanted;
}

/** Labels that the agent gives alone, and not to pods like these. */
function isOwned(key: string): boolean {
  const given = key === clusterKey || key === serviceAccountKey || key.startsWith(`${namespaceLabelsKey}.`);
  return key.startsWith(ownedKey) && !given;
}

/** The first value that all requirements allow; none at all where the key has only to be there. */
function valueFor(of: readonly Requirement[], not: readonly Requirement[]): string | undefined {
  const lists = of.filter(({ operator }) => operator === 'In').map(({ values }) => values);
  const [first = ['']] = lists;
  return first.find((value) => lists.every((list) => list.includes(value)) && not.every(({ values }) => !values.includes(value)));
}

function nameOf(wanted: ReadonlyMap<string, string>, namespace: string | undefined, { clusterName }: Profile): string {
  const entries = [...wanted].sort(([a], [b]) => compareText(a, b));
  const text = ([key, value]: readonly [string, string]) => (value === '' ? key : `${key}=${value}`);
  const own = entries.filter(([key]) => key !== namespaceKey && !key.startsWith(ownedKey)).map(text);
  const prefix = `${namespaceLabelsKey}.`;
  const ofNamespace = entries.filter(([key]) => key.startsWith(prefix) && key !== nameLabelKey);
  const where = ofNamespace.map(([key, value]) => text([key.slice(prefix.length), value])).join(' and ');
  const account = wanted.get(serviceAccountKey);
  const having = [...own, ...(account ? [`ServiceAccount ${account}`] : [])];
  const cluster = wanted.get(clusterKey);
  return [
    ['pods', ...(having.length === 0 ? [] : ['with', having.join(' and ')])].join(' '),
    namespace === undefined ? (where === '' ? ' in another namespace' : ` in a namespace with ${where}`) : ` in ${namespace}`,
    namespace !== undefined && where !== '' ? ` with ${where}` : '',
    cluster && cluster !== clusterName ? ` of cluster ${cluster}` : '',
  ].join('');
}
