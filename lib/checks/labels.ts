import { type JsonObject, valueAt } from '../base';

/** A condition of a label selector. `NotIn` and `DoesNotExist` hold where the label is missing. */
export interface LabelCondition {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: readonly string[];
}

/** Which of several things are meant, by their labels: those that fulfil every condition; without any, all. */
export type LabelChoice = readonly LabelCondition[];

type Labels = Readonly<Record<string, string>>;

/** The choice of those that have all of these labels. */
export function withLabels(labels: Labels): LabelChoice {
  return Object.entries(labels).map(([key, value]) => ({ key, operator: 'In', values: [value] }));
}

/** The choice that a label selector of Kubernetes makes; parts of it that are none choose nothing away. */
export function choiceOf(selector: unknown): LabelChoice {
  const expressions = valueAt(selector, 'matchExpressions');
  const labels = Object.entries((valueAt(selector, 'matchLabels') ?? {}) as JsonObject).map(([key, value]) => [key, String(value)]);
  return [
    ...withLabels(Object.fromEntries(labels)),
    ...(Array.isArray(expressions) ? (expressions as readonly JsonObject[]) : []).map((expression) => {
      const values = valueAt(expression, 'values');
      return {
        key: String(valueAt(expression, 'key')),
        operator: valueAt(expression, 'operator') as LabelCondition['operator'],
        values: Array.isArray(values) ? values.map(String) : [],
      };
    }),
  ];
}

/** Whether what has these labels is meant. */
export function isChosen(labels: Labels, choice: LabelChoice): boolean {
  return choice.every(({ key, operator, values }) => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    if (operator === 'Exists') return value !== undefined;
    if (operator === 'DoesNotExist') return value === undefined;
    return (value !== undefined && values.includes(String(value))) === (operator === 'In');
  });
}

/** The choice as people write it: `'zone: lan'`, `'role' in 'a', 'b'`, `no 'spare'`. */
export function choiceText(choice: LabelChoice): string {
  const quoted = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ');
  return choice
    .map(({ key, operator, values }) => {
      if (operator === 'Exists') return `'${key}'`;
      if (operator === 'DoesNotExist') return `no '${key}'`;
      if (operator === 'NotIn') return `'${key}' not in ${quoted(values)}`;
      return values.length === 1 ? `'${key}: ${values[0]}'` : `'${key}' in ${quoted(values)}`;
    })
    .join(', ');
}

/**
 * Whether of those that the first choice means the second means some. A second one that only leaves some out is taken to leave
 * others; `undefined` where it depends on labels of which the first says nothing.
 */
export function overlapOf(first: LabelChoice, second: LabelChoice): boolean | undefined {
  const each = second.map((condition) => overlapWith(first, condition));
  return each.includes(false) ? false : each.includes(undefined) ? undefined : true;
}

function overlapWith(choice: LabelChoice, { key, operator, values }: LabelCondition): boolean | undefined {
  const own = choice.filter((condition) => condition.key === key);
  const allowed = own.find((condition) => condition.operator === 'In')?.values;
  const isMissing = own.some((condition) => condition.operator === 'DoesNotExist');
  const isThere = allowed !== undefined || own.some((condition) => condition.operator === 'Exists');
  if (operator === 'DoesNotExist') return !isThere;
  if (operator === 'NotIn') return allowed === undefined || allowed.some((value) => !values.includes(value));
  if (isMissing) return false;
  if (operator === 'Exists') return isThere ? true : undefined;
  if (allowed === undefined) return undefined;
  const shared = allowed.filter((value) => values.includes(value));
  return shared.length === 0 ? false : shared.length === allowed.length ? true : undefined;
}
