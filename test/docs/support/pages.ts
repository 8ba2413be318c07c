import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The repository's root. */
export const root = join(__dirname, '..', '..', '..');

/** A page of documentation, by its path from the root. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** A fenced block of a page. A first line that is a comment with a path says which file the rest is. */
export interface Block {
  readonly page: string;
  /** Where it begins, from 1. */
  readonly line: number;
  readonly language: string;
  readonly file?: string;
  readonly text: string;
}

/** The pages at the root and below `docs/`. */
export function pages(): Page[] {
  const top = readdirSync(root).filter((name) => name.endsWith('.md'));
  return [...top, ...below('docs')].sort().map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function below(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return below(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** The fenced blocks of a page, in order. */
export function blocksOf({ path, text }: Page): Block[] {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map((match) => {
    const [, language, body] = match as unknown as [string, string, string];
    const file = /^(?:\/\/|#) (\S+\.\w+|\S+\/\S+)\n/.exec(body)?.[1];
    return {
      page: path,
      line: text.slice(0, match.index).split('\n').length + 1,
      language,
      ...(file === undefined ? {} : { file }),
      text: file === undefined ? body : body.slice(body.indexOf('\n') + 1),
    };
  });
}

/** The words in backticks of a page, outside of its blocks. */
export function codeSpans({ text }: Page): string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '');
  return [...prose.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] as string);
}
