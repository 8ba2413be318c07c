import { execFile } from 'node:child_process';

/** How a program ended. */
export type Outcome =
  | { readonly how: 'ended'; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly how: 'not-found' }
  | { readonly how: 'timed-out'; readonly seconds: number }
  | { readonly how: 'failed'; readonly message: string };

/** Where programs run. */
export interface ProgramOptions {
  /** `PATH` of it decides what is found. @default the environment of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** After that many milliseconds the program is killed. @default 10000 */
  readonly timeout?: number;
  /** What it reads. @default nothing */
  readonly input?: string;
  /** Ends the program before. @default it runs to its end */
  readonly signal?: AbortSignal;
}

/** Runs a program to its end, without a shell; whatever goes wrong is an outcome, never a rejection. */
export function runProgram(program: string, args: readonly string[], options: ProgramOptions = {}): Promise<Outcome> {
  const { env = process.env, timeout = 10_000, input, signal } = options;
  return new Promise((resolve) => {
    const settings = {
      env,
      timeout,
      killSignal: 'SIGKILL',
      maxBuffer: 64 * 2 ** 20,
      windowsHide: true,
      ...(signal && { signal }),
    } as const;
    const child = execFile(program, args, settings, (error, stdout, stderr) => {
      if (error === null) resolve({ how: 'ended', code: 0, stdout, stderr });
      else if (error.code === 'ENOENT') resolve({ how: 'not-found' });
      else if (error.killed === true && error.signal === 'SIGKILL') resolve({ how: 'timed-out', seconds: timeout / 1000 });
      else if (typeof error.code === 'number') resolve({ how: 'ended', code: error.code, stdout, stderr });
      else resolve({ how: 'failed', message: error.message.split('\n', 1)[0] as string });
    });
    child.stdin?.on('error', () => undefined).end(input);
  });
}
