import type { Node } from './node';
import { doubleQuoted, lineBreak, styleOf } from './scalar';

/** Go's YAML indents by so much. */
const step = 4;

/** A key of more bytes, or of several lines, stands behind a question mark. */
const longestKey = 128;

/**
 * The text that Go's YAML library makes of a value, byte for byte.
 *
 * @see go.yaml.in/yaml/v4 v4.0.0-rc.4 internal/libyaml/emitter.go
 */
export function goYaml(value: ReadonlyMap<string, Node>): string {
  const writer = new Writer();
  writer.map(value, 0);
  return writer.finished();
}

class Writer {
  private text = '';
  private column = 0;
  /** Nothing stands on the line yet but indentation and dashes. */
  private indented = true;
  /** A blank, or nothing, stands before. */
  private spaced = true;

  finished(): string {
    this.startLine(0);
    return this.text;
  }

  map(entries: ReadonlyMap<string, Node>, indent: number): void {
    for (const [key, value] of entries) {
      this.startLine(indent);
      if (new TextEncoder().encode(key).length <= longestKey && !lineBreak.test(key)) {
        this.scalar(key, indent + step);
        this.mark(':', false);
      } else {
        this.mark('?', true, true);
        this.scalar(key, indent + step);
        this.startLine(indent);
        this.mark(':', true, true);
      }
      this.node(value, indent);
    }
  }

  private node(value: Node, indent: number): void {
    if (typeof value === 'string') this.scalar(value, indent + step);
    else if (isList(value)) this.list(value, indent + step);
    else if (value.size === 0) this.mark('{}', true);
    else this.map(value, indent + step);
  }

  private list(items: readonly string[], indent: number): void {
    for (const item of items) {
      this.startLine(indent);
      this.mark('-', true, true);
      this.scalar(item, indent + 2);
    }
  }

  /** A string whose further lines stand at `indent`. */
  private scalar(text: string, indent: number): void {
    const style = styleOf(text);
    if (style === 'literal') {
      this.mark('|', true);
      this.mark(`${text.startsWith(' ') ? step : ''}${chomping(text)}`, false);
      this.write('\n');
      this.spaced = true;
      this.lines(text, indent, true);
      return;
    }
    if (style === 'plain') {
      if (!this.spaced) this.write(' ');
      this.write(text);
    } else if (style === 'double') {
      this.mark(`"${doubleQuoted(text)}"`, true);
    } else {
      this.mark("'", true);
      this.lines(text.replaceAll("'", "''"), indent, false);
      this.mark("'", false);
    }
    this.spaced = false;
    this.indented = false;
  }

  /** Lines as they are, each indented that isn't empty. */
  private lines(text: string, indent: number, fresh: boolean): void {
    let atStart = fresh;
    for (const character of text) {
      const breaks = lineBreak.test(character);
      if (!breaks && atStart) this.startLine(indent);
      this.write(character);
      atStart = breaks;
      this.indented = breaks;
    }
  }

  private startLine(indent: number): void {
    if (!this.indented || this.column > indent || (this.column === indent && !this.spaced)) this.write('\n');
    this.write(' '.repeat(Math.max(0, indent - this.column)));
    this.spaced = true;
  }

  private mark(text: string, apart: boolean, indents = false): void {
    if (apart && !this.spaced) this.write(' ');
    this.write(text);
    this.spaced = false;
    this.indented &&= indents;
  }

  private write(text: string): void {
    this.text += text;
    for (const character of text) this.column = lineBreak.test(character) ? 0 : this.column + 1;
    if (text === '\n') this.indented = true;
  }
}

function isList(value: Node): value is readonly string[] {
  return Array.isArray(value);
}

/** Whether a block keeps its last line breaks: none (`-`), one, or all (`+`). */
function chomping(text: string): '-' | '' | '+' {
  const [last = '', before = '\n'] = Array.from(text).slice(-2).reverse();
  if (!lineBreak.test(last)) return '-';
  return lineBreak.test(before) ? '+' : '';
}
