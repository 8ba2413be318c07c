import type { Identity, IdentityKind, ReadWorld, Workload } from '../policy';
import { clusterKey, labelText, namespaceKey, namespaceLabelsKey } from '../policy/label';

/**
 * Where somebody stands, as far as it matters for what a change means: outside of the cluster, on its nodes, in another cluster,
 * in a pod of this one, or among what Cilium has of its own.
 */
export type Zone = 'outside' | 'nodes' | 'other clusters' | 'pods' | 'cilium';

/** The zones, those first that make a change an exposure. */
export const zones: readonly Zone[] = ['outside', 'nodes', 'other clusters', 'pods', 'cilium'];

/** Somebody who takes part in connections, with the identity in each of the two worlds. */
export interface Participant {
  readonly kind: IdentityKind;
  /** How people call it: `namespace/name` of a workload, or what it is. */
  readonly name: string;
  /** The name before, where it was another. */
  readonly formerly?: string;
  readonly namespace: string;
  readonly zone: Zone;
  /** The index of its identity before; `undefined` where it wasn't there. */
  readonly before: number | undefined;
  /** The index of its identity after. */
  readonly after: number | undefined;
}

/**
 * Everybody of both worlds: workloads by kind, namespace and name; where these have changed, by namespace and name, and then by
 * namespace and labels if only one can be meant; all others by what they are. Workloads on the network of nodes are the nodes.
 *
 * Pods that rules name and no object makes are left out where a workload that comes or goes makes them: it stands for them.
 */
export function participantsOf(before: ReadWorld, after: ReadWorld): readonly Participant[] {
  const workloads = workloadsOf(before, after);
  const isMade = madeBy(workloads, before, after);
  return [...workloads, ...othersOf(before, after).filter((one) => !isMade(one))];
}

/** Tells whether the pods that a participant stands for are made by a workload that is there on one side only. */
function madeBy(workloads: readonly Participant[], before: ReadWorld, after: ReadWorld): (one: Participant) => boolean {
  const made = new Set(
    workloads.flatMap((workload) => {
      if (workload.before !== undefined && workload.after !== undefined) return [];
      return ownLabels(workload, before, after).map((text) => `${workload.name} ${text}`);
    }),
  );
  const candidates = new Map<string, string[]>();
  for (const { name, namespace, before: b, after: a } of workloads) {
    if (b === undefined || a === undefined) candidates.set(namespace, [...(candidates.get(namespace) ?? []), name]);
  }
  return (one) => {
    if (one.kind !== 'other-pods' || !candidates.has(one.namespace)) return false;
    const labels = ownLabels(one, before, after);
    return labels.length > 0 && (candidates.get(one.namespace) ?? []).some((name) => labels.every((text) => made.has(`${name} ${text}`)));
  };
}

/** The labels of an identity beyond those that every pod of its namespace has. */
function ownLabels({ before, after }: Participant, first: ReadWorld, second: ReadWorld): readonly string[] {
  const identity = after === undefined ? first.identities[before as number] : second.identities[after];
  const labels = (identity?.labels ?? []).filter(
    ({ source, key }) => source === 'k8s' && key !== namespaceKey && key !== clusterKey && !key.startsWith(`${namespaceLabelsKey}.`),
  );
  return labels.map(labelText);
}

interface Placed {
  readonly workload: Workload;
  /** How many of the same kind and name come before it. */
  readonly repetition: number;
  readonly index: number;
}

function workloadsOf(before: ReadWorld, after: ReadWorld): readonly Participant[] {
  let left = placed(before);
  let right = placed(after);
  const pairs: [Placed | undefined, Placed | undefined][] = [];
  for (const keyOf of [kindAndName, nameAlone, namespaceAndLabels]) {
    const single = { left: once(left, keyOf), right: once(right, keyOf) };
    const matched = new Set<Placed>();
    for (const [key, a] of single.left) {
      const b = single.right.get(key);
      if (b === undefined) continue;
      pairs.push([a, b]);
      matched.add(a).add(b);
    }
    left = left.filter((w) => !matched.has(w));
    right = right.filter((w) => !matched.has(w));
  }
  for (const a of left) pairs.push([a, undefined]);
  for (const b of right) pairs.push([undefined, b]);
  return pairs.map(([a, b]) => workloadParticipant(a, b));
}

function workloadParticipant(a: Placed | undefined, b: Placed | undefined): Participant {
  const { workload } = (b ?? a) as Placed;
  const renamed = a !== undefined && a.workload.key !== workload.key;
  return {
    kind: 'pods',
    name: workload.key,
    ...(renamed ? { formerly: a.workload.key } : {}),
    namespace: workload.namespace,
    zone: 'pods',
    before: a?.index,
    after: b?.index,
  };
}

function placed({ identities, workloads }: ReadWorld): readonly Placed[] {
  const indexes = new Map(identities.map((identity, index) => [identity, index]));
  const counts = new Map<string, number>();
  return [...workloads]
    .filter(([workload]) => !workload.hostNetwork)
    .map(([workload, [identity]]) => {
      const text = `${workload.kind} ${workload.key}`;
      const repetition = counts.get(text) ?? 0;
      counts.set(text, repetition + 1);
      return { workload, repetition, index: indexes.get(identity as Identity) as number };
    });
}

const kindAndName = ({ workload: { kind, key }, repetition }: Placed) => `${kind} ${key} ${repetition}`;
const nameAlone = ({ workload: { key } }: Placed) => key;
const namespaceAndLabels = ({ workload: { namespace, labels } }: Placed) => `${namespace} ${JSON.stringify(labels)}`;

/** Workloads by a key that no other has. */
function once(all: readonly Placed[], keyOf: (placed: Placed) => string): ReadonlyMap<string, Placed> {
  const found = new Map<string, Placed | undefined>();
  for (const one of all) {
    const key = keyOf(one);
    found.set(key, found.has(key) ? undefined : one);
  }
  return new Map([...found].flatMap(([key, one]) => (one === undefined ? [] : [[key, one] as const])));
}

function othersOf(before: ReadWorld, after: ReadWorld): readonly Participant[] {
  const [left, right] = [keyed(before), keyed(after)];
  return [...new Set([...right.keys(), ...left.keys()])].map((key) => {
    const [a, b] = [left.get(key), right.get(key)];
    const identity = (b ?? a)?.identity as Identity;
    return {
      kind: identity.kind,
      name: identity.name,
      namespace: identity.namespace,
      zone: zoneOf(identity),
      before: a?.index,
      after: b?.index,
    };
  });
}

/** A name says over which family, only where the cluster has both: the same address is meant with and without. */
function keyed({ identities, profile }: ReadWorld): ReadonlyMap<string, { readonly identity: Identity; readonly index: number }> {
  const keys = new Map<string, { identity: Identity; index: number }>();
  identities.forEach((identity, index) => {
    if (identity.kind === 'pods') return;
    const isSix = identity.labels.some(({ key }) => key === 'world-ipv6') || !profile.ipv4;
    const family = ['world', 'fqdn', 'kube-apiserver'].includes(identity.kind) ? (isSix ? 6 : 4) : '';
    const base = `${identity.kind} ${family} ${identity.name.replace(/ over IPv[46]$/, '')}`;
    let key = base;
    for (let n = 2; keys.has(key); n += 1) key = `${base} ${n}`;
    keys.set(key, { identity, index });
  });
  return keys;
}

function zoneOf({ kind, endpoint }: Identity): Zone {
  switch (kind) {
    case 'world':
    case 'cidr':
    case 'fqdn':
      return 'outside';
    case 'host':
    case 'remote-node':
    case 'kube-apiserver':
      return 'nodes';
    case 'pods':
      return 'pods';
    case 'other-pods':
      return endpoint ? 'pods' : 'other clusters';
    default:
      return 'cilium';
  }
}
