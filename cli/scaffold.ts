import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file that a folder should have: as a whole, or as lines among others. */
export type WantedFile =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly lines: readonly string[]; readonly reason: string };

/** What became of a wanted file. */
export interface PlacedFile {
  readonly path: string;
  readonly change: 'added' | 'changed' | 'unchanged';
  /** What it holds now. */
  readonly text: string;
  /** The lines that were added to a file that was there. */
  readonly added: readonly string[];
}

/** Writes a file that is missing and adds lines that are; what is there stays as it is, to the byte. */
export function place(directory: string, wanted: WantedFile): PlacedFile {
  const { path } = wanted;
  const file = join(directory, path);
  const there = readIfThere(file);
  if (there === undefined) {
    const text = 'text' in wanted ? wanted.text : `# ${wanted.reason}\n${wanted.lines.join('\n')}\n`;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: 'wx' });
    return { path, change: 'added', text, added: [] };
  }
  const has = new Set(there.split(/\r?\n/).map((line) => line.trim()));
  const missing = 'lines' in wanted ? wanted.lines.filter((line) => !has.has(line)) : [];
  if (missing.length === 0 || !('lines' in wanted)) return { path, change: 'unchanged', text: there, added: [] };
  const addition = `${there === '' || there.endsWith('\n') ? '' : '\n'}# ${wanted.reason}\n${missing.join('\n')}\n`;
  writeFileSync(file, addition, { flag: 'a' });
  return { path, change: 'changed', text: there + addition, added: missing };
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
