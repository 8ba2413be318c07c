import type { Alias, Node, Pair, Scalar, YAMLMap } from 'yaml';
import type { Json } from '../base';
import { plainValue, taggedValue } from './scalars';

/** The package `yaml`, which is loaded where it is needed. */
export type Yaml = typeof import('yaml');

/** What YAML allows at the place of a value; an empty place is `null`. */
export type Value = Node | null | undefined;

/** What `nodeOptions` gives. */
export type NodeOptions = ReturnType<typeof nodeOptions>;

/**
 * Options for the package `yaml`: it finds the structure and leaves every scalar as text, since what scalars, tags, merge keys
 * and aliases mean is decided here, as Kubernetes' loader does.
 */
export function nodeOptions({ Schema }: Yaml) {
  return { schema: new Schema({ schema: 'failsafe' }), version: '1.1', uniqueKeys: false, logLevel: 'silent' } as const;
}

/** The value of a scalar; `undefined` where its text isn't what its tag says. */
export function scalarValue(scalar: Scalar): Json | undefined {
  const text = scalar.source ?? '';
  if (scalar.tag !== undefined) return taggedValue(scalar.tag, text);
  return scalar.type === 'PLAIN' || scalar.type === undefined ? plainValue(text) : text;
}

/** The key of a scalar as text, as JSON has it: `8080` and `true` become strings; `null` can't be a key. */
export function keyText(scalar: Scalar): string | undefined {
  const value = scalarValue(scalar);
  if (value === null || value === undefined) return undefined;
  return typeof value !== 'number' || Number.isFinite(value) ? String(value) : Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
}

/** Whether a key is `<<` without quotes, which merges maps into the one that it stands in. */
export function isMergeKey(yaml: Yaml, key: Value): boolean {
  if (!yaml.isScalar(key) || key.source !== '<<') return false;
  return key.tag === undefined ? key.type === 'PLAIN' : key.tag === 'tag:yaml.org,2002:merge';
}

/** The maps that a merge key lays into its own, in the order in which later ones win; `undefined` where it isn't maps. */
export function mergedMaps(yaml: Yaml, value: Value, target: (value: Value) => Value): readonly Value[] | undefined {
  const sources: readonly Value[] = yaml.isSeq<Node>(value) ? [...value.items].reverse() : [value];
  return sources.every((source) => yaml.isMap(target(source))) ? sources : undefined;
}

/** The entries of a map, as the parser makes them. */
export function entriesOf(map: YAMLMap): readonly Pair<Value, Value>[] {
  return map.items as Pair<Value, Value>[];
}

/** What the aliases of a document stand for: the last anchor of that name before the alias, in the order of the text. */
export class Anchors {
  #targets: Map<Alias, Node> | undefined;

  constructor(
    private readonly yaml: Yaml,
    private readonly root: Value,
  ) {}

  /** The node itself or, for an alias, the node that it stands for; `undefined` where no anchor has its name. */
  readonly target = (value: Value): Value => {
    if (!this.yaml.isAlias(value)) return value;
    this.#targets ??= this.read();
    return this.#targets.get(value);
  };

  private read(): Map<Alias, Node> {
    const anchors = new Map<string, Node>();
    const targets = new Map<Alias, Node>();
    const visit = (node: Value): void => {
      if (this.yaml.isAlias(node)) {
        const anchored = anchors.get(node.source);
        if (anchored !== undefined) targets.set(node, anchored);
        return;
      }
      if (this.yaml.isNode(node) && 'anchor' in node && node.anchor !== undefined) anchors.set(node.anchor, node);
      if (this.yaml.isSeq<Node>(node)) for (const item of node.items) visit(item);
      if (!this.yaml.isMap(node)) return;
      for (const { key, value } of entriesOf(node)) {
        visit(key);
        visit(value);
      }
    };
    visit(this.root);
    return targets;
  }
}
