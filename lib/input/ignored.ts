import { git } from './git';

/**
 * Those of the files that git leaves alone, by paths relative to `directory`; none where there is no git, or no repository. A file that
 * git has isn't ignored, whatever `.gitignore` says.
 */
export async function ignoredByGit(directory: string, files: readonly string[]): Promise<ReadonlySet<string>> {
  if (files.length === 0) return new Set();
  const answer = await git(directory, ['check-ignore', '-z', '--stdin'], files.map((file) => `${file}\0`).join(''));
  if (answer.how !== 'done') return new Set();
  return new Set(answer.output.toString('utf8').split('\0'));
}
