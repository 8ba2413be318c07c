import { type Finding, inDocument, type JsonObject, keysOf, type Place, pathOf } from '../base';
import type { Keys, Positions } from './positions';
import { type Section, sectionText } from './text';

/** An object of a YAML or JSON file, which knows where it and each of its values stand. */
export interface InputDocument {
  readonly object: JsonObject;
  /** Where the object begins. */
  readonly at: Place;
  /** The comment before the object, without its marks; empty where there is none, absent where the object has no text of its own. */
  readonly heading?: string;
  /**
   * The place of a value of the object: the line and column of its key in a map, of the value itself in a list; for a path that
   * leads nowhere those of the last value on the way. The path is text, `spec.ingress[0].toPorts`, with quotes around keys that
   * have dots, `metadata.labels["app.kubernetes.io/name"]`, or a list of keys; `pathOf` makes the one of the other.
   */
  place(path: string | Keys): Place;
  /**
   * The place of a line and a column of a text that a value of the object holds, both counted from 1; of the value where its text
   * doesn't stand line by line in the file (it does behind `|`).
   */
  placeInText(path: string | Keys, line: number, column: number): Place;
}

/** What reading came to: the objects, in the order of files and of the text, and what couldn't be read. */
export interface Reading {
  readonly documents: readonly InputDocument[];
  readonly findings: readonly Finding[];
}

/** How to read. */
export interface ReadOptions {
  /**
   * Whether anything may lie there: values files, patches, templates. What isn't YAML is then a warning (`INP001`) and what is
   * no object is told (`INP002`), while by default everything has to be an object and the rest is an error (`OBJ003`, `OBJ001`).
   *
   * @default false
   */
  readonly lenient?: boolean;
  /**
   * Whether what is no YAML because it is a template is told (`INP009`), with `lenient`.
   *
   * @default false: it is what can't be read
   */
  readonly templates?: boolean;
  /**
   * Whether a list of operations, which is a JSON patch (RFC 6902), is read as an object for each.
   *
   * @default false: it is no object
   */
  readonly operations?: boolean;
  /**
   * Programs whose calls in shell scripts (`.sh`) are read too: an object `{ command: [program, …] }` for each.
   *
   * @default none: no script is read
   */
  readonly callsOf?: readonly string[];
  /**
   * Names of files that are read as YAML though their names don't say so: `talosconfig`.
   *
   * @default none
   */
  readonly named?: readonly string[];
}

/** A document that parses its text again when a place is asked for. */
export class ReadDocument implements InputDocument {
  readonly object: JsonObject;
  readonly at: Place;
  readonly #section: Section;
  readonly #positions: Positions;
  readonly #inside: Keys;

  /** `inside` leads from the document of the text to the object, which may be an item of a list. */
  constructor(object: JsonObject, at: Place, section: Section, positions: Positions, inside: Keys) {
    this.object = object;
    this.at = at;
    this.#section = section;
    this.#positions = positions;
    this.#inside = inside;
  }

  get heading(): string {
    const lines: string[] = [];
    for (const line of sectionText(this.#section).split('\n')) {
      if (line.startsWith('#')) lines.push(line.replace(/^#+ ?/, ''));
      else if (line.trim() !== '' && !line.startsWith('---')) break;
    }
    return lines.join('\n');
  }

  place(path: string | Keys): Place {
    const keys = typeof path === 'string' ? keysOf(path) : path;
    const { line, column } = this.#positions.find(this.#section, [...this.#inside, ...keys]);
    return inDocument(this.#section.file, pathOf(keys), line, column);
  }

  placeInText(path: string | Keys, line: number, column: number): Place {
    const keys = typeof path === 'string' ? keysOf(path) : path;
    const found = this.#positions.findInText(this.#section, [...this.#inside, ...keys], line, column);
    return found === undefined ? this.place(keys) : inDocument(this.#section.file, pathOf(keys), found.line, found.column);
  }
}
