import { inDocument, type Place } from '../base';
import type { InputDocument } from './document';
import type { Keys } from './positions';

/** A word of a script and where it begins, both counted from 1. */
interface Word {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** Words that stand before a program's name without changing which one it is. */
const before = new Set(['exec', 'sudo', 'env', 'time', 'command', 'if', 'then', 'else', 'do', 'while', 'until', '!']);

/**
 * The calls of these programs in a shell script, as objects `{ command: [program, …] }` with the words as a shell would pass them on.
 * What a variable or another command would put in stays as it is written.
 */
export function commandsIn(text: string, file: string, programs: readonly string[]): InputDocument[] {
  return callsIn(text).flatMap((words) => {
    const start = words.findIndex(({ text: word }) => !before.has(word) && !/^\w+=/.test(word));
    const call = start < 0 ? [] : words.slice(start);
    const name = call[0]?.text.replace(/^.*\//, '');
    return name !== undefined && programs.includes(name) ? [documentOf(call, file)] : [];
  });
}

function documentOf(words: readonly Word[], file: string): InputDocument {
  const place = (path: string | Keys): Place => {
    const i = typeof path === 'string' ? /^command\[(\d+)\]/.exec(path)?.[1] : path[1];
    const { line, column } = words[Number(i ?? 0)] ?? (words[0] as Word);
    return inDocument(file, undefined, line, column);
  };
  return { object: { command: words.map(({ text }) => text) }, at: place([]), place, placeInText: place };
}

/** The words of each command. */
function callsIn(text: string): Word[][] {
  const calls: Word[][] = [[]];
  let [line, lineStart, i] = [1, 0, 0];
  const newline = (at: number) => {
    line += 1;
    lineStart = at + 1;
  };
  while (i < text.length) {
    const char = text.charAt(i);
    if (char === '#') {
      const end = text.indexOf('\n', i);
      i = end < 0 ? text.length : end;
    } else if (char === '\\' && text.charAt(i + 1) === '\n') {
      newline(i + 1);
      i += 2;
    } else if (/[\n;&|(){}]/.test(char)) {
      if (char === '\n') newline(i);
      calls.push([]);
      i += 1;
    } else if (/\s/.test(char)) i += 1;
    else {
      const position = { line, column: i - lineStart + 1 };
      const { word, end } = wordAt(text, i);
      for (let at = text.indexOf('\n', i); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) newline(at);
      calls[calls.length - 1]?.push({ text: word, ...position });
      i = end;
    }
  }
  return calls.filter((words) => words.length > 0);
}

function wordAt(text: string, start: number): { readonly word: string; readonly end: number } {
  let [word, i] = ['', start];
  while (i < text.length && !/[\s;&|()]/.test(text.charAt(i))) {
    const char = text.charAt(i);
    if (char === "'") {
      const end = text.indexOf("'", i + 1);
      word += text.slice(i + 1, end < 0 ? text.length : end);
      i = end < 0 ? text.length : end + 1;
    } else if (char === '"') {
      const quoted = doubleQuoted(text, i + 1);
      word += quoted.word;
      i = quoted.end;
    } else if (char === '$' && text.charAt(i + 1) === '{') {
      const end = text.indexOf('}', i);
      word += text.slice(i, end < 0 ? text.length : end + 1);
      i = end < 0 ? text.length : end + 1;
    } else if (char === '\\') {
      word += text.charAt(i + 1) === '\n' ? '' : text.charAt(i + 1);
      i += 2;
    } else {
      word += char;
      i += 1;
    }
  }
  return { word, end: Math.max(i, start + 1) };
}

/** What stands up to the closing quotation mark; what another command would print may have some of its own. */
function doubleQuoted(text: string, start: number): { readonly word: string; readonly end: number } {
  let [word, depth, i] = ['', 0, start];
  for (; i < text.length; i += 1) {
    const char = text.charAt(i);
    if (char === '"' && depth === 0) return { word, end: i + 1 };
    if (char === '\\' && /["\\$`\n]/.test(text.charAt(i + 1))) {
      word += text.charAt(i + 1) === '\n' ? '' : text.charAt(i + 1);
      i += 1;
      continue;
    }
    if (char === '(' && (depth > 0 || text.charAt(i - 1) === '$')) depth += 1;
    if (char === ')' && depth > 0) depth -= 1;
    word += char;
  }
  return { word, end: i };
}
