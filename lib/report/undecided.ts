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

/** The findings of what was found; that a file is a template is told apart. */
export function decided(findings: readonly Finding[]): Finding[] {
  return findings.filter((finding) => finding.status === 'found' && !isTemplate(finding));
}

/** Whether nothing is told but that a file is a template. */
export function isTemplate({ id }: Finding): boolean {
  return id === 'INP009';
}

/** The files that are templates, of which nothing was read, by name, as many as a line has room for; nothing where there are none. */
export function templatesText(findings: readonly Finding[], quoted: (file: string) => string = (file) => file): string | undefined {
  const files = [...new Set(findings.filter(isTemplate).map(({ at }) => at.file))].sort(compareText);
  if (files.length === 0) return undefined;
  const shown = files.slice(0, files.length > 4 ? 3 : 4).map(quoted);
  const left = files.length - shown.length;
  const list = left > 0 ? [...shown, `${left} more`] : shown;
  const names = list.length === 1 ? list[0] : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`;
  return files.length === 1
    ? `${names}, a template, which says nothing until it is rendered`
    : `${names}, templates, which say nothing until they are rendered`;
}
