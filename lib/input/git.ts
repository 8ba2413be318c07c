import { spawn } from 'node:child_process';

/** How `git` ended: with output, with a refusal in its own words, or it isn't there. */
export type GitAnswer =
  | { readonly how: 'done'; readonly output: Buffer }
  | { readonly how: 'refused'; readonly message: string }
  | { readonly how: 'missing'; readonly message: string };

/**
 * Variables that turn git towards another repository, other objects, or another meaning of paths: those of
 * `git rev-parse --local-env-vars` that aren't configuration, and those of pathspecs. A hook that runs Ichor sets some.
 */
const redirecting = [
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_CEILING_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_CONFIG',
  'GIT_CONFIG_PARAMETERS',
  'GIT_DIR',
  'GIT_GLOB_PATHSPECS',
  'GIT_GRAFT_FILE',
  'GIT_ICASE_PATHSPECS',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_INTERNAL_SUPER_PREFIX',
  'GIT_LITERAL_PATHSPECS',
  'GIT_NAMESPACE',
  'GIT_NOGLOB_PATHSPECS',
  'GIT_NO_REPLACE_OBJECTS',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
];

/** Runs `git` in a folder, without a shell, a terminal, locks, or fetching what isn't there; it never rejects. */
export function git(directory: string, args: readonly string[], input = ''): Promise<GitAnswer> {
  return new Promise((resolve) => {
    const child = spawn('git', ['--no-pager', ...args], { cwd: directory, env: environment(), windowsHide: true });
    const output: Buffer[] = [];
    const complaint: Buffer[] = [];
    child.stdout.on('data', (data: Buffer) => output.push(data));
    child.stderr.on('data', (data: Buffer) => complaint.push(data));
    child.on('error', (error: NodeJS.ErrnoException) => resolve({ how: 'missing', message: error.code ?? error.message }));
    child.on('close', (code) => {
      if (code === 0) resolve({ how: 'done', output: Buffer.concat(output) });
      else resolve({ how: 'refused', message: firstLine(Buffer.concat(complaint)) });
    });
    // git may end before it has read everything; what matters then is how it ended.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

function environment(): NodeJS.ProcessEnv {
  const env = { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1' };
  for (const name of redirecting) delete (env as NodeJS.ProcessEnv)[name];
  return env;
}

function firstLine(complaint: Buffer): string {
  return complaint
    .toString('utf8')
    .replace(/^(fatal|error): /, '')
    .split('\n', 1)[0] as string;
}
