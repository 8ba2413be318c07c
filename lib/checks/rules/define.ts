import { type FindingId, type RegistryEntry, registry } from '../../base';
import type { FactValues } from '../fact';
import { defineRule, type Rule } from '../rule';

/** A rule of ours: title, severity and source come from the registry. */
export function rule<const K extends keyof FactValues>(id: FindingId, needs: readonly K[], check: Rule<K>['check']): Rule {
  const entry: RegistryEntry = registry[id];
  return defineRule({ id, ...entry, needs, check }) as unknown as Rule;
}
