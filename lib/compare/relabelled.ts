import { compareText, type Finding, finding, type Place } from '../base';
import { type Direction, directions, type Entry, type Identity, policyName, type ReadWorld, type Workload } from '../policy';
import { isAbout } from '../policy/decide/applied';
import { placeOf } from '../policy/read/policies';
import { matches } from '../policy/selector';
import type { ConnectivityChanges } from './changes';
import type { FlowChange } from './flows';

/** Labels of a workload that were changed, so that a selector that stayed as it was doesn't match its pods any more. */
export interface Relabelling {
  /** `namespace/name`. */
  readonly workload: string;
  /** The labels that were changed or left out, as they were. */
  readonly before: Readonly<Record<string, string>>;
  /** The labels that were changed or added, as they are. */
  readonly after: Readonly<Record<string, string>>;
  /** Whose selector it is. */
  readonly of: { readonly kind: Entry['origin']['kind'] | 'Service'; readonly namespace: string; readonly name: string };
  /** What the workload was to it: one of its pods, another end that it names, or what stands behind a Service. */
  readonly role: 'subject' | 'peer' | 'backend';
  readonly finding: Finding;
}

type Lost = Pick<Relabelling, 'of' | 'role'> & { readonly follows: string; readonly also?: Place | undefined };

/** The workload on both sides, with its identity on each. */
interface Pair {
  readonly before: Workload;
  readonly after: Workload;
  readonly was: Identity;
  readonly is: Identity;
}

/**
 * Workloads that got other labels without those who select them by the old ones. A policy counts only where something follows:
 * where another takes over, and everybody reaches whom they reached, nothing was lost.
 */
export function relabelled(before: ReadWorld, after: ReadWorld, changes: ConnectivityChanges): readonly Relabelling[] {
  return pairsOf(before, after).flatMap((pair) => {
    const lost = [
      ...ofSubjects(pair, before, after, changes),
      ...ofPeers(pair, before, after, changes),
      ...ofServices(pair, before, after),
    ];
    return lost.map((one) => relabelling(pair, one));
  });
}

function pairsOf(before: ReadWorld, after: ReadWorld): Pair[] {
  const keyOf = ({ kind, key }: Workload) => `${kind} ${key}`;
  const old = new Map([...before.workloads].map(([workload, [was]]) => [keyOf(workload), { workload, was }]));
  return [...after.workloads]
    .flatMap(([workload, [is]]): Pair[] => {
      const earlier = old.get(keyOf(workload));
      if (earlier?.was === undefined || is === undefined || changed(earlier.workload, workload).length === 0) return [];
      return [{ before: earlier.workload, after: workload, was: earlier.was, is }];
    })
    .sort((a, b) => compareText(a.after.key, b.after.key));
}

function changed(one: Pick<Workload, 'labels'>, other: Pick<Workload, 'labels'>): string[] {
  const keys = new Set([...Object.keys(one.labels), ...Object.keys(other.labels)]);
  return [...keys].filter((key) => one.labels[key] !== other.labels[key]).sort(compareText);
}

/** Policies that were about the pods. */
function ofSubjects(
  { after: { key, hostNetwork }, was, is }: Pair,
  before: ReadWorld,
  after: ReadWorld,
  changes: ConnectivityChanges,
): Lost[] {
  if (hostNetwork) return [];
  return byPolicy(before.entries, (entry) => isAbout(entry, was, entry.direction, before) === true).flatMap((own): Lost[] => {
    const [first] = own;
    const rest = after.entries.filter((entry) => isOfSame(entry, first));
    const isSame = rest.some((entry) => entry.subject.key === first.subject.key);
    if (!isSame || rest.some((entry) => isAbout(entry, is, entry.direction, after) !== false)) return [];
    const of = directions.filter((direction) => own.some((entry) => entry.direction === direction));
    const follows =
      postureOf(key, of, changes) ??
      flowOf(changes, ({ from, to }) => of.some((direction) => has(direction === 'egress' ? from : to, key)));
    return follows === undefined ? [] : [{ of: nameOf(first), role: 'subject', follows, also: first.origin.at }];
  });
}

/** Policies that named the pods as the other end. */
function ofPeers(
  { after: { key, hostNetwork }, was, is }: Pair,
  before: ReadWorld,
  after: ReadWorld,
  changes: ConnectivityChanges,
): Lost[] {
  if (hostNetwork) return [];
  const means = (entry: Entry, identity: Identity, { profile }: ReadWorld) =>
    entry.peers.filter((p) => matches(p, identity, profile) === true);
  return byPolicy(before.entries, (entry) => means(entry, was, before).length > 0).flatMap((own): Lost[] => {
    const lost = own.find((entry) => {
      const rest = after.entries.filter(
        (e) => isOfSame(e, entry) && e.direction === entry.direction && e.subject.key === entry.subject.key,
      );
      const peers = rest.flatMap((e) => e.peers);
      const isSame = means(entry, was, before).some(({ key: text }) => peers.some((peer) => peer.key === text));
      return isSame && peers.every((peer) => matches(peer, is, after.profile) === false);
    });
    if (lost === undefined) return [];
    const follows = flowOf(changes, ({ from, to }) => has(lost.direction === 'ingress' ? from : to, key));
    return follows === undefined ? [] : [{ of: nameOf(lost), role: 'peer', follows, also: lost.origin.at }];
  });
}

/** Services behind which the pods stood. */
function ofServices({ before: old, after: workload }: Pair, before: ReadWorld, after: ReadWorld): Lost[] {
  const isBehind = ({ namespace, labels }: Workload, service: ReadWorld['services'][number]) =>
    namespace === service.namespace && Object.entries(service.selector).every(([key, value]) => labels[key] === value);
  return before.services.flatMap((service): Lost[] => {
    const { namespace, name, selector } = service;
    const now = after.services.find((s) => s.namespace === namespace && s.name === name);
    const isSame =
      now !== undefined && Object.keys(selector).length > 0 && changed({ labels: selector }, { labels: now.selector }).length === 0;
    if (!isSame || !isBehind(old, service) || isBehind(workload, service)) return [];
    const isEmpty = ![...after.workloads.keys()].some((other) => isBehind(other, service));
    const follows = isEmpty ? 'nobody is behind it any more' : "who connects to it doesn't get there any more";
    return [{ of: { kind: 'Service', namespace, name }, role: 'backend', follows }];
  });
}

/** Entries for which something holds, by their policies. */
function byPolicy(entries: readonly Entry[], holds: (entry: Entry) => boolean): [Entry, ...Entry[]][] {
  const groups = new Map<string, [Entry, ...Entry[]]>();
  for (const entry of entries.filter(holds)) {
    const key = `${entry.origin.kind} ${policyName(entry.origin)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups.values()];
}

function isOfSame({ origin: a }: Entry, { origin: b }: Entry): boolean {
  return a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;
}

function nameOf({ origin: { kind, namespace, name } }: Entry): Relabelling['of'] {
  return { kind, namespace, name };
}

function has({ members }: FlowChange['from'], name: string): boolean {
  return members.some((member) => member.name === name);
}

function postureOf(key: string, of: readonly Direction[], { postures }: ConnectivityChanges): string | undefined {
  const own = postures.filter(({ who, direction }) => of.includes(direction) && has(who, key));
  const [first] = own;
  if (first === undefined) return undefined;
  return `its ${own.map(({ direction }) => direction).join(' and ')} ${own.length === 1 ? 'is' : 'are'} ${first.after}, not ${first.before} any more`;
}

const becomes: Readonly<Record<FlowChange['kind'], string>> = {
  opened: 'is opened',
  widened: 'is widened at L7',
  unknown: "isn't known any more",
  known: 'is known now',
  closed: 'is closed',
  narrowed: 'is narrowed at L7',
  rerouted: 'goes through another proxy',
};

/** The first connection that has changed, and how many others have. */
function flowOf({ flows }: ConnectivityChanges, isOwn: (flow: FlowChange) => boolean): string | undefined {
  const [first, ...others] = flows.existing.filter(isOwn);
  if (first === undefined) return undefined;
  const more = others.length === 0 ? '' : `, and ${others.length} ${others.length === 1 ? 'change' : 'changes'} more`;
  return `${first.from.names.join(', ')} → ${first.to.names.join(', ')} ${first.ports.text} ${becomes[first.kind]}${more}`;
}

function relabelling({ before: old, after: workload }: Pair, { follows, also, ...lost }: Lost): Relabelling {
  const keys = changed(old, workload);
  const ofKeys = (labels: Readonly<Record<string, string>>) =>
    Object.fromEntries(keys.flatMap((key) => (labels[key] === undefined ? [] : [[key, labels[key]]])));
  const [before, after] = [ofKeys(old.labels), ofKeys(workload.labels)];
  const name = policyName(lost.of);
  const doesNot = lost.role === 'peer' ? "doesn't name it as a peer any more" : "doesn't select it any more";
  return {
    workload: workload.key,
    before,
    after,
    ...lost,
    finding: finding(
      'POL060',
      placeOf(workload.source, labelsPath(workload)),
      `the pods of '${workload.key}' had ${textOf(before)} and have ${textOf(after)}: ${lost.of.kind} '${name}', whose selector is as it was, ${doesNot}, and ${follows}`,
      { repair: 'leave the labels, or change the selector with them', ...(also === undefined ? {} : { also: [also] }) },
    ),
  };
}

function textOf(labels: Readonly<Record<string, string>>): string {
  const texts = Object.entries(labels).map(([key, value]) => `'${key}: ${value}'`);
  return texts.length === 0 ? 'nothing in its stead' : texts.join(', ');
}

function labelsPath({ kind }: Workload): string {
  if (kind === 'Pod') return 'metadata.labels';
  return kind === 'CronJob' ? 'spec.jobTemplate.spec.template.metadata.labels' : 'spec.template.metadata.labels';
}
