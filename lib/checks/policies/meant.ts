import { nearest } from '../../base';
import type { Identity, Profile, Selector } from '../../policy';
import { clusterKey, hasKey, label, namespaceKey, namespaceLabelsKey, serviceAccountKey } from '../../policy/label';
import { fulfils, type Labelled, type Requirement } from '../../policy/selector';

const around = [namespaceKey, clusterKey, serviceAccountKey];

/** What a selector asks of pods themselves, beside where they are. */
export function ownRequirements({ requirements }: Selector): Requirement[] {
  return requirements.filter(({ source, key }) => {
    const isOwn = !around.includes(key) && !key.startsWith(namespaceLabelsKey);
    return isOwn && (source === 'any' || source === 'k8s');
  });
}

/** A pod of a namespace (`''` for any) with the fewest labels that a selector of its policies asks for. */
export function leastMeant({ requirements }: Selector, namespace: string, { clusterName }: Profile): Labelled {
  const asked = requirements
    .filter(({ operator }) => operator === 'In' || operator === 'Exists')
    .map(({ key, values: [value = ''] }) => label('k8s', key, value));
  const place = namespace === '' ? [] : [label('k8s', namespaceKey, namespace)];
  const own = [label('k8s', clusterKey, clusterName), ...place].filter((l) => !asked.some(({ key }) => key === l.key));
  return { labels: [...asked, ...own] };
}

/** The one namespace whose pods alone a selector means; nothing where it means those of several. */
export function namespaceOf({ requirements }: Selector): string | undefined {
  const of = requirements.filter(({ key, operator }) => key === namespaceKey && operator === 'In');
  const [first] = of.map(({ values }) => values);
  return of.length === 1 && first?.length === 1 ? first[0] : undefined;
}

/** A selector's own labels as a message has them: `app=web, tier`. */
export function labelsText(selector: Selector): string {
  const texts = ownRequirements(selector).map(({ key, operator, values }) => {
    if (operator === 'In') return values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.join(', ')})`;
    return operator === 'Exists' ? key : operator === 'DoesNotExist' ? `no ${key}` : `${key} not in (${values.join(', ')})`;
  });
  return texts.join(', ');
}

/** The label, as `key: value`, that was probably meant: with it instead of one other, the selector would mean some of these pods. */
export function nearestLabel(selector: Selector, pods: readonly Identity[], profile: Profile): string | undefined {
  const own = ownRequirements(selector);
  for (const wrong of own.filter(({ operator, values }) => operator === 'In' && values.length === 1)) {
    const rest = own.filter((r) => r !== wrong);
    const fitting = pods.filter((pod) => rest.every((r) => fulfils(pod, r, selector, profile) === true));
    const label = nearestOf(wrong, fitting);
    if (label !== undefined) return label;
  }
  return undefined;
}

function nearestOf(wrong: Requirement, pods: readonly Identity[]): string | undefined {
  const value = wrong.values[0] as string;
  const values = pods.flatMap(({ labels }) => labels.filter((l) => hasKey(l, wrong)).map((l) => l.value));
  const near = nearest(value, [...new Set(values)]);
  if (near !== undefined) return `${wrong.key}: ${near}`;
  const keys = pods.flatMap(({ labels }) => labels.filter((l) => l.source === 'k8s' && l.value === value).map(({ key }) => key));
  const key = nearest(
    wrong.key,
    [...new Set(keys)].filter((k) => !k.startsWith('io.c') && !k.startsWith('io.k')),
  );
  return key === undefined ? undefined : `${key}: ${value}`;
}
