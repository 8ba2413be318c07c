import type { Schema } from '../../../imports/schema';
import { asCidr, isObject, nearest, oneOf, parseAddress, parseCidr } from '../../base';

/** What is wrong at one place of an object. */
export interface Fault {
  /** The place inside the object, e.g. `spec.ingress[0].toPorts[0].ports[0].port`; empty for the object itself. */
  readonly path: string;
  /** What is wrong; values are quoted. */
  readonly message: string;
  /** What to write instead. */
  readonly repair?: string;
}

/**
 * What an API server with strict field validation refuses about an object of a kind with this schema, all of it, in the
 * order of the object; what is missing comes before what is there.
 *
 * A field that is null counts as missing, as it does for an API server, which drops it before it looks. `metadata` is only
 * looked at for the types of its fields: names and labels have rules of their own. In two things this differs on purpose: of
 * a status nothing is said, since nobody writes one; and a list where a CIDR belongs is refused, which the API server takes
 * by an oversight, and Cilium can't read.
 *
 * @see kubernetes 1.36.3 staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning, …/schema/defaulting
 * @see kube-openapi pkg/validation/validate
 */
export function checkSchema(value: unknown, schema: Schema): Fault[] {
  const faults: Fault[] = [];
  checkValue(value, schema, '', (path, message, repair) =>
    faults.push(repair === undefined ? { path, message } : { path, message, repair }),
  );
  return faults;
}

/** Of rules in CEL those are read here that ask for one of several fields; `lib/checks/objects` reads the others. */
const oneOfFields = /^has\(self\.\w+\)( \|\| has\(self\.\w+\))*$/;

type Add = (path: string, message: string, repair?: string) => void;

function checkValue(value: unknown, schema: Schema, path: string, add: Add): void {
  if (schema['x-kubernetes-preserve-unknown-fields'] && (schema.type === undefined || isObject(value))) return;
  const either = schema['x-kubernetes-int-or-string'];
  if (Array.isArray(value) && schema.type === 'array') checkList(value, schema, path, add);
  else if (isObject(value) && schema.type === 'object') checkObject(value, schema, path, add);
  else if (typeof value === 'string' && (schema.type === 'string' || either)) checkText(value, schema, path, add);
  else if (isInteger(value) && (schema.type === 'integer' || either)) checkNumber(value, schema, path, add);
  else if (typeof value === 'boolean' && schema.type === 'boolean') return;
  else add(path, `${show(value)} is not ${kindOf(schema)}`, conversion(value, schema));
}

function checkObject(value: Readonly<Record<string, unknown>>, schema: Schema, path: string, add: Add): void {
  const at = (key: string) => (path === '' ? key : `${path}.${key}`);
  const known = schema.properties ?? {};
  const has = (key: string) => !isAbsent(value[key], known[key] ?? schema.additionalProperties);

  for (const key of schema.required ?? []) if (!has(key)) add(at(key), `'${key}' is missing`, `write ${key}: …`);
  checkAlternatives(value, schema, has, path, add);

  for (const [key, below] of Object.entries(value)) {
    const inside = Object.hasOwn(known, key) ? known[key] : schema.additionalProperties;
    if (inside === undefined) add(at(key), `unknown field '${key}'`, instead(key, Object.keys(known)));
    else if (below !== undefined && below !== null) checkValue(below, inside, at(key), add);
  }
}

/** What the fields of an object have to be together. */
function checkAlternatives(
  value: Readonly<Record<string, unknown>>,
  schema: Schema,
  has: (key: string) => boolean,
  path: string,
  add: Add,
): void {
  const holds = (alternative: Schema) => (alternative.required ?? []).every(has) && fits(value, { ...alternative, required: [] });
  const names = (alternatives: readonly Schema[]) => alternatives.flatMap(({ required = [] }) => required);
  const { anyOf = [], oneOf: exactlyOne = [], 'x-kubernetes-validations': rules = [] } = schema;
  const { minProperties = 0, maxProperties = Number.POSITIVE_INFINITY } = schema;
  const holding = exactlyOne.filter(holds);
  const size = Object.keys(value).length;

  if (anyOf.length > 0 && !anyOf.some(holds)) add(path, `${oneOf(names(anyOf))} is missing`, 'write at least one of them');
  if (exactlyOne.length > 0 && names(exactlyOne).length === 0) {
    if (holding.length !== 1) add(path, 'its fields do not go together', 'write what its type asks for');
  } else if (exactlyOne.length > 0 && holding.length === 0) add(path, `${oneOf(names(exactlyOne))} is missing`, 'write one of them');
  else if (holding.length > 1)
    add(path, `${oneOf(names(holding)).replace(/ or (?=[^ ]*$)/, ' and ')} exclude each other`, 'write one of them');
  if (size > maxProperties) add(path, `this map has ${size} keys; the limit is ${maxProperties}`);
  if (size < minProperties) add(path, `this map has ${size} keys; at least ${minProperties} is needed`, 'leave it out');
  for (const { rule } of rules) {
    if (!oneOfFields.test(rule)) continue;
    const fields = [...rule.matchAll(/has\(self\.(\w+)\)/g)].map(([, field]) => field as string);
    if (!fields.some(has)) add(path, `${oneOf(fields)} is missing`, 'write one of them');
  }
}

/** Whether a value is what an alternative says of it; of fields that aren't there it says nothing. */
function fits(value: unknown, { required = [], properties = {}, enum: values, format, anyOf, not }: Schema): boolean {
  if (isObject(value)) {
    if (!required.every((key) => value[key] !== undefined)) return false;
    if (!Object.entries(properties).every(([key, below]) => value[key] === undefined || fits(value[key], below))) return false;
  }
  if (values !== undefined && !values.includes(value as string)) return false;
  if (typeof value === 'string' && format !== undefined && !isOfFormat(value, format)) return false;
  return (anyOf?.some((alternative) => fits(value, alternative)) ?? true) && !(not !== undefined && fits(value, not));
}

function checkList(value: readonly unknown[], schema: Schema, path: string, add: Add): void {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items } = schema;
  const count = `this list has ${value.length} ${value.length === 1 ? 'item' : 'items'}`;
  if (value.length > 0 && maxItems === 0) {
    add(path, `${count}; it has to be empty`, 'leave it out');
    return;
  }
  if (value.length > maxItems)
    add(path, `${count}; the limit is ${maxItems}`, `leave ${maxItems} here, and write the others in a list of their own`);
  if (value.length < minItems)
    add(path, `${count}; at least ${minItems} is needed`, value.length === 0 ? 'leave it out, or write one' : 'write more');

  const seen = new Set<unknown>();
  for (const [i, item] of value.entries()) {
    const nothing = item === null || item === undefined;
    if (nothing && items?.nullable) continue;
    if (nothing) add(`${path}[${i}]`, 'null is no item of this list', 'leave it out');
    else if (items !== undefined) checkValue(item, items, `${path}[${i}]`, add);
    if (schema['x-kubernetes-list-type'] === undefined) continue;
    const key = keyOf(item, schema);
    if (seen.has(key)) add(`${path}[${i}]`, `${show(key)} is there twice`, 'leave it out');
    seen.add(key);
  }
}

/** By what an item of a list is told from the others: itself, or the values of its keys. */
function keyOf(item: unknown, { items, 'x-kubernetes-list-map-keys': keys }: Schema): unknown {
  if (keys === undefined || !isObject(item)) return item;
  const values = keys.map((key) => item[key] ?? items?.properties?.[key]?.default);
  return values.length === 1 ? values[0] : JSON.stringify(values);
}

function checkText(value: string, schema: Schema, path: string, add: Add): void {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern, wanted = `a match of ${pattern}`, format, enum: values } = schema;
  const length = [...value].length;
  if (values !== undefined && !values.includes(value)) {
    const words = values.map(String);
    const meant = nearest(value, words);
    add(path, `'${value}' is not one of ${oneOf(words)}`, meant === undefined ? 'write one of them' : `write '${meant}'`);
  } else if (length > maxLength) add(path, `${show(value)} has ${length} characters; the limit is ${maxLength}`);
  else if (length < minLength) add(path, `${show(value)} has ${length} characters; at least ${minLength} is needed`);
  else if (pattern !== undefined && !regExp(pattern).test(value)) add(path, `${show(value)} is not ${wanted}`);
  else if (format === 'cidr' && sloppyCidr(value) === undefined) add(path, `${show(value)} is no CIDR`, cidrRepair(value));
  else if ((format === 'ipv4' || format === 'ipv6') && !isOfFormat(value, format))
    add(path, `${show(value)} is no IP${format.slice(2)} address`);
  else if (format === 'date-time' && !isTime(value)) add(path, `${show(value)} is no time`, "write it as in '2006-01-02T15:04:05Z'");
}

function checkNumber(value: number, schema: Schema, path: string, add: Add): void {
  const bits = schema.format === 'int32' ? 31 : 63;
  const min = Math.max(schema.minimum ?? Number.NEGATIVE_INFINITY, -(2 ** bits));
  const max = Math.min(schema.maximum ?? Number.POSITIVE_INFINITY, 2 ** bits - 1);
  if (value < min || value > max) add(path, `${value} is not between ${min} and ${max}`);
  else if (schema.enum !== undefined && !schema.enum.includes(value)) {
    add(path, `${value} is not one of ${oneOf(schema.enum.map(String))}`, 'write one of them');
  }
}

/** Whether a text is of a format that alternatives and fields name, as the API server looks at it. */
function isOfFormat(value: string, format: NonNullable<Schema['format']>): boolean {
  const version = parseAddress(value)?.family;
  if (format === 'ipv4' || format === 'ipv6') return version === (format === 'ipv4' ? 4 : 6);
  return true;
}

const regExps = new Map<string, RegExp>();

function regExp(pattern: string): RegExp {
  const known = regExps.get(pattern) ?? new RegExp(pattern, 'u');
  regExps.set(pattern, known);
  return known;
}

/**
 * The block of addresses that a text names as Kubernetes reads it where it isn't strict: numbers may begin with zeros.
 *
 * @see k8s.io/utils net/parse.go (ParseCIDRSloppy)
 */
export function sloppyCidr(text: string): ReturnType<typeof parseCidr> {
  return parseCidr(text.replace(/(^|[.:/])0+(?=[0-9a-f])/gi, '$1'));
}

/** What a schema wants, as an end of "… is not …". */
function kindOf(schema: Schema): string {
  if (schema['x-kubernetes-int-or-string']) return 'a whole number or a text';
  const words = { array: 'a list', boolean: 'true or false', integer: 'a whole number', object: 'an object', string: 'a text' };
  return words[schema.type ?? 'object'];
}

function conversion(value: unknown, schema: Schema): string {
  if (schema.type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return `write '${value}'`;
  if (schema.type === 'integer' && typeof value === 'string' && /^\d{1,15}$/.test(value)) return `write ${Number(value)}`;
  if (schema.type === 'boolean' && (value === 'true' || value === 'false')) return `write ${value}`;
  if (schema.type === 'array') return 'write it in [ ]';
  return `write ${kindOf(schema)}`;
}

/** What a field of a NetworkPolicy is called in a CiliumNetworkPolicy. */
const translations = [
  ['podSelector', 'endpointSelector'],
  ['from', 'fromEndpoints'],
  ['to', 'toEndpoints'],
  ['ports', 'toPorts'],
] as const;

function instead(key: string, known: readonly string[]): string {
  const translated = translations.flatMap(([a, b]) => (key === a ? [b] : key === b ? [a] : []));
  const meant = translated.find((name) => known.includes(name)) ?? nearest(key, known);
  if (meant !== undefined) return `write '${meant}'`;
  return known.length === 0 ? 'leave it out' : `leave it out, or write ${oneOf([...known].sort())}`;
}

function cidrRepair(value: string): string {
  const cidr = parseAddress(value) === undefined ? undefined : asCidr(value);
  return cidr === undefined ? "write it as in '10.0.0.0/8'" : `write '${cidr.canonical}'`;
}

/** A time as Go reads RFC 3339: each number in its range, and the day in its month. */
function isTime(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d([.,]\d+)?(Z|[+-]([01]\d|2[0-4]):([0-5]\d|60))$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = match.slice(1, 4).map(Number) as [number, number, number];
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

/** Whether a field is missing once the API server has dropped what is null and written its own values. */
function isAbsent(value: unknown, schema: Schema | undefined): boolean {
  if (value === undefined) return schema?.default === undefined;
  return value === null && !schema?.nullable && schema?.default === undefined;
}

/** A number that an API server reads as a whole one. */
function isInteger(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) < 2 ** 63;
}

/** The value as messages show it: a text quoted and cut, everything else by what it is. */
function show(value: unknown): string {
  if (typeof value === 'string') return value.length > 80 ? `'${value.slice(0, 79)}…'` : `'${value}'`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
