import { policySchemas as ofCilium119 } from '../../../imports/policy-schemas-1.19';
import { policySchemas as ofCilium120 } from '../../../imports/policy-schemas-1.20';
import { policySchemas as ofKubernetes } from '../../../imports/policy-schemas-kubernetes-1.36';
import type { Schema } from '../../../imports/schema';
import { compareText, type Finding, finding, inDocument, isObject, type Place, valueAt } from '../../base';
import { type Entry, type Origin, policyName } from '../entry';
import type { Profile } from '../profile';
import type { PeerContext } from './cilium-peers';
import { type CiliumPolicyKind, type ReadPolicy, readCiliumPolicy } from './cilium-policy';
import { readNetworkPolicy } from './network-policy';
import { checkNetworkPolicy } from './network-policy-validation';
import { checkSchema, type Fault } from './schema';
import type { SourceObject } from './source-object';

/** The kinds of policy that are read, each with its group. */
export const policyKinds: Readonly<Record<Exclude<Origin['kind'], 'ClusterNetworkPolicy'>, string>> = {
  CiliumNetworkPolicy: 'cilium.io',
  CiliumClusterwideNetworkPolicy: 'cilium.io',
  NetworkPolicy: 'networking.k8s.io',
};

type PolicyKind = keyof typeof policyKinds;

/** Everything that the policies among some objects say, and what of them nobody would enforce. */
export interface ReadPolicies {
  readonly entries: readonly Entry[];
  readonly findings: readonly Finding[];
  /** The policies that were taken. */
  readonly policies: readonly Omit<Origin, 'path'>[];
}

/** Whether an object is a policy of a kind that is read. */
export function isPolicy({ object }: SourceObject): boolean {
  return kindOf(object) !== undefined;
}

/**
 * Reads the policies among the objects, as API server and Cilium would: a policy that one of them refuses isolates nobody and
 * so is an error, never read as well as possible. Several objects of one name are an error too: the last one applied counts.
 */
export function readPolicies(objects: readonly SourceObject[], profile: Profile, service: PeerContext['service']): ReadPolicies {
  const findings: Finding[] = [];
  const entries: Entry[] = [];
  const policies: Omit<Origin, 'path'>[] = [];
  const seen = new Map<string, SourceObject>();
  for (const source of objects) {
    const kind = kindOf(source.object);
    if (kind === undefined) continue;
    const origin = originOf(source, kind);
    const key = `${kind} ${policyName(origin)}`;
    const earlier = seen.get(key);
    if (earlier !== undefined) {
      findings.push(
        finding(
          'POL044',
          placeOf(source, 'metadata.name'),
          `there is a ${kind} '${policyName(origin)}' already; the last one applied counts`,
          {
            also: [placeOf(earlier, 'metadata.name')],
            repair: 'give it a name of its own, or leave one out',
          },
        ),
      );
      continue;
    }
    seen.set(key, source);
    const read = readPolicy(source, kind, origin, profile, service);
    findings.push(...read.faults.map((fault) => ofFault(fault, source, kind, origin)));
    if (read.faults.length > 0) continue;
    findings.push(...read.open.map((fault) => ofFault(fault, source, kind, origin, 'POL006')));
    policies.push(origin);
    entries.push(...read.entries.map((entry) => placed(entry, source)));
  }
  return {
    entries: entries.sort(inMergeOrder),
    findings,
    policies: policies.sort((a, b) => compareText(`${a.kind} ${policyName(a)}`, `${b.kind} ${policyName(b)}`)),
  };
}

/** How the agent calls the kinds where it sorts rules; the order counts where rules are merged. */
const sortNames: Readonly<Record<Origin['kind'], string>> = {
  CiliumClusterwideNetworkPolicy: 'ccnp',
  CiliumNetworkPolicy: 'cnp',
  ClusterNetworkPolicy: 'kcnp',
  NetworkPolicy: 'netpol',
};

/** @see cilium 1.20.2 pkg/policy/rules.go (sort) and pkg/ipcache/types/types.go (NewResourceID) */
function inMergeOrder({ origin: a }: Entry, { origin: b }: Entry): number {
  const key = ({ kind, namespace, name }: Origin) => `${sortNames[kind]}/${namespace}/${name}`;
  return compareText(key(a), key(b));
}

function readPolicy(
  { object }: SourceObject,
  kind: PolicyKind,
  origin: Omit<Origin, 'path'>,
  profile: Profile,
  service: PeerContext['service'],
): ReadPolicy {
  const schemas: Readonly<Record<string, Schema>> = { ...(profile.cilium === '1.19' ? ofCilium119 : ofCilium120), ...ofKubernetes };
  const schema = schemas[`${object.apiVersion}/${kind}`];
  if (schema === undefined) return { entries: [], open: [], faults: [versionFault(object, Object.keys(schemas), kind)] };
  const faults = [...checkSchema(object, schema), ...(kind === 'NetworkPolicy' ? checkNetworkPolicy(object) : []), ...nameFaults(object)];
  if (faults.length > 0) return { entries: [], open: [], faults };
  const { at: _, ...plain } = origin;
  if (kind === 'NetworkPolicy') return { entries: readNetworkPolicy(object, plain, profile), open: [], faults: [] };
  return readCiliumPolicy(object, { ...plain, kind: kind as CiliumPolicyKind }, profile, service);
}

function versionFault({ apiVersion }: SourceObject['object'], known: readonly string[], kind: string): Fault {
  const right = known.filter((name) => name.endsWith(`/${kind}`)).map((name) => name.slice(0, -kind.length - 1));
  return { path: 'apiVersion', message: `there is no ${kind} of '${apiVersion}'`, repair: `write apiVersion: ${right.join(' or ')}` };
}

function nameFaults(object: SourceObject['object']): Fault[] {
  const name = valueAt(object, 'metadata', 'name');
  return typeof name === 'string' && name !== ''
    ? []
    : [{ path: 'metadata.name', message: 'a policy needs a name', repair: 'write metadata.name' }];
}

function kindOf({ apiVersion, kind }: SourceObject['object']): PolicyKind | undefined {
  if (typeof kind !== 'string' || !Object.hasOwn(policyKinds, kind)) return undefined;
  const group = String(apiVersion).split('/')[0];
  return policyKinds[kind as PolicyKind] === group ? (kind as PolicyKind) : undefined;
}

/** A policy of a namespace that names none is of `default`, where kubectl puts it. */
function originOf(source: SourceObject, kind: PolicyKind): Omit<Origin, 'path'> {
  const metadata = isObject(source.object.metadata) ? source.object.metadata : {};
  const namespace = typeof metadata.namespace === 'string' && metadata.namespace !== '' ? metadata.namespace : 'default';
  return {
    kind,
    namespace: kind === 'CiliumClusterwideNetworkPolicy' ? '' : namespace,
    name: String(metadata.name ?? ''),
    ...(source.at === undefined ? {} : { at: source.at }),
  };
}

function placed(entry: Entry, source: SourceObject): Entry {
  if (source.at === undefined && source.place === undefined) return entry;
  return { ...entry, origin: { ...entry.origin, at: placeOf(source, entry.origin.path) } };
}

/** The place of a value of an object; without a file, the object's own name stands for it. */
export function placeOf(source: SourceObject, path: string): Place {
  if (source.place !== undefined) return source.place(path);
  if (source.at !== undefined) return source.at.in === 'document' ? { ...source.at, path } : source.at;
  const kind = String(source.object.kind ?? 'object');
  const namespace = valueAt(source.object, 'metadata', 'namespace');
  const name = String(valueAt(source.object, 'metadata', 'name') ?? '');
  return inDocument(`${kind} ${typeof namespace === 'string' ? `${namespace}/` : ''}${name}`, path);
}

function ofFault(
  { path, message, repair }: Fault,
  source: SourceObject,
  kind: string,
  origin: Pick<Origin, 'namespace' | 'name'>,
  id: 'POL001' | 'POL002' | 'POL006' = message.startsWith('unknown field') ? 'POL002' : 'POL001',
): Finding {
  const name = `${kind} '${policyName(origin)}'`;
  return finding(id, placeOf(source, path), `${name}: ${message}`, repair === undefined ? {} : { repair });
}
