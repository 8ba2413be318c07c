import { compareText, type Finding } from '../base';

/** Rules that the same lack keeps from deciding. */
export interface UndecidedRules {
  readonly why: string;
  /** Sorted. */
  readonly ids: readonly string[];
}

const since = ': not decided, since ';

/** What rules couldn't decide, by the reason, those that keep most rules from deciding first. */
export function undecidedRules(findings: readonly Finding[]): UndecidedRules[] {
  const reasons = new Map<string, Set<string>>();
  for (const { id, status, message } of findings) {
    if (status !== 'undecided') continue;
    const cut = message.indexOf(since);
    const why = cut < 0 ? message : message.slice(cut + since.length);
    reasons.set(why, (reasons.get(why) ?? new Set()).add(id));
  }
  return [...reasons]
    .map(([why, ids]) => ({ why, ids: [...ids].sort(compareText) }))
    .sort((a, b) => b.ids.length - a.ids.length || compareText(a.why, b.why));
}

/** The findings of what was found. */
export function decided(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ status }) => status === 'found');
}
