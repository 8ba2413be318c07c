import { comparePlaces, compareText, describePlace, type Place } from './place';
import { type FindingId, registry } from './registry';

/** How bad a finding is: an `error` stops a synth, a `warning` is for a person to judge, an `info` explains. */
export type Severity = 'error' | 'warning' | 'info';

/** Whether a rule found something, or could not decide because a fact is unknown. */
export type Status = 'found' | 'undecided';

/** Something that is, or may be, wrong. Every room returns findings; throwing is for bugs. */
export interface Finding {
  /** Three letters and three digits, stable for ever. */
  readonly id: string;
  readonly severity: Severity;
  readonly status: Status;
  readonly at: Place;
  /** Other places that have a part in it, e.g. the second of two ports that collide. */
  readonly also: readonly Place[];
  /** What is wrong; values are quoted. */
  readonly message: string;
  /** What to write instead. */
  readonly repair?: string;
  /** Upstream documentation, issue or `file@version` that says so. */
  readonly source?: string;
}

/** What a finding may carry beyond its id, place and message. */
export interface FindingDetails {
  readonly repair?: string;
  readonly also?: readonly Place[];
  readonly status?: Status;
  readonly severity?: Severity;
}

/** A finding with the severity and source that the registry gives its id. */
export function finding(id: FindingId, at: Place, message: string, details: FindingDetails = {}): Finding {
  const { severity, source } = registry[id] as { severity: Severity; source?: string };
  return {
    id,
    severity: details.severity ?? severity,
    status: details.status ?? 'found',
    at,
    also: details.also ?? [],
    message,
    ...(details.repair === undefined ? {} : { repair: details.repair }),
    ...(source === undefined ? {} : { source }),
  };
}

const rank: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** Findings in the order of a report: errors first, then by file, path, id and message; exact repetitions once. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const sorted = [...findings].sort(
    (a, b) =>
      rank[a.severity] - rank[b.severity] ||
      comparePlaces(a.at, b.at) ||
      compareText(a.id, b.id) ||
      compareText(a.message, b.message) ||
      compareText(a.repair ?? '', b.repair ?? '') ||
      compareText(JSON.stringify(a.also), JSON.stringify(b.also)),
  );
  const key = (f: Finding) => JSON.stringify([f.id, describePlace(f.at), f.message, f.repair]);
  return sorted.filter((f, i) => i === 0 || key(f) !== key(sorted[i - 1] as Finding));
}

/** Whether any of them stops a synth. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((f) => f.severity === 'error');
}
