import { type Finding, finding, inDefinition, isObject, nearest, oneOf } from '../../base';

/** Collects what is wrong with a definition, each at its path. */
export class Report {
  readonly findings: Finding[] = [];
  private readonly met = new WeakSet<object>();

  constructor(readonly file: string) {}

  /** Whether a value is met for the first time, so that what is wrong with it is said once. */
  isNew(value: object): boolean {
    if (this.met.has(value)) return false;
    this.met.add(value);
    return true;
  }

  /** Reports at a path of the definition; `details` as in {@link finding}. */
  add(id: Parameters<typeof finding>[0], path: string, message: string, details: { repair?: string; also?: readonly string[] } = {}): void {
    const also = details.also?.map((p) => inDefinition(this.file, p));
    this.findings.push(
      finding(id, inDefinition(this.file, path), message, {
        ...(details.repair === undefined ? {} : { repair: details.repair }),
        ...(also === undefined ? {} : { also }),
      }),
    );
  }
}

/** Looks at a value and reports what kind of value was wanted, if it is another. */
export type Check = (value: unknown, path: string, report: Report) => void;

/** A check of an option that may be left out. */
export interface Optional {
  readonly required: false;
  readonly check: Check;
}

/** A check of an option that has to be there. */
export interface Required {
  readonly required: true;
  readonly check: Check;
}

/** A check for every option of `T`: the compiler sees to it that none is missing here, none is made up, and which are required. */
export type Shape<T> = { readonly [K in keyof T]-?: undefined extends T[K] ? Optional : Required };

export function optional(check: Check): Optional {
  return { required: false, check };
}

export function required(check: Check): Required {
  return { required: true, check };
}

/** The value as findings quote it. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return typeof value.kind === 'string' ? `a value of kind '${value.kind}'` : 'an object';
  const { name } = (value.constructor ?? {}) as { name?: unknown };
  return typeof name === 'string' && name !== '' ? `an instance of ${name}` : 'an object of a class';
}

/** A map of this language and of JSON alike. cdk8s takes no other, not even one without a prototype. */
function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && Object.getPrototypeOf(value) !== null;
}

/** A value that holds what is asked; `wanted` completes "… is not …". */
export function expect(wanted: string, holds: (value: unknown) => boolean, repair = `write ${wanted}`): Check {
  return (value, path, report) => {
    if (!holds(value)) report.add('DEF003', path, `${show(value)} is not ${wanted}`, { repair });
  };
}

const object = expect('a plain object', isMap);

export const text = expect('a text', (v) => typeof v === 'string');
export const number = expect('a whole number', (v) => Number.isInteger(v));
export const amount = expect('a number', (v) => typeof v === 'number' && Number.isFinite(v));
export const flag = expect('true or false', (v) => typeof v === 'boolean');
export const callable = expect('a function', (v) => typeof v === 'function');

/** An object that JSON can carry, with everything in it. */
export const data = plain(() => {});

/** The same as a part of a Kubernetes object, where `null` means that a key is absent, and so is nothing in a list. */
export const kubernetesData = plain((item, path, report) => {
  if (item === null) report.add('DEF003', path, 'null is no item of a list in Kubernetes', { repair: 'leave it out' });
});

function plain(checkItem: Check): Check {
  const below = (value: unknown, path: string, report: Report, above: readonly unknown[]): void => {
    if (value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value)) return;
    if (above.includes(value)) report.add('DEF003', path, 'this contains itself', { repair: 'leave it out' });
    else if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) {
        checkItem(item, `${path}[${i}]`, report);
        below(item, `${path}[${i}]`, report, [...above, value]);
      }
    } else if (isMap(value)) {
      for (const [key, member] of Object.entries(value)) {
        checkKey(key, path, report);
        if (member !== undefined) below(member, `${path}.${key}`, report, [...above, value]);
      }
    } else {
      report.add('DEF003', path, `${show(value)} is no data that YAML can carry`, {
        repair: 'write texts, finite numbers, true, false, null, and lists and plain objects of these',
      });
    }
  };
  return (value, path, report) => {
    if (isMap(value)) below(value, path, report, []);
    else object(value, path, report);
  };
}

/** Names that objects of JavaScript have by themselves; cdk8s takes an object with one of its own for something else. */
function checkKey(key: string, path: string, report: Report): void {
  if (key !== '__proto__' && key !== 'constructor') return;
  report.add('DEF003', `${path}.${key}`, `'${key}' is a name that JavaScript keeps for itself`, { repair: 'write another name' });
}

/** One of these texts. */
export function choice(values: readonly string[]): Check {
  return (value, path, report) => {
    if (typeof value === 'string' && values.includes(value)) return;
    const meant = typeof value === 'string' ? nearest(value, values) : undefined;
    report.add('DEF003', path, `${show(value)} is not one of ${oneOf(values)}`, {
      repair: meant === undefined ? 'write one of them' : `write '${meant}'`,
    });
  };
}

/** A list whose items all pass. */
export function list(item: Check): Check {
  return (value, path, report) => {
    if (!Array.isArray(value))
      report.add('DEF003', path, `${show(value)} is not a list`, { repair: value === null ? 'write [ ]' : 'write it in [ ]' });
    else for (let i = 0; i < value.length; i++) item(value[i], `${path}[${i}]`, report);
  };
}

/** A map of texts to values that all pass. */
export function map(item: Check): Check {
  return (value, path, report) => {
    object(value, path, report);
    if (!isMap(value)) return;
    for (const [key, v] of Object.entries(value)) {
      checkKey(key, path, report);
      item(v, `${path}.${key}`, report);
    }
  };
}

/** One of several; where the value is of the right kind and something in it is wrong, that is what is reported. */
export function either(wanted: string, repair: string, ...checks: readonly Check[]): Check {
  return (value, path, report) => {
    const reports = checks.map((check) => {
      const own = new Report(report.file);
      check(value, path, own);
      return own.findings;
    });
    if (reports.some((findings) => findings.length === 0)) return;
    const inside = reports.find((findings) => findings.every(({ at }) => at.in === 'definition' && at.path !== path));
    if (inside === undefined) report.add('DEF003', path, `${show(value)} is not ${wanted}`, { repair });
    else report.findings.push(...inside);
  };
}

/** Exactly this value. */
export function literal(wanted: string | boolean): Check {
  return expect(show(wanted), (v) => v === wanted);
}

/** A value of one of these kinds, made by the helper of that name, and what a value of the kind has to hold. */
export function made(helpers: Readonly<Record<string, string>>, inside: Readonly<Record<string, Check>> = {}): Check {
  return (value, path, report) => {
    const kind = isMap(value) && typeof value.kind === 'string' ? value.kind : '';
    if (Object.hasOwn(helpers, kind)) inside[kind]?.(value, path, report);
    else {
      const names = Object.values(helpers);
      const last = names.pop();
      report.add('DEF003', path, `${show(value)} doesn't belong here`, {
        repair: `write ${names.length === 0 ? last : `${names.join(', ')} or ${last}`}`,
      });
    }
  };
}

/** The members of a helper's value; what is wrong with its options is reported at the value itself, as they are written. */
export function members(checks: Readonly<Record<string, Check>>): Check {
  return (value, path, report) => {
    for (const [key, check] of Object.entries(checks))
      check((value as Record<string, unknown>)[key], key === 'options' ? path : `${path}.${key}`, report);
  };
}

/** An object with options: each passes its own check, and none is unknown. */
export function options<T>(shape: Shape<T>): Check {
  const entries = Object.entries<Optional | Required>(shape as Record<string, Optional | Required>);
  const known = entries.map(([key]) => key);
  return (value, path, report) => {
    object(value, path, report);
    if (!isMap(value)) return;
    const given = value;
    const at = (key: string) => (path === '' ? key : `${path}.${key}`);
    for (const [key, { required: needed, check }] of entries) {
      if (given[key] !== undefined) check(given[key], at(key), report);
      else if (needed) report.add('DEF006', at(key), `'${key}' is missing`, { repair: `write ${key}: …` });
    }
    for (const key of Object.keys(given)) {
      if (known.includes(key) || given[key] === undefined) continue;
      const meant = nearest(key, known);
      report.add('DEF004', at(key), `there is no option '${key}'`, {
        repair: meant === undefined ? `leave it out, or write ${oneOf([...known].sort())}` : `write '${meant}'`,
      });
    }
  };
}
