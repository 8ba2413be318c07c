import type { FqdnRule } from './cilium-rule';
import { refused } from './cilium-rule-faults-refused';
import type { Fault } from './schema';

/** Why Cilium would refuse a host name, or a pattern of them, as the other end of a connection. */
export function nameFaults({ matchName, matchPattern }: FqdnRule, path: string): Fault[] {
  if (matchName && matchPattern) {
    return [
      {
        path,
        message: refused('only one of MatchName or MatchPattern is allowed in an FQDNSelector'),
        repair: 'write an item of its own for each',
      },
    ];
  }
  return dnsFaults({ matchName: matchName ?? '', matchPattern: matchPattern ?? '' }, path);
}

/** Why Cilium would refuse a name that may be asked for. */
export function dnsFaults({ matchName, matchPattern }: FqdnRule, path: string): Fault[] {
  const faults: Fault[] = [];
  if (matchName && !/^[-a-zA-Z0-9_.]+$/.test(matchName)) {
    faults.push({
      path: `${path}.matchName`,
      message: refused(`Invalid characters in MatchName: "${matchName}"`),
      repair: matchName.includes('*') ? 'write it as matchPattern' : 'write letters, digits, dots, dashes and underscores',
    });
  }
  if (matchPattern && matchPattern.trim().length > 255) {
    faults.push({
      path: `${path}.matchPattern`,
      message: refused(`Invalid MatchPattern: "${matchPattern}". Must be <= 255 characters long.`),
    });
  } else if (matchPattern && !/^[-a-zA-Z0-9_.*]+$/.test(matchPattern)) {
    faults.push({
      path: `${path}.matchPattern`,
      message: refused(`Invalid characters in MatchPattern: "${matchPattern}"`),
      repair: 'write letters, digits, dots, dashes, underscores and *',
    });
  }
  return faults;
}
