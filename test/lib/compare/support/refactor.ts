import type { Random } from '../../../../conformance/policy/random';
import type { JsonObject } from '../../../../lib/base';

const sections = ['ingress', 'ingressDeny', 'egress', 'egressDeny'];

/** The same policies written in another way: renamed, reordered, some twice, rules divided among several or joined in one. */
export function refactored(policies: readonly JsonObject[], random: Random): readonly JsonObject[] {
  const rewritten = policies.flatMap((policy, i) => {
    const name = `renamed-${i}`;
    if (policy.kind === 'NetworkPolicy') return [renamed(policy, name)];
    const rules = [...(policy.spec ? [policy.spec] : []), ...((policy.specs ?? []) as JsonObject[])] as JsonObject[];
    const parts = rules.flatMap((rule) => (random.chance(0.6) ? divided(rule, random) : [rule]));
    const { spec, specs, ...rest } = policy;
    const whole = (part: JsonObject | JsonObject[], n: number) =>
      renamed({ ...rest, ...(Array.isArray(part) ? { specs: part } : { spec: part }) } as JsonObject, `${name}-${n}`);
    return random.chance(0.5) ? [whole(shuffled(parts, random), 0)] : parts.map(whole);
  });
  const twice = rewritten.filter(() => random.chance(0.3)).map((policy, i) => renamed(policy, `again-${i}`));
  return shuffled([...rewritten, ...twice], random);
}

function renamed(policy: JsonObject, name: string): JsonObject {
  return { ...policy, metadata: { ...(policy.metadata as JsonObject), name } };
}

/** A rule for each item of the rule. */
function divided(rule: JsonObject, random: Random): JsonObject[] {
  const rest = Object.fromEntries(Object.entries(rule).filter(([key]) => !sections.includes(key))) as JsonObject;
  const parts = sections.flatMap((section) =>
    ((rule[section] ?? []) as JsonObject[]).flatMap((item) =>
      (random.chance(0.5) ? peersDivided(item) : [item]).map((one) => ({ ...rest, [section]: [one] }) as JsonObject),
    ),
  );
  return parts.length === 0 ? [rule] : parts;
}

/** An item for each of the item's peers; Services stay together, since one that nobody knows makes the whole item unknown. */
function peersDivided(item: JsonObject): JsonObject[] {
  const lists = Object.entries(item).filter(([key, value]) => /^(from|to)(?!Ports)/.test(key) && Array.isArray(value) && value.length > 1);
  const [list] = lists;
  if (list === undefined || lists.length > 1 || list[0] === 'toServices') return [item];
  return (list[1] as JsonObject[]).map((peer) => ({ ...item, [list[0]]: [peer] }) as JsonObject);
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
