import {
  type Finding,
  finding,
  inDocument,
  isObject,
  type Json,
  type JsonObject,
  labelKeyFault,
  labelValueFault,
  type Place,
  pathOf,
  valueAt,
} from '../../base';
import type { SourceObject } from './source-object';

type Keys = readonly (string | number)[];

/**
 * Reads values of one object and collects what is wrong with them. A value that is missing or null is no fault; one of the
 * wrong kind is a finding, and is then as if it were missing.
 */
export class ObjectReader {
  readonly source: SourceObject;
  readonly findings: Finding[] = [];
  readonly #told = new Set<string>();

  constructor(source: SourceObject) {
    this.source = source;
  }

  /** The name of the object, or `undefined` with a finding where it has none. */
  name(): string | undefined {
    const name = this.text(['metadata', 'name']);
    if (name === undefined || name === '') {
      this.fault('OBJ004', ['metadata'], 'it has no name', "write 'metadata.name'");
      return undefined;
    }
    return name;
  }

  /** The namespace of the object; the one that is called `default` where it names none. */
  namespace(): string {
    return this.text(['metadata', 'namespace']) || 'default';
  }

  /** A text. */
  text(keys: Keys): string | undefined {
    return this.#typed(keys, 'a text', (value) => (typeof value === 'string' ? value : undefined));
  }

  /** A truth value. */
  flag(keys: Keys): boolean | undefined {
    return this.#typed(keys, 'true or false', (value) => (typeof value === 'boolean' ? value : undefined));
  }

  /** A whole number that is not negative. */
  count(keys: Keys): number | undefined {
    const isCount = (value: Json): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
    return this.#typed(keys, 'a whole number', (value) => (isCount(value) ? value : undefined));
  }

  /** A map. */
  map(keys: Keys): JsonObject | undefined {
    return this.#typed(keys, 'a map', (value) => (isObject(value) ? value : undefined));
  }

  /** The keys of the maps of a list. */
  maps(keys: Keys): readonly Keys[] {
    const list = this.#typed(keys, 'a list', (value) => (Array.isArray(value) ? (value as readonly Json[]) : undefined)) ?? [];
    return list.flatMap((_, i) => (this.map([...keys, i]) === undefined ? [] : [[...keys, i]]));
  }

  /** The texts of a list. */
  texts(keys: Keys): readonly { readonly value: string; readonly keys: Keys }[] {
    const list = this.#typed(keys, 'a list', (value) => (Array.isArray(value) ? (value as readonly Json[]) : undefined)) ?? [];
    return list.flatMap((_, i) => {
      const value = this.text([...keys, i]);
      return value === undefined ? [] : [{ value, keys: [...keys, i] }];
    });
  }

  /** Labels, or a selector of labels: a map of texts; what Kubernetes would refuse is left out with a finding. */
  labels(keys: Keys): Readonly<Record<string, string>> {
    const entries = Object.entries(this.map(keys) ?? {}).flatMap(([key, value]) => {
      if (value === undefined || !this.#isLabel(keys, key, value)) return [];
      return [[key, value ?? ''] as const];
    });
    return Object.fromEntries(entries) as Readonly<Record<string, string>>;
  }

  #isLabel(keys: Keys, key: string, value: Json): boolean {
    const at = [...keys, key];
    if (value !== null && typeof value !== 'string') {
      const repair = isObject(value) || Array.isArray(value) ? 'write a text' : `write ${quoted(String(value))}`;
      this.fault('OBJ005', at, `the label ${quoted(key)} is ${describe(value)} and no text`, repair);
      return false;
    }
    const faults = [labelKeyFault(key), labelValueFault(value ?? '')];
    if (faults[0] !== undefined) this.fault('OBJ005', at, `${quoted(key)} is no key of a label: it ${faults[0]}`);
    else if (faults[1] !== undefined) this.fault('OBJ005', at, `${quoted(value ?? '')} is no value of a label: it ${faults[1]}`);
    return faults.every((fault) => fault === undefined);
  }

  /** Adds what is wrong with a value. */
  fault(id: 'OBJ004' | 'OBJ005' | 'OBJ006' | 'OBJ007' | 'OBJ008' | 'OBJ009', keys: Keys, message: string, repair?: string): void {
    const key = JSON.stringify([id, keys, message]);
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.findings.push(finding(id, placeIn(this.source, keys), `${this.#called()}: ${message}`, repair === undefined ? {} : { repair }));
  }

  /** The value itself, whatever it is. */
  value(keys: Keys): Json | undefined {
    return keys.reduce<Json | undefined>((value, key) => {
      if (typeof key === 'number') return Array.isArray(value) ? (value[key] as Json | undefined) : undefined;
      return valueAt(value, key);
    }, this.source.object);
  }

  #typed<T>(keys: Keys, wanted: string, read: (value: Json) => T | undefined): T | undefined {
    const value = this.value(keys);
    if (value === undefined || value === null) return undefined;
    const result = read(value);
    if (result === undefined) this.fault('OBJ006', keys, `'${pathOf(keys)}' is ${describe(value)}`, `write ${wanted}`);
    return result;
  }

  /** Kind, namespace and name, as far as they are there. */
  #called(): string {
    const { kind, metadata } = this.source.object;
    const texts = [valueAt(metadata, 'namespace'), valueAt(metadata, 'name')].filter((text) => typeof text === 'string');
    return `${typeof kind === 'string' ? kind : 'object'}${texts.length === 0 ? '' : ` ${quoted(texts.join('/'))}`}`;
  }
}

/** Whether the object is of one of the kinds of an API group; `''` is the group of Pods. */
export function isOf({ object }: SourceObject, group: string, ...kinds: readonly string[]): boolean {
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return false;
  const slash = apiVersion.indexOf('/');
  return kinds.includes(kind) && (slash < 0 ? '' : apiVersion.slice(0, slash)) === group;
}

/** Where a value of the object stands; the object's own name, where it was read from nowhere. */
export function placeIn(source: SourceObject, keys: Keys): Place {
  const path = pathOf(keys);
  if (source.place !== undefined) return source.place(path);
  if (source.at !== undefined) return source.at.in === 'document' ? { ...source.at, path } : source.at;
  const { kind, metadata } = source.object;
  const texts = [kind, valueAt(metadata, 'namespace'), valueAt(metadata, 'name')].filter((text) => typeof text === 'string');
  return inDocument(texts.join('/'), path);
}

/** A value in a message: what it is, since a map or a list would fill the line. */
function describe(value: Json): string {
  if (Array.isArray(value)) return 'a list';
  return isObject(value) ? 'a map' : quoted(String(value));
}

const quoted = (text: string) => `'${text}'`;
