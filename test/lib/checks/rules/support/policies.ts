import { inDocument, type JsonObject } from '../../../../../lib/base';
import { type Breach, connectivityOf, type PolicyFact, policyFact } from '../../../../../lib/checks';
import { policyRules } from '../../../../../lib/checks/rules/policies';
import { defaultProfile, type Profile, type SourceObject } from '../../../../../lib/policy';

/** Objects as a file has them; the line is the number of the object. */
export function sourcesOf(objects: readonly object[]): SourceObject[] {
  return objects.map((object, i) => ({
    object: object as JsonObject,
    at: inDocument('all.yaml', undefined, i + 1),
    place: (path) => inDocument('all.yaml', path, i + 1),
  }));
}

/** The fact about policies of these objects. */
export function factOf(
  objects: readonly object[],
  known: Partial<Pick<PolicyFact, 'settled' | 'declared'>> = {},
  profile: Partial<Profile> = {},
): PolicyFact {
  return policyFact(connectivityOf(sourcesOf(objects), { profile: { ...defaultProfile, ...profile } }), known);
}

/** What one rule over policies finds. */
export function breachesOf(id: string, policies: PolicyFact, facts: Readonly<Record<string, unknown>> = {}): readonly Breach[] {
  const at = inDocument('all.yaml');
  return policyRules
    .filter((rule) => rule.id === id)
    .flatMap((rule) => {
      const seen = Object.fromEntries(rule.needs.map((name) => [name, { value: name === 'policies' ? policies : facts[name], at }]));
      return rule.check(seen as never);
    });
}
