import type { Identity, Profile, Selector } from '../../policy';
import { namespaceKey, namespaceLabelsKey } from '../../policy/label';
import { fulfils, isWildcard, type Requirement } from '../../policy/selector';

/**
 * Whether everybody whom the second selector can mean is somebody whom the first means, whatever pods there are: only their
 * conditions are compared, and the labels of the namespaces that the second names.
 *
 * @param namespace the namespace whose pods alone the second means; `''` for what it says itself
 */
export function isImplied(outer: Selector, inner: Selector, namespace: string, pods: readonly Identity[], profile: Profile): boolean {
  if (isWildcard(outer)) return true;
  if (outer.kind !== 'labels' || inner.kind !== 'labels') return outer.kind === inner.kind && outer.key === inner.key;
  const place: Requirement = { source: 'k8s', key: namespaceKey, operator: 'In', values: [namespace] };
  const given = namespace === '' ? inner.requirements : [...inner.requirements, place];
  return outer.requirements.every((wanted) => given.some((one) => holds(wanted, one)) || ofNamespaces(wanted, given, outer, pods, profile));
}

/** Whether what fulfils one condition fulfils the other; the labels of pods all come from Kubernetes. */
function holds(wanted: Requirement, given: Requirement): boolean {
  const sources = new Set([given.source, wanted.source].map((source) => (source === 'any' ? 'k8s' : source)));
  if (given.key !== wanted.key || sources.size > 1) return false;
  switch (wanted.operator) {
    case 'Exists':
      return given.operator === 'Exists' || given.operator === 'In';
    case 'In':
      return given.operator === 'In' && given.values.every((value) => wanted.values.includes(value));
    case 'NotIn':
      return given.operator === 'In'
        ? !given.values.some((value) => wanted.values.includes(value))
        : given.operator === 'NotIn' && wanted.values.every((value) => given.values.includes(value));
    case 'DoesNotExist':
      return given.operator === 'DoesNotExist';
  }
}

/** Whether the pods of all namespaces that are named have what is wanted, since their namespaces have it. */
function ofNamespaces(
  wanted: Requirement,
  given: readonly Requirement[],
  outer: Selector,
  pods: readonly Identity[],
  profile: Profile,
): boolean {
  const isPlace = wanted.key === namespaceKey || wanted.key.startsWith(`${namespaceLabelsKey}.`);
  const [named] = given.filter(({ key, operator }) => key === namespaceKey && operator === 'In');
  if (!isPlace || named === undefined) return false;
  return named.values.every((namespace) => {
    const inside = pods.filter((pod) => pod.namespace === namespace);
    return inside.length > 0 && inside.every((pod) => fulfils(pod, wanted, outer, profile) === true);
  });
}
