import type { JsonObject } from '../../../lib/base';
import type { Entry, Profile } from '../../../lib/policy';

/** Something that is easily got wrong: objects beside those of the stage, and what they mean. */
export interface Tricky {
  /** What is to be known, as a sentence. */
  readonly title: string;
  readonly given: readonly JsonObject[];
  /**
   * What becomes of connections by the policies of one side, which stands first: `n/a ← world TCP/80` is ingress of n/a,
   * `n/a → world TCP/80` is egress of it.
   *
   * - `allowed`, `denied`: so it is.
   * - `proxied: …`: it goes through the proxy, which lets that pass.
   * - `unknown`: files don't tell; what the engine says of the objects alone isn't compared.
   */
  readonly verdicts: Readonly<Record<string, string>>;
  /** Where 1.19 differs. */
  readonly verdicts119?: Readonly<Record<string, string>>;
  readonly profile?: Partial<Profile>;
  /** What kinds of policy that we don't read come to; they are among the objects for the engine. */
  readonly entries?: readonly Entry[];
  /** The release that has it, where not both do. */
  readonly only?: Profile['cilium'];
}

/** A policy of namespace `n`. */
export function cnp(spec: JsonObject, name = 'p', namespace = 'n'): JsonObject {
  return { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name, namespace }, spec };
}

/** A policy of the cluster. */
export function ccnp(spec: JsonObject, name = 'c'): JsonObject {
  return { apiVersion: 'cilium.io/v2', kind: 'CiliumClusterwideNetworkPolicy', metadata: { name }, spec };
}

/** A policy of Kubernetes, of namespace `n`. */
export function networkPolicy(spec: JsonObject, name = 'k'): JsonObject {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace: 'n' }, spec };
}

/** What selects the pods of `app`. */
export function app(name: string): JsonObject {
  return { matchLabels: { app: name } };
}

/** The ports of an item, of TCP unless said. */
export function ports(...list: readonly (string | JsonObject)[]): JsonObject {
  return { toPorts: [{ ports: list.map((port) => (typeof port === 'string' ? { port, protocol: 'TCP' } : port)) }] };
}
