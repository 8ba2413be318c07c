import { parse, parseAllDocuments } from 'yaml';
import { inDocument, type JsonObject } from '../../../../../lib/base';
import {
  type Connection,
  Explainer,
  type ExplainOptions,
  type Explanation,
  furtherPeers,
  peersNamed,
  portsAsked,
} from '../../../../../lib/policy/explain';
import type { SourceObject } from '../../../../../lib/policy/read/source-object';
import { type ReadWorld, readWorld, type WorldOptions } from '../../../../../lib/policy/read/world';

/** The objects of a text, at places of a file of this name. */
export function objects(text: string, file = 'policies.yaml'): SourceObject[] {
  return parseAllDocuments(text).map((document) => ({
    object: document.toJS() as JsonObject,
    at: inDocument(file),
    place: (path: string) => inDocument(file, path),
  }));
}

/** A Deployment whose pods have these labels and ports. */
export function workload(key: string, labels: JsonObject, more: JsonObject = {}): SourceObject {
  const [namespace, name] = key.split('/') as [string, string];
  const template = { metadata: { labels }, spec: { containers: [{ name: 'main', ...more }] } };
  return { object: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { namespace, name }, spec: { template } } };
}

/** A CiliumNetworkPolicy with this spec, as YAML. */
export function policy(key: string, spec: string): SourceObject {
  const [namespace, name] = key.split('/') as [string, string];
  return {
    object: { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { namespace, name }, spec: parse(spec) },
    at: inDocument(`${name}.yaml`),
    place: (path) => inDocument(`${name}.yaml`, path, 7),
  };
}

/** A Namespace without labels. */
export function namespace(name: string): SourceObject {
  return { object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } } };
}

/** The world of these objects, in which these ends are told apart. */
export function worldOf(of: readonly SourceObject[], ends: readonly string[] = [], options: WorldOptions = {}): ReadWorld {
  return readWorld(of, { nodes: { count: 2, controlPlanes: 1 }, ...options, ...furtherPeers(ends) });
}

/** The answer to a question as people ask it. */
export function ask(of: readonly SourceObject[], from: string, to: string, options: ExplainOptions & WorldOptions = {}): Explanation {
  const { definition = false, ...reading } = options;
  const world = worldOf(of, [from, to], reading);
  const [client, server] = [peersNamed(from, world), peersNamed(to, world)];
  if (client.peer === undefined || server.peer === undefined)
    throw new Error([...client.findings, ...server.findings].map((f) => f.message).join());
  const asked = server.port === undefined ? undefined : portsAsked(server.port, server.peer, world);
  if (asked !== undefined && asked.findings.length > 0) throw new Error(asked.findings.map((f) => f.message).join());
  return new Explainer(world, { definition }).explain({ client: client.peer, server: server.peer, ...(asked && { ports: asked.ports }) });
}

/** The only connection of an answer. */
export function connection(explanation: Explanation): Connection {
  const [only, ...others] = explanation.connections;
  if (only === undefined || others.length > 0) throw new Error('not one connection');
  return only;
}

/** Why rules that come near don't apply, with their policies. */
export function near(of: Connection): string[] {
  return [of.egress, of.ingress].flatMap((side) => side.near.map(({ rule, part, why }) => `${rule.policy} ${rule.path} (${part}): ${why}`));
}
