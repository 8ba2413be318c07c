import type { Node } from 'yaml';
import { Anchors, entriesOf, isMergeKey, keyText, mergedMaps, nodeOptions, type Value, type Yaml } from './nodes';
import { lineStarts, type Position, positionAmong, type Section, sectionText } from './text';

/** Keys of maps and numbers of list items, from the outside in. */
export type Keys = readonly (string | number)[];

/**
 * Finds values in the text of documents that were read. It parses a document again when the first place inside of it is asked
 * for, and keeps the last one, so that reading many documents costs nothing for places that nobody wants.
 */
export class Positions {
  #last: ParsedSection | undefined;

  constructor(private readonly yaml: Yaml) {}

  /**
   * The position of a value: of its key in a map, of itself in a list, of the nearest value around it where there is none. What
   * an alias or a merge key brings in stands where its anchor is.
   */
  find(section: Section, keys: Keys): Position {
    const { root, anchors, starts } = this.parsed(section);
    return positionAmong(section, starts, this.offset(root, anchors, keys));
  }

  /** The position of a line and a column of a text behind `|`; nothing where the value is no such text. */
  findInText(section: Section, keys: Keys, line: number, column: number): Position | undefined {
    const { root, anchors, starts } = this.parsed(section);
    const node = this.valueOf(root, anchors, keys);
    if (!this.yaml.isScalar(node) || node.type !== 'BLOCK_LITERAL' || !node.range) return undefined;
    const header = positionAmong(section, starts, node.range[0]).line;
    const lines = sectionText(section).slice(node.range[0], node.range[1]).split('\n').slice(1);
    const indent = Math.min(...lines.filter((text) => text.trim() !== '').map((text) => text.search(/[^ ]/)));
    return Number.isFinite(indent) ? { line: header + line, column: column + indent } : undefined;
  }

  private parsed(section: Section): ParsedSection {
    if (this.#last?.section !== section) {
      const root: Value = this.yaml.parseDocument(sectionText(section), { ...nodeOptions(this.yaml), prettyErrors: false }).contents;
      this.#last = { section, root, anchors: new Anchors(this.yaml, root), starts: lineStarts(section) };
    }
    return this.#last;
  }

  private offset(root: Value, anchors: Anchors, keys: Keys): number {
    let [node, offset] = [root, root?.range?.[0] ?? 0];
    for (const key of keys) {
      const step = this.step(anchors.target(node), anchors, key);
      if (step === undefined) break;
      [node, offset] = [step.value, step.at?.range?.[0] ?? offset];
    }
    return offset;
  }

  private valueOf(root: Value, anchors: Anchors, keys: Keys): Value {
    let node = root;
    for (const key of keys) {
      const step = this.step(anchors.target(node), anchors, key);
      if (step === undefined) return undefined;
      node = step.value;
    }
    return anchors.target(node);
  }

  private step(node: Value, anchors: Anchors, key: string | number): Step | undefined {
    if (this.yaml.isMap(node)) return this.entry(node, anchors, String(key), 0);
    if (!this.yaml.isSeq<Node>(node)) return undefined;
    const item = node.items[Number(key)];
    return item === undefined ? undefined : { at: item, value: item };
  }

  /** The entry that counts: the last of that name, with what merge keys bring in at their place. */
  private entry(map: Value, anchors: Anchors, wanted: string, depth: number): Step | undefined {
    if (!this.yaml.isMap(map) || depth > deepestMerge) return undefined;
    let found: Step | undefined;
    for (const { key, value } of entriesOf(map)) {
      if (isMergeKey(this.yaml, key)) {
        for (const source of mergedMaps(this.yaml, value, anchors.target) ?? []) {
          found = this.entry(anchors.target(source), anchors, wanted, depth + 1) ?? found;
        }
        continue;
      }
      const scalar = anchors.target(key);
      if (this.yaml.isScalar(scalar) && keyText(scalar) === wanted) found = { at: key, value };
    }
    return found;
  }
}

interface ParsedSection {
  readonly section: Section;
  readonly root: Value;
  readonly anchors: Anchors;
  readonly starts: readonly number[];
}

interface Step {
  readonly at: Value;
  readonly value: Value;
}

/** Merge keys within merged maps; enough for everything that is meant. */
const deepestMerge = 50;
