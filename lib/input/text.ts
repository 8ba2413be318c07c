import { isUtf8 } from 'node:buffer';

/** Text as YAML counts it, or the line with the first byte that is no UTF-8. */
export type DecodedText = { readonly text: string } | { readonly invalidLine: number };

/** The text of a file: UTF-8, with or without a byte order mark. */
export function textOf(bytes: Buffer): DecodedText {
  if (isUtf8(bytes)) return { text: plainText(bytes.toString('utf8')) };
  let [line, start] = [1, 0];
  for (let end = bytes.indexOf(10); end >= 0 && isUtf8(bytes.subarray(start, end)); end = bytes.indexOf(10, start)) {
    line += 1;
    start = end + 1;
  }
  return { invalidLine: line };
}

/**
 * The text without byte order mark and with `\n` at the end of each line, as `kubectl` reads it. Lines and columns stay those
 * that an editor shows.
 */
export function plainText(text: string): string {
  const unmarked = text.startsWith('\ufeff') ? text.slice(1) : text;
  return unmarked.includes('\r') ? unmarked.replaceAll('\r\n', '\n') : unmarked;
}

/** A name from a disk or a repository as reports may show it: what steers a terminal, or begins a new line, is replaced. */
export function printable(name: string): string {
  return name.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, '\ufffd');
}

/** A message that quotes what stands in a file, in a length that a person reads. */
export function printableMessage(message: string): string {
  return printable(message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message);
}

const longestMessage = 200;

/** A part of a file's text: a document, with what stands around it. */
export interface Section {
  readonly file: string;
  /** The text of the file. */
  readonly whole: string;
  readonly start: number;
  readonly end: number;
  /** The line of `start`. */
  readonly line: number;
}

/** The text of a section. */
export function sectionText({ whole, start, end }: Section): string {
  return whole.slice(start, end);
}

/** A line and a column, both counted from 1; columns count UTF-16 code units, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The position in the file of an offset in a section's text. */
export function positionIn(section: Section, offset: number): Position {
  return positionAmong(section, lineStarts(section, offset), offset);
}

/** Where the lines of a section begin in its text, up to an offset. */
export function lineStarts({ whole, start, end }: Section, offset: number = end - start): number[] {
  const last = Math.min(start + offset, end);
  const starts = [0];
  for (let next = whole.indexOf('\n', start); next >= 0 && next < last; next = whole.indexOf('\n', next + 1)) starts.push(next + 1 - start);
  return starts;
}

/** The same position, from the starts of the lines, for those who want many. */
export function positionAmong({ line }: Section, starts: readonly number[], offset: number): Position {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: line + low, column: offset - (starts[low] as number) + 1 };
}

/**
 * The sections of a text: each begins at its start or at a line `---`, which is where `kubectl` divides a file, so that a fault
 * in one document leaves the others alone.
 */
export function sections(file: string, whole: string): Section[] {
  const found: Section[] = [];
  let [start, line, counted] = [0, 1, 0];
  const close = (end: number) => {
    for (let next = whole.indexOf('\n', counted); next >= 0 && next < start; next = whole.indexOf('\n', counted)) {
      line += 1;
      counted = next + 1;
    }
    if (end > start) found.push({ file, whole, start, end, line });
    start = end;
  };
  for (let at = whole.indexOf('\n---'); at >= 0; at = whole.indexOf('\n---', at + 1)) {
    if (/[ \t\n]|^$/.test(whole.charAt(at + 4))) close(at + 1);
  }
  close(whole.length);
  return found;
}
