import type { JsonObject } from '../../../../../lib/base';
import type { Profile } from '../../../../../lib/policy';

/** A set of policies that somebody might well write, which is wrong; and nearly the same, which is right. */
export interface Refused {
  readonly title: string;
  readonly given: readonly JsonObject[];
  /** Exactly what is found. */
  readonly finds: readonly Found[];
  /** The same of 1.19, where its lists of what is possible are others. */
  readonly finds119?: readonly Found[];
  /**
   * What upstream does about it.
   *
   * - `API server`, `Cilium`: refuses one of the policies.
   * - `opens`, `closes`: takes them, and opens or closes more than they seem to.
   * - `keeps`: takes them, and can't work out what they mean together; the pods keep the policy that they had.
   * - `last`: takes them one after the other, and forgets all but the last.
   */
  readonly upstream: 'API server' | 'Cilium' | 'opens' | 'closes' | 'keeps' | 'last';
  /** Words of the reason that upstream gives; where it gives none, what it does. */
  readonly because: string;
  readonly twin: readonly JsonObject[];
  /** What is set away from the defaults of Cilium's chart. */
  readonly profile?: Partial<Profile>;
  /** The release that refuses, where not both do. */
  readonly only?: Profile['cilium'];
}

/** A finding of a set, about one of its policies. */
export interface Found {
  readonly id: 'POL001' | 'POL002' | 'POL006' | 'POL044' | 'POL046';
  readonly path: string;
  readonly message: string;
  readonly repair?: string;
  /** The policy, by kind and name. @default the first of the set */
  readonly about?: string;
  /** Other policies that have a part in it, each with the path inside of it. */
  readonly also?: readonly (readonly [about: string, path: string])[];
}

/** A finding that upstream refuses a value. */
export function refuses(path: string, message: string, repair?: string): Found {
  return { id: 'POL001', path, message, ...(repair === undefined ? {} : { repair }) };
}

/** A finding that Cilium refuses what the API server takes. */
export function byCilium(path: string, reason: string, repair: string): Found {
  return refuses(path, `Cilium refuses this policy: ${reason}`, repair);
}

/** A finding that there is no such field. */
export function unknown(path: string, repair: string): Found {
  const field = path.slice(path.lastIndexOf('.') + 1);
  return { id: 'POL002', path, message: `unknown field '${field}'`, repair };
}

/** A policy of a namespace. */
export function cnp(parts: JsonObject, name = 'p', namespace = 'n'): JsonObject {
  return { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name, namespace }, ...inSpec(parts) };
}

/** A policy of the cluster. */
export function ccnp(parts: JsonObject, name = 'p'): JsonObject {
  return { apiVersion: 'cilium.io/v2', kind: 'CiliumClusterwideNetworkPolicy', metadata: { name }, ...inSpec(parts) };
}

/** A policy of Kubernetes. */
export function networkPolicy(spec: JsonObject, name = 'p', namespace = 'n'): JsonObject {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec };
}

/** A policy of a namespace with one item that allows ingress. */
export function ingress(item: JsonObject, name = 'p'): JsonObject {
  return cnp({ endpointSelector: {}, ingress: [item] }, name);
}

/** A policy of a namespace with one item that allows egress. */
export function egress(item: JsonObject, name = 'p'): JsonObject {
  return cnp({ endpointSelector: {}, egress: [item] }, name);
}

/** The ports of an item: one TCP port, unless others are given. */
export function ports(more: JsonObject = {}, list: readonly JsonObject[] = [{ port: '80', protocol: 'TCP' }]): JsonObject {
  return { toPorts: [{ ports: list, ...more }] };
}

/** A spec may be given alone. */
function inSpec(parts: JsonObject): JsonObject {
  return 'spec' in parts || 'specs' in parts ? parts : { spec: parts };
}

/** The releases of which a set tells. */
export function releasesOf({ only }: Refused): readonly Profile['cilium'][] {
  return only === undefined ? ['1.19', '1.20'] : [only];
}

/** What is found in a set by one release. */
export function findsOf({ finds, finds119 }: Refused, cilium: Profile['cilium']): readonly Found[] {
  return cilium === '1.19' ? (finds119 ?? finds) : finds;
}

/** Kind, namespace and name of a policy, and all of them as a place without a file has them. */
export function nameOf({ kind, metadata }: JsonObject): Readonly<Record<'kind' | 'namespace' | 'name' | 'text', string>> {
  const { name = '', namespace = '' } = metadata as { readonly name?: string; readonly namespace?: string };
  return { kind: String(kind), namespace, name, text: `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}` };
}
