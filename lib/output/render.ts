import type { Content, ProductFile } from '../base';
import { emitYaml } from './yaml';

/** The final text of a file: lines end with LF, and exactly one newline ends the text. */
export function render(file: ProductFile): string {
  try {
    return `${textOf(file.content).replace(/\r\n?/g, '\n').replace(/\n+$/, '')}\n`;
  } catch (error) {
    if (error instanceof TypeError) throw new TypeError(`${file.path}: ${error.message}`, { cause: error });
    throw error;
  }
}

function textOf(content: Content): string {
  if (content.kind === 'text') return content.text;
  const comment = content.comment === undefined ? '' : emitComment(content.comment);
  return comment + emitYaml(content.documents, content);
}

/** YAML 1.1 ends a comment at more characters than a newline: each of them has to start a new comment line. */
function emitComment(comment: string): string {
  const lines = comment.replace(/(?:\r\n|[\n\r\x85\u2028\u2029])+$/, '').split(/\r\n|[\n\r\x85\u2028\u2029]/);
  return lines.map((line) => `${`# ${line.replace(/[^\t\P{Cc}]|\ufeff/gu, ' ')}`.trimEnd()}\n`).join('');
}
