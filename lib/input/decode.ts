import type { Alias, Node, YAMLMap } from 'yaml';
import type { Json } from '../base';
import { Anchors, entriesOf, isMergeKey, keyText, mergedMaps, scalarValue, type Value, type Yaml } from './nodes';

/** What keeps a document from being read, and where in the text. */
export interface Fault {
  readonly offset: number;
  readonly message: string;
}

/** A key that stands in one map more than once: the places of the one that counts and of the one before. */
export interface Repetition {
  readonly key: string;
  readonly offset: number;
  readonly before: number;
}

/** The value of a document, and what is wrong with it; with a fault the value means nothing. */
export interface Decoded {
  readonly value: Json;
  readonly faults: readonly Fault[];
  readonly repetitions: readonly Repetition[];
}

/** Deeper than any object of Kubernetes, and shallow enough for everything that walks through one. */
export const deepest = 500;

/**
 * The JSON value of a parsed document, as `kubectl` gets it from its YAML loader: of a key that stands twice the last counts,
 * merge keys are applied where they stand, so that they override keys before them, keys become text, maps and lists can't be
 * keys, and aliases that blow a document up are refused.
 *
 * Source: go.yaml.in/yaml/v2@v2.4.3 decode.go and sigs.k8s.io/yaml@v1.6.0 yaml.go.
 */
export function decode(yaml: Yaml, root: Value): Decoded {
  const decoder = new Decoder(yaml, root);
  return { value: decoder.value(root, 0), faults: decoder.faults, repetitions: decoder.repetitions };
}

class Decoder {
  readonly faults: Fault[] = [];
  readonly repetitions: Repetition[] = [];
  private readonly anchors: Anchors;
  private readonly open = new Set<Alias>();
  private decoded = 0;
  private decodedByAlias = 0;
  private stopped = false;

  constructor(
    private readonly yaml: Yaml,
    root: Value,
  ) {
    this.anchors = new Anchors(yaml, root);
  }

  value(node: Value, depth: number): Json {
    if (node === null || node === undefined || this.stopped) return null;
    this.count(node);
    if (depth > deepest) return this.stop(node, `it is nested deeper than ${deepest} levels`);
    if (this.yaml.isAlias(node)) return this.aliased(node, () => this.value(this.anchors.target(node), depth + 1));
    if (this.yaml.isMap(node)) return this.into({}, node, depth);
    if (this.yaml.isSeq<Node>(node)) return node.items.map((item) => this.value(item, depth + 1));
    if (!this.yaml.isScalar(node)) return null;
    const value = scalarValue(node);
    if (value === undefined) return this.fault(node, `'${node.source}' is not what its tag ${node.tag} says`);
    if (typeof value === 'number' && !Number.isFinite(value)) return this.fault(node, `JSON has no number '${node.source}'`);
    return value;
  }

  private into(object: Record<string, Json>, map: YAMLMap, depth: number): Record<string, Json> {
    const own = new Map<string, number>();
    for (const { key: keyNode, value } of entriesOf(map)) {
      if (this.stopped) break;
      if (isMergeKey(this.yaml, keyNode)) {
        this.merge(object, value, depth);
        continue;
      }
      const key = this.key(keyNode, map);
      if (key === undefined) continue;
      const offset = keyNode?.range?.[0] ?? 0;
      const before = own.get(key);
      if (before !== undefined && this.open.size === 0) this.repetitions.push({ key, offset, before });
      own.set(key, offset);
      put(object, key, this.value(value, depth + 1));
    }
    return object;
  }

  private merge(object: Record<string, Json>, value: Value, depth: number): void {
    const sources = mergedMaps(this.yaml, value, this.anchors.target);
    if (sources === undefined) {
      this.fault(value, 'a merge key takes a map, or a list of maps');
      return;
    }
    for (const source of sources) {
      this.count(source);
      const lay = () => this.into(object, this.anchors.target(source) as YAMLMap, depth + 1);
      if (this.yaml.isAlias(source)) this.aliased(source, lay);
      else lay();
    }
  }

  private key(node: Value, map: YAMLMap): string | undefined {
    this.count(node);
    const scalar = this.anchors.target(node);
    const text = this.yaml.isScalar(scalar) ? keyText(scalar) : undefined;
    if (text === undefined) this.fault(node ?? map, 'a key has to be text, a number or a boolean');
    return text;
  }

  private aliased<T extends Json>(alias: Alias, decodeTarget: () => T): T | null {
    if (this.anchors.target(alias) === undefined) return this.fault(alias, `there is no anchor '${alias.source}' before this alias`);
    if (this.open.has(alias)) return this.stop(alias, `the anchor '${alias.source}' contains itself`);
    this.open.add(alias);
    const value = decodeTarget();
    this.open.delete(alias);
    return value;
  }

  /** Counts what is decoded, and stops where aliases make up too much of it, by the limits of Kubernetes' loader. */
  private count(node: Value): void {
    this.decoded += 1;
    if (this.open.size > 0) this.decodedByAlias += 1;
    if (this.decodedByAlias <= 100 || this.decoded <= 1000) return;
    const share = 0.99 - 0.89 * Math.min(1, Math.max(0, (this.decoded - 400_000) / 3_600_000));
    if (this.decodedByAlias / this.decoded > share) this.stop(node, 'aliases make it many times as large as it looks');
  }

  private stop(node: Value, message: string): null {
    if (!this.stopped) this.fault(node, message);
    this.stopped = true;
    return null;
  }

  private fault(node: Value, message: string): null {
    if (!this.stopped) this.faults.push({ offset: node?.range?.[0] ?? 0, message });
    return null;
  }
}

function put(object: Record<string, Json>, key: string, value: Json): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}
