import { type Dirent, existsSync, lstatSync, mkdirSync, readdirSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { compareText } from '../../base';

/** What stands at a path; links are not followed. */
export type Kind = 'file' | 'folder' | 'link' | 'other';

/** What stands at the path, or `undefined` when nothing does. */
export function kindAt(path: string): Kind | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats && kindOf(stats);
}

/** What stands in a folder, sorted by name. */
export function entriesOf(folder: string): { name: string; kind: Kind }[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) })).sort((a, b) => compareText(a.name, b.name));
}

/**
 * Makes the folder with those above it that are missing, and adds each to `made` as soon as it exists.
 *
 * `mkdirSync` with `recursive` calls a read-only disk a missing folder, and never returns on some virtual file systems.
 */
export function makeFolders(folder: string, made: string[] = []): void {
  const missing: string[] = [];
  for (let above = folder; !existsSync(above) && above !== dirname(above); above = dirname(above)) missing.push(above);
  for (const path of missing.reverse()) {
    mkdirSync(path);
    made.push(path);
  }
}

function kindOf(entry: Dirent | Stats): Kind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}
