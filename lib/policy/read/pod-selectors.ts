import { clusterKey, namespaceKey, namespaceLabelsKey } from '../label';
import type { Profile } from '../profile';
import type { Selector } from '../selector';
import {
  both,
  type LabelSelectorSpec,
  type SourcedSelector,
  sourced,
  speaksOfKey,
  toSelector,
  withExisting,
  withLabel,
} from './label-selector';

/** A selector of pods by their own labels: those of this cluster, unless it names another or the agents mean all. */
export function ofPods(spec: LabelSelectorSpec, { defaultLocalCluster, clusterName }: Profile): SourcedSelector {
  const plain = sourced(spec, 'k8s');
  const named = speaksOfKey(plain, (key) => key === `k8s:${clusterKey}`);
  return named || !defaultLocalCluster ? plain : withLabel(plain, `k8s:${clusterKey}`, clusterName);
}

/**
 * A selector of namespaces, as one of the labels that their pods carry.
 *
 * @see cilium 1.20.2 pkg/k8s/network_policy.go (processNamespaceSelector)
 */
export function ofNamespaces({ matchLabels, matchExpressions }: LabelSelectorSpec): SourcedSelector {
  const key = (text: string) => `${namespaceLabelsKey}.${text}`;
  const selector = sourced(
    {
      matchLabels: Object.fromEntries(Object.entries(matchLabels ?? {}).map(([k, v]) => [key(k), v])),
      matchExpressions: (matchExpressions ?? []).map((e) => ({ ...e, key: key(e.key) })),
    },
    'k8s',
  );
  return selector.labels.size + selector.expressions.length === 0 ? withExisting(selector, `k8s:${namespaceKey}`) : selector;
}

/** Pods of a selector in the namespaces of another. */
export function podsIn(namespaces: LabelSelectorSpec, pods: SourcedSelector): Selector {
  return toSelector(both(ofNamespaces(namespaces), pods));
}
