import { mkdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { runProgram } from '../run-program';
import type { Surroundings } from './commands';
import { secretFiles } from './hushed';

/** Makes the state folder, which nobody else can read; a text is why no secret may be written to it. */
export async function prepare({ places, env }: Surroundings): Promise<string | undefined> {
  const { state } = places;
  mkdirSync(state, { recursive: true, mode: 0o700 });
  for (const file of secretFiles(places)) {
    if (dirname(file) === state && (await isCommitted(file, env)))
      return `git would commit ${file}: write .ichor/ in .gitignore; nothing was run`;
  }
  return undefined;
}

/** Whether git would take a file with everything else; nobody would where there is no git, or no repository. */
async function isCommitted(file: string, env: NodeJS.ProcessEnv | undefined): Promise<boolean> {
  const git = (...args: readonly string[]) => runProgram('git', ['-C', dirname(file), ...args], env === undefined ? {} : { env });
  const inside = await git('rev-parse', '--is-inside-work-tree');
  if (inside.how !== 'ended' || inside.stdout.trim() !== 'true') return false;
  const ignored = await git('check-ignore', '--quiet', basename(file));
  return ignored.how === 'ended' && ignored.code === 1;
}
