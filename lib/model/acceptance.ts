import { type Branded, frozen } from './value';

/** A finding that is known and accepted, as made by {@link accept}. */
export interface Acceptance extends Branded<'acceptance'> {
  readonly kind: 'acceptance';
  readonly id: string;
  readonly path: string;
  readonly reason: string;
}

/**
 * Silences the findings of an id at a path of the definition and below it. Errors can't be silenced, and an acceptance that
 * matches nothing is itself a finding.
 */
export function accept(id: string, path: string, reason: string): Acceptance {
  return frozen({ kind: 'acceptance', id, path, reason } as Acceptance);
}
