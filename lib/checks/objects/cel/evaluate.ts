import { isObject, parseAddress } from '../../../base';
import { type Expression, parseCel } from './parse';

type Names = ReadonlyMap<string, unknown>;

/**
 * Whether a value is what a rule of its definition asks for. A rule that can't be worked out, since it asks for what isn't
 * there, isn't kept: the API server refuses the object then, too.
 *
 * @param self - with the defaults of its schema, and without what is null
 * @see https://kubernetes.io/docs/reference/using-api/cel/
 */
export function keepsRule(rule: string, self: unknown): boolean {
  const expression = parseCel(rule);
  try {
    return evaluate(expression, new Map([['self', self]])) === true;
  } catch (error) {
    if (error instanceof Missing) return false;
    throw error;
  }
}

/** What a rule asks for isn't there, or of another kind; one for all, since it happens often, and nobody asks where. */
class Missing extends Error {}
const missing = new Missing();

function evaluate(expression: Expression, names: Names): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'list':
      return expression.items.map((item) => evaluate(item, names));
    case 'name':
      if (!names.has(expression.name)) throw new Error(`CEL has no '${expression.name}' here`);
      return names.get(expression.name);
    case 'field':
      return memberOf(evaluate(expression.of, names), expression.name);
    case 'index':
      return memberOf(evaluate(expression.of, names), evaluate(expression.at, names));
    case 'not':
      return !truth(evaluate(expression.of, names));
    case 'either':
      return evaluate(truth(evaluate(expression.when, names)) ? expression.then : expression.otherwise, names);
    case 'call':
      return called(expression, names);
    case 'operator':
      return operated(expression, names);
  }
}

function memberOf(of: unknown, key: unknown): unknown {
  const found =
    Array.isArray(of) && typeof key === 'number' ? of[key] : isObject(of) && Object.hasOwn(of, String(key)) ? of[String(key)] : undefined;
  if (found === undefined) throw missing;
  return found;
}

function truth(value: unknown): boolean {
  if (typeof value !== 'boolean') throw missing;
  return value;
}

/** One side that decides is enough, even where the other can't be worked out. */
function operated({ sign, left, right }: Extract<Expression, { readonly kind: 'operator' }>, names: Names): unknown {
  if (sign === '&&' || sign === '||') {
    const decides = sign === '||';
    const sides = [left, right].map((side) => attempt(() => truth(evaluate(side, names))));
    if (sides.includes(decides)) return decides;
    if (sides.includes(undefined)) throw missing;
    return !decides;
  }
  const [a, b] = [evaluate(left, names), evaluate(right, names)];
  switch (sign) {
    case '==':
      return isSame(a, b);
    case '!=':
      return !isSame(a, b);
    case 'in':
      return Array.isArray(b) ? b.some((item) => isSame(a, item)) : isObject(b) && Object.hasOwn(b, String(a));
    case '+':
      return (a as number) + (b as number);
    case '-':
      return (a as number) - (b as number);
    default:
      return compared(sign, a as number, b as number);
  }
}

function compared(sign: string, a: number, b: number): boolean {
  if (sign === '<') return a < b;
  if (sign === '<=') return a <= b;
  return sign === '>' ? a > b : a >= b;
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Missing) return undefined;
    throw error;
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
}

/** What upstream's rules call of a value. */
const methods: Readonly<Record<string, (of: unknown, ...given: readonly unknown[]) => unknown>> = {
  contains: (of, part) => text(of).includes(text(part)),
  endsWith: (of, part) => text(of).endsWith(text(part)),
  matches: (of, pattern) => regExp(text(pattern)).test(text(of)),
  size: (of) => sizeOf(of),
  split: (of, by) => text(of).split(text(by)),
  startsWith: (of, part) => text(of).startsWith(text(part)),
  substring: (of, from) => text(of).slice(from as number),
};

const functions: Readonly<Record<string, (given: unknown) => unknown>> = {
  duration: (given) => seconds(text(given)),
  isIP: (given) => parseAddress(text(given)) !== undefined,
  size: (given) => sizeOf(given),
};

function called({ of, name, given }: Extract<Expression, { readonly kind: 'call' }>, names: Names): unknown {
  if (of === undefined) {
    const [first] = given;
    if (first === undefined) throw new Error(`CEL's '${name}' of nothing`);
    if (name === 'has') return isThere(first, names);
    const known = functions[name];
    if (known === undefined) throw new Error(`CEL's '${name}' is none that upstream's rules have`);
    return known(evaluate(first, names));
  }
  const [item, condition] = given;
  if (item?.kind === 'name' && condition !== undefined) return overAll(name, itemsOf(evaluate(of, names)), item.name, condition, names);
  const known = methods[name];
  if (known === undefined) throw new Error(`CEL's '${name}' is none that upstream's rules have`);
  return known(evaluate(of, names), ...given.map((one) => evaluate(one, names)));
}

function isThere(field: Expression, names: Names): boolean {
  if (field.kind !== 'field') throw new Error("CEL's 'has' is about a field");
  const of = evaluate(field.of, names);
  if (!isObject(of)) throw missing;
  return Object.hasOwn(of, field.name) && of[field.name] !== undefined;
}

function overAll(macro: string, items: readonly unknown[], name: string, condition: Expression, names: Names): unknown {
  const holds = (item: unknown) => truth(evaluate(condition, new Map([...names, [name, item]])));
  switch (macro) {
    case 'all': {
      const verdicts = items.map((item) => attempt(() => holds(item)));
      if (verdicts.includes(false)) return false;
      if (verdicts.includes(undefined)) throw missing;
      return true;
    }
    case 'exists': {
      const verdicts = items.map((item) => attempt(() => holds(item)));
      if (verdicts.includes(true)) return true;
      if (verdicts.includes(undefined)) throw missing;
      return false;
    }
    case 'exists_one':
      return items.filter(holds).length === 1;
    case 'filter':
      return items.filter(holds);
    default:
      throw new Error(`CEL's '${macro}' is none that upstream's rules have`);
  }
}

/** The items of a list, or the keys of a map. */
function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (isObject(value)) return Object.keys(value);
  throw missing;
}

function sizeOf(value: unknown): number {
  return typeof value === 'string' ? [...value].length : itemsOf(value).length;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw missing;
  return value;
}

const regExps = new Map<string, RegExp>();

/** A pattern of Go's, of which only a sign for both cases means nothing to JavaScript. */
function regExp(pattern: string): RegExp {
  const known = regExps.get(pattern) ?? new RegExp(pattern.replace('(?i)', ''), pattern.includes('(?i)') ? 'iu' : 'u');
  regExps.set(pattern, known);
  return known;
}

const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/** How long a text of Go's says, in seconds. */
function seconds(written: string): number {
  if (!/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(written)) throw missing;
  return [...written.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units[unit as string] as number),
    0,
  );
}
