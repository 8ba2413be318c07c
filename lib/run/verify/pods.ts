import { containersOf, isObject, type JsonObject, parseBytes, valueAt } from '../../base';
import type { Surroundings } from '../plan/commands';
import { objectsOf, textAt } from './kubectl';

/** A pod of a live cluster. */
export interface Pod {
  readonly namespace: string;
  readonly name: string;
  readonly node: string;
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  readonly hostNetwork: boolean;
  readonly running: boolean;
  /** Memory that its containers ask for, in bytes. */
  readonly requests: number;
}

/** Every pod of the cluster, by namespace and name, or why it is not known. */
export async function podsOf(surroundings: Surroundings): Promise<readonly Pod[] | { readonly why: string }> {
  const objects = await objectsOf(surroundings, ['get', 'pods', '--all-namespaces']);
  return 'why' in objects ? objects : objects.map(podOf);
}

function podOf(object: JsonObject): Pod {
  const spec = valueAt(object, 'spec');
  const going = valueAt(object, 'metadata', 'deletionTimestamp') !== undefined;
  return {
    namespace: textAt(object, 'metadata', 'namespace'),
    name: textAt(object, 'metadata', 'name'),
    node: textAt(spec, 'nodeName'),
    address: textAt(object, 'status', 'podIP'),
    labels: textsAt(object, 'labels'),
    annotations: textsAt(object, 'annotations'),
    serviceAccount: textAt(spec, 'serviceAccountName') || 'default',
    hostNetwork: valueAt(spec, 'hostNetwork') === true,
    running: textAt(object, 'status', 'phase') === 'Running' && !going,
    requests: requestsOf(object),
  };
}

function textsAt(object: JsonObject, what: 'labels' | 'annotations'): Record<string, string> {
  const found = valueAt(object, 'metadata', what);
  return isObject(found) ? Object.fromEntries(Object.entries(found).map(([key, value]) => [key, String(value)])) : {};
}

function requestsOf(object: JsonObject): number {
  return containersOf(object).reduce((sum, container) => sum + (parseBytes(textAt(container, 'resources', 'requests', 'memory')) ?? 0), 0);
}

/** Whether a pod has every one of the labels, in the namespace. */
export function isPodOf(
  pod: Pod,
  { namespace, labels }: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> },
) {
  return pod.namespace === namespace && Object.entries(labels).every(([key, value]) => pod.labels[key] === value);
}
