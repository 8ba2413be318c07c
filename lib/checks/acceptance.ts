import { describePlace, type Finding, finding, inDefinition, type Place } from '../base';

/** An acceptance of a definition, with the place where it stands. */
export interface AcceptanceAt {
  readonly acceptance: { readonly id: string; readonly path: string; readonly reason: string };
  readonly at: Place;
}

/**
 * The findings without those that the definition in `file` accepts. An acceptance of an error, one without a reason and one
 * that matches nothing are findings themselves.
 */
export function accepted(findings: readonly Finding[], acceptances: readonly AcceptanceAt[], file: string): Finding[] {
  const silenced = new Set<Finding>();
  const own = acceptances.flatMap(({ acceptance, at }) => {
    const { id, path, reason } = acceptance;
    const matching = findings.filter((f) => f.id === id && covers(inDefinition(file, path), f.at));
    if (reason.trim() === '')
      return [finding('ACC003', at, `the acceptance of ${id} at '${path}' gives no reason`, { repair: 'write why it is all right' })];
    if (matching.length === 0)
      return [finding('ACC001', at, `nothing is found as ${id} at '${path}'`, { repair: 'leave the acceptance out' })];
    if (matching.some((f) => f.severity === 'error'))
      return [finding('ACC002', at, `${id} at '${path}' is an error, which can't be accepted`, { repair: 'mend it' })];
    for (const f of matching) silenced.add(f);
    return [];
  });
  return [...findings.filter((f) => !silenced.has(f)), ...own];
}

function covers(outer: Place, inner: Place): boolean {
  const [a, b] = [describePlace(outer), describePlace(inner)];
  return a.file === b.file && (a.inside === b.inside || b.inside.startsWith(`${a.inside}.`) || b.inside.startsWith(`${a.inside}[`));
}
