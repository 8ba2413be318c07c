import type { Cause, Changes, FlowChange, FlowChangeKind, Group, PostureChange } from '../compare';

/** What has changed of a cluster, or between two folders. */
export interface ComparedCluster {
  /** The name of the cluster, where it is known. */
  readonly name?: string;
  /** What was compared, as people find it: `HEAD:dist/joelclaw`. */
  readonly before: string;
  /** With what it was compared. */
  readonly after: string;
  readonly changes: Changes;
}

/** How each kind of change is told, and by which sign. */
export const flowWords: Readonly<Record<FlowChangeKind, { readonly sign: '+' | '-' | '~'; readonly word: string }>> = {
  opened: { sign: '+', word: 'opened' },
  widened: { sign: '+', word: 'widened at L7' },
  unknown: { sign: '~', word: 'became unknown' },
  known: { sign: '~', word: 'no longer unknown' },
  closed: { sign: '-', word: 'closed' },
  narrowed: { sign: '-', word: 'narrowed at L7' },
  rerouted: { sign: '~', word: 'through another proxy' },
};

/** Flows that stand together, under a heading. */
export interface FlowSection {
  readonly title: string;
  readonly flows: readonly FlowChange[];
}

/** Changes of flows between those who were there and still are: exposures first, then those inside of the cluster. */
export function existingSections({ connectivity }: Changes): readonly FlowSection[] {
  const { existing } = connectivity.flows;
  return [
    { title: 'exposure', flows: existing.filter(({ exposure }) => exposure) },
    { title: 'inside of the cluster', flows: existing.filter(({ exposure }) => !exposure) },
  ].filter(({ flows }) => flows.length > 0);
}

/** Changes of flows from and to those who came or went. */
export function comingAndGoing({ connectivity: { added, removed, flows } }: Changes): readonly FlowSection[] {
  const title = (word: string, of: typeof added) =>
    of.length === 0
      ? `flows of those who are ${word}`
      : `${word}: ${listed(of.map(({ name, ...standing }) => `${name} (${standingText(standing)})`))}`;
  return [
    ...(added.length + flows.added.length === 0 ? [] : [{ title: title('added', added), flows: flows.added }]),
    ...(removed.length + flows.removed.length === 0 ? [] : [{ title: title('removed', removed), flows: flows.removed }]),
  ];
}

/** `2 opened, 1 closed, 1 workload added`: how many lines of each kind there are. */
export function countText({ connectivity: { added, removed, postures, flows }, relabelled }: Changes): string {
  const isolation = postureLines(postures).length;
  const kinds = Object.keys(flowWords) as FlowChangeKind[];
  const of = (kind: FlowChangeKind) => flows.existing.filter((f) => f.kind === kind).length;
  const workloads = (count: number, word: string) => (count === 0 ? [] : [`${count} ${count === 1 ? 'workload' : 'workloads'} ${word}`]);
  const counts = [
    ...(relabelled.length === 0
      ? []
      : [`${relabelled.length} ${relabelled.length === 1 ? 'selector no longer matches' : 'selectors no longer match'}`]),
    ...kinds.flatMap((kind) => (of(kind) === 0 ? [] : [`${of(kind)} ${flowWords[kind].word}`])),
    ...(isolation === 0 ? [] : [`${isolation} ${isolation === 1 ? 'change' : 'changes'} of isolation`]),
    ...workloads(added.length, 'added'),
    ...workloads(removed.length, 'removed'),
  ];
  return counts.length === 0 ? 'nothing changed' : counts.join(', ');
}

/** As many of the names as a line holds. */
export function groupText({ names }: Group): string {
  return listed(names);
}

/** Texts with commas between them, and how many there are beyond those that a person reads. */
function listed(texts: readonly string[]): string {
  return texts.length <= 5 ? texts.join(', ') : `${texts.slice(0, 4).join(', ')} and ${texts.length - 4} more`;
}

/** The ports of a change; and how they stand now, where that isn't said by its kind. */
export function portsText({ kind, ports, after }: FlowChange): string {
  switch (kind) {
    case 'widened':
      return `${ports.text}, now ${after.text}`;
    case 'narrowed':
      return `${ports.text.includes('(') ? 'no more ' : ''}${ports.text}, now ${after.text}`;
    case 'known': {
      const open = new Set(ports.set.spans.map(({ protocol, low }) => after.set.contains(protocol, low)));
      return `${ports.text}, now ${open.size > 1 ? after.text : open.has(true) ? 'open' : 'denied'}`;
    }
    default:
      return ports.text;
  }
}

/** Where a change comes from. */
export function causeText(cause: Cause): string {
  if (cause.kind === 'labels') return `labels or names of ports of ${cause.of}`;
  if (cause.kind === 'configuration') return 'configuration of Cilium';
  const { kind, namespace, name } = cause.policy;
  return `${kind} ${namespace === '' ? name : `${namespace}/${name}`} (${cause.change})`;
}

/** Who stands otherwise, and how: `egress and ingress open → isolated`; a line for both directions where they changed alike. */
export function postureLines(postures: readonly PostureChange[]): readonly { readonly who: string; readonly how: string }[] {
  const lines = new Map<string, { who: string; directions: string[]; from: string }>();
  for (const { who, direction, before, after } of postures) {
    const line = { who: groupText(who), directions: [], from: `${before} → ${after}` };
    const key = JSON.stringify([who.members.map(({ kind, name }) => `${kind} ${name}`), line.from]);
    const known = lines.get(key) ?? line;
    known.directions.push(direction);
    lines.set(key, known);
  }
  return [...lines.values()].map(({ who, directions, from }) => ({ who, how: `${directions.join(' and ')} ${from}` }));
}

function standingText({ egress, ingress }: { readonly egress: string; readonly ingress: string }): string {
  return egress === ingress ? egress : `egress ${egress}, ingress ${ingress}`;
}
