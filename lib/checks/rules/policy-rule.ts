import type { FindingId } from '../../base';
import { type Reading, readingOf } from '../policies/reading';
import type { Breach, Rule } from '../rule';
import { rule } from './define';

/** A rule over policies; where nothing enforces policies, it finds nothing. */
export function policyRule(id: FindingId, find: (reading: Reading) => readonly Breach[]): Rule {
  return rule(id, ['policies'], ({ policies }) => (policies.value === undefined ? [] : find(readingOf(policies.value))));
}

/** The same for a rule that says who is open, or closed, to whom: undecided where some policies aren't worked out. */
export function reachRule(id: FindingId, find: (reading: Reading) => readonly Breach[]): Rule {
  return rule(id, ['policies', 'policies.whole'], ({ policies }) => (policies.value === undefined ? [] : find(readingOf(policies.value))));
}

/** Some of several names, quoted names among them, as a message lists them. */
export function listed(names: readonly string[], most = 2): string {
  const shown = names.slice(0, most);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : shown.join('');
}
