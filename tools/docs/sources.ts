import type { Finding } from '../../lib/base';
import * as model from '../../lib/model';
import { findingsText } from '../../lib/report';
import { corpus } from '../../test/refusals/corpus';
import { fileOf, inFull } from '../../test/refusals/support/refusal';

export { registry } from '../../lib/base';

/** The tables of releases. */
export const tables: Pick<
  typeof model,
  'ciliumMinors' | 'gatewayApi' | 'gitOpsTools' | 'knownBad' | 'minorWithin' | 'newestPatch' | 'talosMinors' | 'upgradeOrder'
> = model;

/** How each finding of the corpus of refusals shows on a terminal: the first one, where it stands alone if it does anywhere. */
export function shown(): ReadonlyMap<string, string> {
  const examples = new Map<string, { readonly finding: Finding; readonly beside: number }>();
  for (const { given, file = fileOf(given), finds } of Object.values(corpus).flat()) {
    for (const found of finds) {
      const finding = inFull(found, file);
      const before = examples.get(finding.id);
      if (finding.status !== 'found' || (before !== undefined && before.beside <= finds.length)) continue;
      examples.set(finding.id, { finding, beside: finds.length });
    }
  }
  return new Map([...examples].map(([id, { finding }]) => [id, findingsText([finding]).replace(/\n[^\n]*\n$/, '\n')]));
}
