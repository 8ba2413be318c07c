import { type JsonObject, valueAt } from '../../base';
import { parseJson } from '../json';
import { runKubectl } from '../run-kubectl';
import { firstLine } from '../tools';
import type { Surroundings } from './commands';

/** An object by what it is called. */
export interface ObjectName {
  /** Without the version: `apps`, and nothing for the core. */
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** Kinds that are never deleted: with them goes what is in them, or was stored by them. */
const kept = new Set(['Namespace', 'PersistentVolume', 'PersistentVolumeClaim', 'CustomResourceDefinition', 'StorageClass']);

/** Whether an object may be deleted at all. */
export function isPrunable({ kind }: ObjectName): boolean {
  return !kept.has(kind);
}

/** The API group of an `apiVersion`. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] as string) : '';
}

/**
 * The objects that were applied under a name, and are no longer among those that are wanted; a text is why they can't be found. What
 * the API server keeps of who applied what is enough for that, and needs no list of earlier runs.
 */
export async function goneObjects(
  fieldManager: string,
  wanted: readonly ObjectName[],
  surroundings: Surroundings,
): Promise<readonly ObjectName[] | string> {
  const kubectl = (...args: readonly string[]) => runKubectl(surroundings, args, { timeout: 120_000 });
  const kinds = await kubectl('api-resources', '--verbs', 'list,delete', '--output', 'name');
  if (kinds.how !== 'ended' || kinds.code !== 0) return kinds.how === 'ended' ? firstLine(kinds.stderr) : 'kubectl gave no answer';
  const asked = kinds.stdout
    .split('\n')
    .filter((name) => name !== '' && !unasked.test(name))
    .join(',');
  const objects = await kubectl('get', asked, '--all-namespaces', '--show-managed-fields', '--output', 'json');
  if (objects.how !== 'ended' || objects.code !== 0) return objects.how === 'ended' ? firstLine(objects.stderr) : 'kubectl gave no answer';
  const items = valueAt(parseJson(objects.stdout), 'items');
  const known = new Set(wanted.map(keyOf));
  return (Array.isArray(items) ? (items as readonly JsonObject[]) : [])
    .filter((object) => isAppliedBy(object, fieldManager) && !isOfGatewayApi(object))
    .map(nameOf)
    .filter((object) => !known.has(keyOf(object)))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Objects that nobody applies, of which there are many. */
const unasked =
  /^(events(\..*)?|endpoints|endpointslices\..*|pods|replicasets\..*|leases\..*|controllerrevisions\..*|cilium(endpoints|identities|nodes)\..*)$/;

function isAppliedBy(object: JsonObject, fieldManager: string): boolean {
  const fields = valueAt(object, 'metadata', 'managedFields');
  return (
    Array.isArray(fields) && fields.some((entry) => valueAt(entry, 'manager') === fieldManager && valueAt(entry, 'operation') === 'Apply')
  );
}

/** Gateway API is applied as upstream publishes it, and shared by all that use it. */
function isOfGatewayApi(object: JsonObject): boolean {
  return valueAt(object, 'metadata', 'annotations', 'gateway.networking.k8s.io/bundle-version') !== undefined;
}

function nameOf(object: JsonObject): ObjectName {
  const namespace = valueAt(object, 'metadata', 'namespace');
  return {
    group: groupOf(String(object.apiVersion)),
    kind: String(object.kind),
    ...(typeof namespace === 'string' ? { namespace } : {}),
    name: String(valueAt(object, 'metadata', 'name')),
  };
}

function keyOf({ group, kind, namespace = '', name }: ObjectName): string {
  return `${group}/${kind}/${namespace}/${name}`;
}

/** Deletes an object; a text is why it wasn't. */
export async function prune({ group, kind, namespace, name }: ObjectName, surroundings: Surroundings): Promise<string | undefined> {
  const resource = group === '' ? kind : `${kind}.${group}`;
  const where = namespace === undefined ? [] : ['--namespace', namespace];
  const words = [...where, 'delete', resource, name, '--ignore-not-found', '--timeout', '2m'];
  const outcome = await runKubectl(surroundings, words, { timeout: 150_000 });
  if (outcome.how === 'ended') return outcome.code === 0 ? undefined : firstLine(outcome.stderr);
  return 'kubectl gave no answer';
}
