import { type ChildProcess, spawn } from 'node:child_process';
import type { Command, Probe, Requirement, Step, Variable, Word } from '../../../plans';
import { type Remark, unknown, wrong } from '../../base';
import { type Outcome, runProgram } from '../run-program';
import { firstLine, whyNot } from '../tools';
import { hushed } from './hushed';

/** What the variables of a plan stand for: paths. */
export type Places = Readonly<Record<Variable['variable'], string>>;

/** Where the commands of a plan run. */
export interface Surroundings {
  readonly places: Places;
  /** `PATH` of it decides what is found. @default the environment of this process */
  readonly env?: NodeJS.ProcessEnv;
}

/** The arguments of a command, with its variables replaced. */
export function argumentsOf({ args }: Command, places: Places): string[] {
  return args.map((word: Word) =>
    (Array.isArray(word) ? word : [word])
      .map((part: string | Variable) => (typeof part === 'string' ? part : places[part.variable]))
      .join(''),
  );
}

/** How long a probe may take, in milliseconds: `kubectl diff` asks the API server about each object of a folder. */
const patience = 120_000;

/** Asks a question, and gives the answer as it came. */
export function ask({ command }: Pick<Probe, 'command'>, { places, env }: Surroundings): Promise<Outcome> {
  return runProgram(command.program, argumentsOf(command, places), { timeout: patience, ...(env === undefined ? {} : { env }) });
}

/** Whether an answer is what a probe expects. */
export function isAsExpected({ shows = [], printsNothing = false }: Probe, outcome: Outcome): boolean {
  if (outcome.how !== 'ended' || outcome.code !== 0) return false;
  const text = outcome.stdout.replace(/\n+$/, '');
  if (printsNothing && text !== '') return false;
  return shows.every((expression) => new RegExp(expression, 'm').test(text));
}

/** Whether a probe's answer is what it expects. */
export async function holds(probe: Probe, surroundings: Surroundings): Promise<boolean> {
  return isAsExpected(probe, await ask(probe, surroundings));
}

/** Whether all of these probes' answers are what they expect. */
export async function allHold(probes: readonly Probe[], surroundings: Surroundings): Promise<boolean> {
  for (const probe of probes) if (!(await holds(probe, surroundings))) return false;
  return true;
}

/** Whether there is nothing to do for a step. */
export async function isDone({ done, spared }: Pick<Step, 'done' | 'spared'>, surroundings: Surroundings): Promise<boolean> {
  if (done.length > 0 && (await allHold(done, surroundings))) return true;
  return spared !== undefined && (await holds(spared, surroundings));
}

/** Why a requirement isn't met: what to do, or that its command gave no answer; nothing where it is. */
export async function unmet(requirement: Requirement, surroundings: Surroundings): Promise<string | undefined> {
  return (await lacking(requirement, surroundings))?.text;
}

/** The same, told apart: `wrong` by the answer, `unknown` without one. */
export async function lacking({ otherwise, ...probe }: Requirement, surroundings: Surroundings): Promise<Remark | undefined> {
  const outcome = await ask(probe, surroundings);
  if (isAsExpected(probe, outcome)) return undefined;
  const asksForText = probe.printsNothing === true || (probe.shows ?? []).length > 0;
  if (outcome.how !== 'ended') return unknown(`${probe.command.program}: ${whyNot(outcome)}`);
  if (asksForText && outcome.code !== 0) {
    const said = hushed(surroundings.places)(firstLine(outcome.stderr));
    return unknown(`${probe.command.program} gave no answer: ${said || `code ${outcome.code}`}`);
  }
  return wrong(otherwise);
}

/** Why a command didn't end well. */
export interface Failure {
  readonly why: string;
}

/**
 * Runs a command to its end, however long it takes, and hands on what it prints, line by line. It can't ask anybody anything.
 */
export function carryOut(
  command: Command,
  { places, env = process.env }: Surroundings,
  print: (line: string) => void,
  started: (child: ChildProcess) => void = () => undefined,
): Promise<Failure | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command.program, argumentsOf(command, places), { env, stdio: ['ignore', 'pipe', 'pipe'] });
    started(child);
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        const lines = `${rest}${chunk}`.split('\n');
        rest = lines.pop() as string;
        for (const line of lines) print(line);
      });
      stream.on('end', () => (rest === '' ? undefined : print(rest)));
    }
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ why: error.code === 'ENOENT' ? `${command.program} is not on PATH` : `${command.program} does not run: ${error.message}` }),
    );
    child.on('close', (code, signal) =>
      resolve(code === 0 ? undefined : { why: `${command.program} ended with ${code === null ? `signal ${signal}` : `code ${code}`}` }),
    );
  });
}
