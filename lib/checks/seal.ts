import { digest, isObject, type Json } from '../base';
import type { FlowPeer, Model } from '../model';
import type { SourceObject, WorldOptions } from '../policy';
import { ownedEndpoints } from './agreement/declared';

/**
 * The release that works pages out, and how often what they say has changed in it. A page of an older one is never taken over;
 * a test holds the release to that of the package.
 */
export const release = '0.1.0+2';

const [opening, closing] = ['<!-- ', ' -->'];

/**
 * What the page about who reaches whom was made of, in one line: equal only for the same flows, workloads, objects and agents,
 * judged by the same release. What has no part in it, such as images and volumes, makes no difference.
 */
export function sealOf(model: Model, sources: readonly SourceObject[], options: WorldOptions | undefined): string {
  const { name, platform, network, namespaces, exposures } = model;
  const flows = model.flows.map(({ from, to, ...rest }) => [ofPeer(from), ofPeer(to), rest]);
  const owned = ownedEndpoints(model).map(({ key, labels, stage, at }) => [key, labels, stage, at]);
  const closed = namespaces.map((ns) => [ns.name, ns.options.closed, ns.stage]);
  const host = platform.kind === 'docker' ? platform.host : undefined;
  const inputs = [name, host, network.dnsDomain, network.cilium !== undefined, closed, owned, flows, exposures.length > 0];
  const objects = sources.flatMap(({ object }) => (unread.has(String(object.kind)) ? [] : [partOf(object)]));
  const text = JSON.stringify([release, inputs, objects, options], (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  return `made of sha256:${digest(text)} by ${release}`;
}

/** The seal at the end of a page; a page of which something was found has none. */
export function sealIn(page: string): string | undefined {
  const line = page.trimEnd().split('\n').at(-1) ?? '';
  return line.startsWith(opening) && line.endsWith(closing) ? line.slice(opening.length, -closing.length) : undefined;
}

function ofPeer(peer: FlowPeer): unknown {
  if (peer.kind !== 'endpoint') return peer;
  const { key, labels, stage } = peer.endpoint;
  return [key, labels, stage, peer.owned];
}

/** Kinds of objects that have no part in who reaches whom. */
const unread: ReadonlySet<string> = new Set([
  ...['ConfigMap', 'Secret', 'ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding', 'StorageClass'],
  ...['PersistentVolume', 'PersistentVolumeClaim', 'CustomResourceDefinition'],
]);

/** Fields of workloads that have no part in who reaches whom, wherever they stand. */
const aside: ReadonlySet<string> = new Set([
  ...['image', 'imagePullPolicy', 'command', 'args', 'env', 'envFrom', 'resources', 'volumeMounts', 'lifecycle', 'securityContext'],
  ...['livenessProbe', 'readinessProbe', 'startupProbe', 'volumes', 'volumeClaimTemplates', 'tolerations', 'nodeSelector'],
  ...['affinity', 'strategy', 'updateStrategy', 'terminationGracePeriodSeconds', 'podManagementPolicy', 'schedule', 'hostPort'],
]);

/** What of an object has a part in who reaches whom: of workloads not everything, of all others all. */
export function partOf(object: Json): Json {
  return isObject(object) && isObject(object.spec) && ('template' in object.spec || 'jobTemplate' in object.spec || object.kind === 'Pod')
    ? { ...object, spec: without(object.spec) }
    : object;
}

function without(value: Json): Json {
  if (Array.isArray(value)) return value.map(without);
  if (!isObject(value)) return value;
  const isText = (key: string) => key === 'labels' || key === 'matchLabels' || key === 'annotations';
  const kept = Object.entries(value).filter(([key]) => !aside.has(key));
  return Object.fromEntries(kept.map(([key, inside]) => [key, isText(key) ? inside : without(inside as Json)]));
}
