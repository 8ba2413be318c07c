import { isObject, type JsonObject } from '../../lib/base';
import type { AskedWorld } from './random-world';

/**
 * The smallest world that still shows a disagreement, by leaving out policies, then items and fields of them, while it does.
 *
 * @param fails which of the worlds still show it
 */
export async function shrink(
  world: AskedWorld,
  fails: (worlds: readonly AskedWorld[]) => Promise<readonly boolean[]>,
): Promise<AskedWorld> {
  let current = world;
  for (;;) {
    const candidates = [
      ...current.policies.map((_, i) => without(current, i)),
      ...current.policies.flatMap((policy, i) => smaller(policy).map((p) => ({ ...current, policies: replaced(current.policies, i, p) }))),
      ...current.identities.map((_, i) => ({ ...current, identities: current.identities.filter((__, n) => n !== i) })),
    ];
    const failing = await fails(candidates);
    const next = candidates.find((_, i) => failing[i]);
    if (next === undefined) return current;
    current = next;
  }
}

function without(world: AskedWorld, index: number): AskedWorld {
  return { ...world, policies: world.policies.filter((_, i) => i !== index) };
}

function smaller(policy: JsonObject): JsonObject[] {
  return lessOf(policy.spec).map((spec) => ({ ...policy, spec }) as JsonObject);
}

/** The value with one item or field less, anywhere inside. */
function lessOf(value: unknown): unknown[] {
  if (Array.isArray(value)) {
    return [
      ...(value.length > 1 ? value.map((_, i) => value.filter((__, n) => n !== i)) : []),
      ...value.flatMap((item, i) => lessOf(item).map((less) => replaced(value, i, less))),
    ];
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    Object.fromEntries(Object.entries(value).filter(([k]) => k !== key)),
    ...lessOf(inner).map((less) => ({ ...value, [key]: less })),
  ]);
}

function replaced<T>(list: readonly T[], index: number, item: T): T[] {
  return list.map((old, i) => (i === index ? item : old));
}
