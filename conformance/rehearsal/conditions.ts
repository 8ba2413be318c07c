import { type JsonObject, valueAt } from '../../lib/base';

/** A condition in the status of an object, or of a part of it. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** The condition of that type; `undefined` where nobody has judged yet. */
export function condition(status: unknown, type: string): Condition | undefined {
  const all = (valueAt(status, 'conditions') ?? []) as unknown as readonly Condition[];
  return all.find((one) => one.type === type);
}

/** What keeps conditions from being as wanted, each with its reason. */
export function unlike(status: unknown, wanted: Readonly<Record<string, 'True' | 'False'>>): string[] {
  return Object.entries(wanted).flatMap(([type, value]) => {
    const found = condition(status, type);
    if (found?.status === value) return [];
    return [found === undefined ? `no ${type}` : `${type} is ${found.status}: ${[found.reason, found.message].filter(Boolean).join(', ')}`];
  });
}

/** Whether an object has a condition. */
export function hasCondition(object: JsonObject, type: string): boolean {
  return condition(object.status, type)?.status === 'True';
}
