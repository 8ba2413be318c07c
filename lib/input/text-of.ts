import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { git } from './git';
import { plainText } from './text';

/**
 * The text of a file, as it is on disk or as it was at a revision; `undefined` where there is none. `path` is relative to
 * `directory`.
 */
export async function readText(directory: string, path: string, revision?: string): Promise<string | undefined> {
  if (revision !== undefined) {
    const answer = await git(directory, ['cat-file', 'blob', `${revision}:./${path}`]);
    return answer.how === 'done' ? plainText(answer.output.toString('utf8')) : undefined;
  }
  try {
    return plainText(readFileSync(resolve(directory, path), 'utf8'));
  } catch {
    return undefined;
  }
}
