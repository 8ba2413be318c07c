import { compareText } from '../../base';
import { splitSource } from '../label';
import { labelSelector, type Requirement, requirement, type Selector } from '../selector';

/** A label selector as objects of Kubernetes hold it. */
export interface LabelSelectorSpec {
  readonly matchLabels?: Readonly<Record<string, string>> | null;
  readonly matchExpressions?: readonly MatchExpression[] | null;
}

/** A condition of a label selector. */
export interface MatchExpression {
  readonly key: string;
  readonly operator: Requirement['operator'];
  readonly values?: readonly string[] | null;
}

/** A label selector whose keys name the source of their label, as the agent keeps it while it adds to it. */
export interface SourcedSelector {
  readonly labels: ReadonlyMap<string, string>;
  readonly expressions: readonly MatchExpression[];
}

/**
 * The selector with the source in front of each key that names none.
 *
 * @see cilium 1.20.2 pkg/policy/api/selector.go (NewESFromK8sLabelSelector)
 */
export function sourced(spec: LabelSelectorSpec, source: string): SourcedSelector {
  const key = (text: string) => {
    const split = splitSource(text);
    return `${split.source || source}:${split.key}`;
  };
  return {
    labels: new Map(Object.entries(spec.matchLabels ?? {}).map(([k, value]) => [key(k), value ?? ''])),
    expressions: (spec.matchExpressions ?? []).map((e) => ({ ...e, key: key(e.key) })),
  };
}

/** Both selectors at once; of a label that both have, the second's value. */
export function both(first: SourcedSelector, second: SourcedSelector): SourcedSelector {
  return { labels: new Map([...first.labels, ...second.labels]), expressions: [...first.expressions, ...second.expressions] };
}

/** The selector with a label that it asks for, whatever it asked of this label before. */
export function withLabel(of: SourcedSelector, key: string, value: string): SourcedSelector {
  return { ...of, labels: new Map([...of.labels, [key, value]]) };
}

/** The selector with a label that has to be there. */
export function withExisting(of: SourcedSelector, key: string): SourcedSelector {
  return { ...of, expressions: [...of.expressions, { key, operator: 'Exists' }] };
}

/** Whether the selector speaks of a key for which this holds. */
export function speaksOfKey({ labels, expressions }: SourcedSelector, holds: (key: string) => boolean): boolean {
  return [...labels.keys()].some(holds) || expressions.some(({ key }) => holds(key));
}

/** The selector as decisions take it. */
export function toSelector({ labels, expressions }: SourcedSelector): Selector {
  const sorted = [...labels].sort(([a], [b]) => compareText(a, b));
  return labelSelector(
    [
      ...sorted.map(([key, value]) => requirement(key, 'In', [value])),
      ...expressions.map(({ key, operator, values }) => requirement(key, operator, values ?? [])),
    ],
    [
      ...sorted.map(([key, value]) => `${key}=${value}`),
      ...expressions.map(({ key, operator, values }) => [key, operator, ...(values ?? [])].join(' ')),
    ].join(', '),
  );
}
