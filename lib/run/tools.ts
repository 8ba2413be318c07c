import { parseVersion, valueAt } from '../base';
import { parseJson } from './json';
import { type Outcome, type ProgramOptions, runProgram } from './run-program';

/** A program's own version, or why there is none. */
export type ToolVersion = { readonly version: string } | { readonly missing: string };

/** A program that is asked for its version. */
export interface Tool {
  readonly name: 'talosctl' | 'kubectl' | 'helm' | 'curl';
  readonly args: readonly string[];
  /** The version in what it prints: `1.13.9`. */
  read(stdout: string): string | undefined;
}

/** `Client:`, then `Talos v1.13.9`. */
export const talosctl: Tool = { name: 'talosctl', args: ['version', '--client', '--short'], read: firstVersion };

/** `{"clientVersion":{"gitVersion":"v1.36.3", …}, …}`. */
export const kubectl: Tool = {
  name: 'kubectl',
  args: ['version', '--client', '-o', 'json'],
  read: (stdout) => {
    const version = valueAt(parseJson(stdout), 'clientVersion', 'gitVersion');
    return typeof version === 'string' ? firstVersion(version) : undefined;
  },
};

/** `v4.1.4+g05fa379`. */
export const helm: Tool = { name: 'helm', args: ['version', '--short'], read: firstVersion };

/** `curl 8.5.0 (x86_64-pc-linux-gnu) …`. */
export const curl: Tool = { name: 'curl', args: ['--version'], read: firstVersion };

/** The version of a program on `PATH`. */
export async function toolVersion(tool: Tool, options: ProgramOptions): Promise<ToolVersion> {
  const outcome = await runProgram(tool.name, tool.args, options);
  if (outcome.how !== 'ended') return { missing: whyNot(outcome) };
  const version = tool.read(outcome.stdout);
  if (version !== undefined) return { version };
  const said = firstLine(outcome.stderr) || firstLine(outcome.stdout);
  return { missing: said === '' ? 'says no version' : `says no version but '${said}'` };
}

/** Why a program gave no answer at all. */
export function whyNot(outcome: Exclude<Outcome, { how: 'ended' }>): string {
  switch (outcome.how) {
    case 'not-found':
      return 'not on PATH';
    case 'timed-out':
      return `no answer within ${outcome.seconds} s`;
    case 'failed':
      return `does not run: ${outcome.message}`;
  }
}

/** The first line that holds something. */
export function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0]?.trim() ?? '';
}

function firstVersion(text: string): string | undefined {
  const [, minor, rest] = /\bv?(\d+\.\d+)(\.\d+(?:-[0-9A-Za-z.-]+)?)?/.exec(text) ?? [];
  return minor === undefined ? undefined : parseVersion(`${minor}${rest ?? '.0'}`)?.text;
}
