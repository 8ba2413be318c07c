import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A program to run for as long as a rehearsal takes. */
export interface ProgramOptions {
  /** What it is called in messages, and the name of its log. */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Its working and home folder. */
  readonly folder: string;
  /** The folder for its log. */
  readonly logs: string;
}

/** A program that runs. */
export interface Program {
  readonly name: string;
  readonly pid: number | undefined;
  /** Throws, with the end of its log, if the program ended without being told to. */
  check(): void;
  /** All that it wrote. */
  log(): string;
  /** Ends the program; it resolves when it is gone. */
  stop(): Promise<void>;
}

/** A program that doesn't end by itself within this many milliseconds is killed. */
const patience = 5_000;

/** Starts one of the programs of a rehearsal, which end when their standard input does: so none outlives this process. */
export function startProgram({ name, file, args, env = {}, folder, logs }: ProgramOptions): Program {
  const logFile = join(logs, `${name}.log`);
  const out = openSync(logFile, 'w');
  const child = spawn(file, args, { cwd: folder, env: { HOME: folder, ...env }, stdio: ['pipe', out, out] });
  closeSync(out);
  child.stdin?.on('error', () => undefined);
  let ended: string | undefined;
  let told = false;
  const gone = new Promise<void>((resolve) => {
    const end = (how: string) => {
      ended ??= how;
      resolve();
    };
    child.on('error', (error) => end(`could not be run: ${error.message}`));
    child.on('exit', (code, signal) => end(`ended with ${signal ?? code}`));
  });
  const log = () => readFileSync(logFile, 'utf8');
  return {
    name,
    pid: child.pid,
    check: () => {
      if (ended !== undefined && !told) throw new Error(`${name} ${ended}:\n${log().split('\n').slice(-20).join('\n')}`);
    },
    log,
    stop: async () => {
      told = true;
      child.stdin?.end();
      const killing = setTimeout(() => child.kill('SIGKILL'), patience);
      await gone;
      clearTimeout(killing);
    },
  };
}
