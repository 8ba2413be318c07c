import type { Place, Severity } from '../base';
import type { FactValues } from './fact';

/** What a rule sees of a fact: its value, `undefined` where the cluster has no such thing, and the place that says so. */
export interface Seen<T> {
  readonly value: T | undefined;
  readonly at: Place;
}

/** A breach of a rule. */
export interface Breach {
  readonly at: Place;
  readonly message: string;
  /** What to write instead. */
  readonly repair: string;
  /** @default that of the rule */
  readonly severity?: Severity;
  readonly also?: readonly Place[];
  /** What upstream says of this very thing. @default the source of the rule */
  readonly source?: string;
}

/**
 * Something that has to be true of a cluster, as a function over facts. It runs only when all of the facts that it needs are
 * known or known to be absent; otherwise it is reported as undecided.
 */
export interface Rule<K extends keyof FactValues = keyof FactValues> {
  /** Three letters and three digits, stable for ever. */
  readonly id: string;
  /** The concern in a few words. */
  readonly title: string;
  readonly severity: Severity;
  /** Upstream documentation, issue or `file@version` behind it. */
  readonly source?: string;
  readonly needs: readonly K[];
  check(facts: { readonly [P in K]: Seen<FactValues[P]> }): readonly Breach[];
}

/**
 * A rule of one's own, for `rules` of a definition.
 *
 * @example
 * defineRule({
 *   id: 'OWN001', title: 'memory to spare', severity: 'warning', needs: ['budget'],
 *   check: ({ budget }) => budget.value !== undefined && budget.value.requests * 2 > budget.value.available
 *     ? [{ at: budget.at, message: 'half of the memory is asked for', repair: 'give the platform more' }] : [],
 * })
 */
export function defineRule<const K extends keyof FactValues>(rule: Rule<K>): Rule<K> {
  return rule;
}
