import { type Finding, finding, inDefinition, nearest, oneOf } from '../../base';

/** Collects what is wrong with a definition, each at its path. */
export class Report {
  readonly findings: Finding[] = [];

  constructor(readonly file: string) {}

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

function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null)
    return 'kind' in value && typeof value.kind === 'string' ? `a value of kind '${value.kind}'` : 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}

function expect(wanted: string, holds: (value: unknown) => boolean): Check {
  return (value, path, report) => {
    if (!holds(value)) report.add('DEF003', path, `${show(value)} is not ${wanted}`, { repair: `write ${wanted}` });
  };
}

export const text = expect('a text', (v) => typeof v === 'string');
export const number = expect('a whole number', (v) => Number.isInteger(v));
export const amount = expect('a number', (v) => typeof v === 'number' && Number.isFinite(v));
export const flag = expect('true or false', (v) => typeof v === 'boolean');
export const data = expect('an object', (v) => typeof v === 'object' && v !== null && !Array.isArray(v));

export const callable = expect('a function', (v) => typeof v === 'function');

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
    if (!Array.isArray(value)) report.add('DEF003', path, `${show(value)} is not a list`, { repair: 'write it in [ ]' });
    else value.forEach((v, i) => item(v, `${path}[${i}]`, report));
  };
}

/** A map of texts to values that all pass. */
export function map(item: Check): Check {
  return (value, path, report) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) data(value, path, report);
    else for (const [key, v] of Object.entries(value)) if (v !== undefined) item(v, `${path}.${key}`, report);
  };
}

/** Any of several; the last one's report stands where none passes. */
export function either(...checks: readonly Check[]): Check {
  return (value, path, report) => {
    let last: Report | undefined;
    for (const check of checks) {
      last = new Report(report.file);
      check(value, path, last);
      if (last.findings.length === 0) return;
    }
    report.findings.push(...(last?.findings ?? []));
  };
}

/** Exactly this value. */
export function literal(wanted: string | boolean): Check {
  return expect(show(wanted), (v) => v === wanted);
}

/** A value of one of these kinds, made by the helper of that name. */
export function made(helpers: Readonly<Record<string, string>>): Check {
  return (value, path, report) => {
    const kind = typeof value === 'object' && value !== null && 'kind' in value ? String(value.kind) : undefined;
    if (kind !== undefined && Object.hasOwn(helpers, kind)) return;
    report.add('DEF003', path, `${show(value)} doesn't belong here`, {
      repair: `write ${oneOf(Object.values(helpers)).replace(/'/g, '')}`,
    });
  };
}

/** An object with options: each passes its own check, and none is unknown. */
export function options<T>(shape: Shape<T>): Check {
  const entries = Object.entries<Optional | Required>(shape as Record<string, Optional | Required>);
  const known = entries.map(([key]) => key);
  return (value, path, report) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      data(value, path, report);
      return;
    }
    const given = value as Record<string, unknown>;
    const at = (key: string) => (path === '' ? key : `${path}.${key}`);
    for (const [key, { required: needed, check }] of entries) {
      if (given[key] !== undefined) check(given[key], at(key), report);
      else if (needed) report.add('DEF006', at(key), `'${key}' is missing`, { repair: `write ${key}: …` });
    }
    for (const key of Object.keys(given)) {
      if (known.includes(key) || given[key] === undefined) continue;
      const meant = nearest(key, known);
      report.add('DEF004', at(key), `there is no option '${key}'`, {
        repair: meant === undefined ? `there are ${oneOf([...known].sort())}` : `write '${meant}'`,
      });
    }
  };
}
