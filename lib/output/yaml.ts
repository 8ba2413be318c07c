import { isObject, type Json } from '../base';
import { emitBlock, emitNumber, emitString } from './scalar';

/** How documents are written. */
export interface EmitOptions {
  /** Whether map entries that are `null` are written (Helm values, Talos patches) or left out (Kubernetes objects). */
  readonly nulls: 'keep' | 'drop';
}

const rootKeysFirst = ['apiVersion', 'kind', 'metadata'];

/** YAML allows 1024 characters before the colon of a one-line key. */
const longestKey = 1000;

/**
 * The documents as YAML text, the same bytes for the same data on every machine.
 *
 * Block style with two spaces, keys sorted by code unit (at the root of a document `apiVersion`, `kind` and `metadata` come
 * first), `---` between documents, no folding, no aliases, and every string read as that string by YAML 1.1 and 1.2.
 * Entries that are `undefined` are left out. A value that YAML cannot carry throws a `TypeError` that names its place.
 */
export function emitYaml(documents: readonly Json[], options: EmitOptions): string {
  return documents.map((document, index) => new DocumentWriter(index, options.nulls === 'drop').write(document)).join('---\n');
}

type Key = string | number;

/** Writes one document; `path` and `open` say where it is, for messages and to notice a value that contains itself. */
class DocumentWriter {
  private readonly path: Key[] = [];
  private readonly open: unknown[] = [];
  private text = '';

  constructor(
    private readonly index: number,
    private readonly dropNulls: boolean,
  ) {}

  write(document: unknown): string {
    const keys = this.keysOf(document);
    if (keys.length > 0) this.collection(document, keys, '', false);
    else this.text = `${this.scalar(document)}\n`;
    return this.text;
  }

  /** The entries of a list or map that is not empty; with `joined`, the first continues the line that is being written. */
  private collection(value: unknown, keys: readonly Key[], indent: string, joined: boolean): void {
    if (this.open.includes(value)) throw this.refusal('contains itself');
    this.open.push(value);
    let lead = joined ? '' : indent;
    for (const key of keys) {
      this.path.push(key);
      this.text += lead + (typeof key === 'number' ? '-' : emitKey(key, indent));
      this.entry((value as Record<Key, unknown>)[key], indent, typeof key === 'number');
      this.path.pop();
      lead = indent;
    }
    this.open.pop();
  }

  /** The value behind a `key:` or a `-` that stands at `indent`. */
  private entry(value: unknown, indent: string, afterDash: boolean): void {
    const below = `${indent}  `;
    const keys = this.keysOf(value);
    if (keys.length > 0) {
      this.text += afterDash ? ' ' : '\n';
      this.collection(value, keys, below, afterDash);
      return;
    }
    const block = typeof value === 'string' ? emitBlock(value, below) : undefined;
    this.text += ` ${block ?? this.scalar(value)}\n`;
  }

  private keysOf(value: unknown): readonly Key[] {
    if (Array.isArray(value)) return [...value.keys()];
    if (!isObject(value)) return [];
    const keys = Object.keys(value)
      .filter((key) => value[key] !== undefined && !(this.dropNulls && value[key] === null))
      .sort();
    if (this.path.length > 0) return keys;
    return [...rootKeysFirst.filter((key) => keys.includes(key)), ...keys.filter((key) => !rootKeysFirst.includes(key))];
  }

  private scalar(value: unknown): string {
    switch (typeof value) {
      case 'string':
        return emitString(value);
      case 'boolean':
        return String(value);
      case 'number':
        if (!Number.isFinite(value)) throw this.refusal(`is ${value}`);
        return emitNumber(value);
      case 'object':
        if (value === null) return 'null';
        if (Array.isArray(value)) return '[]';
        if (isObject(value)) return '{}';
        throw this.refusal(`is an instance of ${value.constructor?.name || 'a class'}`);
      default:
        throw this.refusal(value === undefined ? 'is undefined' : `is a ${typeof value}`);
    }
  }

  private refusal(what: string): TypeError {
    const path = this.path.map((key) => (typeof key === 'number' ? `[${key}]` : /^[\w-]+$/.test(key) ? `.${key}` : `["${key}"]`)).join('');
    const place = path === '' ? 'the root' : `'${path.replace(/^\./, '')}'`;
    return new TypeError(
      `document ${this.index + 1}: ${place} ${what}; write a string, a finite number, a boolean, null, a list or a plain map instead`,
    );
  }
}

function emitKey(key: string, indent: string): string {
  const name = emitString(key);
  return name.length > longestKey ? `? ${name}\n${indent}:` : `${name}:`;
}
