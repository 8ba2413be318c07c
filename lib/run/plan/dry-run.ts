import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command, Plan, Probe, Step, Word } from '../../../plans';
import { firstLine } from '../tools';
import { argumentsOf, ask, holds, isAsExpected, isDone, type Surroundings, unmet } from './commands';
import { hushed } from './hushed';
import { isLeft, keptBySomeone } from './keeper';

/** What a step would do. */
export interface Preview {
  readonly step: string;
  readonly title: string;
  /** `same` is done already; `problem` would stop the run. */
  readonly state: 'same' | 'changes' | 'problem';
  /** What would be run, what would be new, the API server's own differences, or why it would stop. */
  readonly lines: readonly string[];
}

/**
 * Asks what a run would do, and changes nothing: differences are those that the API server works out. Behind what would stop the run,
 * and behind what makes the cluster, nothing can be asked.
 */
export async function dryRun(plan: Plan, surroundings: Surroundings): Promise<readonly Preview[]> {
  const instead = await keptBySomeone(plan, surroundings);
  if (instead !== undefined) return [{ step: 'keeper', title: plan.title, state: 'problem', lines: [instead] }];
  const previews: Preview[] = [];
  for (const step of plan.steps) {
    const isTheirs = await isLeft(plan, step, surroundings);
    const seen: Preview = isTheirs ? { step: step.id, title: step.title, state: 'same', lines: [] } : await preview(step, surroundings);
    previews.push({ ...seen, lines: seen.lines.map(hushed(surroundings.places)) });
    if (seen.state === 'problem' || (seen.state === 'changes' && step.founds)) break;
  }
  return previews;
}

async function preview(step: Step, surroundings: Surroundings): Promise<Preview> {
  const { id, title, needs, done } = step;
  const of = { step: id, title };
  const missing = await firstMissing(done, surroundings);
  if (await isDone(step, surroundings)) return { ...of, state: 'same', lines: [] };
  for (const need of needs) {
    const why = await unmet(need, surroundings);
    if (why !== undefined) return { ...of, state: 'problem', lines: [why] };
  }
  if (missing === undefined) return { ...of, state: 'same', lines: [] };
  const lines = await linesOf(step, missing, surroundings);
  return { ...of, state: lines.length === 0 ? 'same' : 'changes', lines };
}

async function linesOf({ preview, run }: Step, missing: Probe, surroundings: Surroundings): Promise<string[]> {
  if (isDifference(missing.command)) return differences(missing, surroundings);
  if (preview === undefined) return commandLines(run, surroundings);
  const shown = await ask({ command: preview }, surroundings);
  return shown.how === 'ended' && shown.code === 0 ? textLines(shown.stdout) : commandLines(run, surroundings);
}

async function firstMissing(probes: readonly Probe[], surroundings: Surroundings): Promise<Probe | undefined> {
  for (const probe of probes) if (!(await holds(probe, surroundings))) return probe;
  return undefined;
}

function isDifference({ program, args }: Command): boolean {
  return program === 'kubectl' && args.includes('diff');
}

/** The API server's differences of a folder; file by file, where it knows a kind or a namespace of it not yet. */
async function differences(probe: Probe, surroundings: Surroundings): Promise<string[]> {
  const whole = await ask(probe, surroundings);
  if (isAsExpected(probe, whole)) return [];
  if (whole.how === 'ended' && whole.code === 1) return textLines(whole.stdout);
  const folder = argumentsOf(probe.command, surroundings.places).at(-1) as string;
  const lines: string[] = [];
  for (const file of readdirSync(folder).sort()) {
    const outcome = await ask(onFile(probe, join(folder, file)), surroundings);
    if (outcome.how !== 'ended') lines.push(`? ${file}: kubectl gave no answer`);
    else if (outcome.code === 1) lines.push(...textLines(outcome.stdout));
    else if (outcome.code !== 0) lines.push(isNew(outcome.stderr) ? `+ ${file} is new` : `? ${file}: ${firstLine(outcome.stderr)}`);
  }
  return lines;
}

function onFile({ command }: Probe, file: Word): Pick<Probe, 'command'> {
  return { command: { program: command.program, args: [...command.args.slice(0, -1), file] } };
}

/** What kubectl says of an object whose kind or namespace isn't there. */
function isNew(stderr: string): boolean {
  return /no matches for kind|namespaces? ".*" not found|the server could not find the requested resource/.test(stderr);
}

function textLines(text: string): string[] {
  return text.replace(/\n+$/, '').split('\n');
}

function commandLines(run: readonly Command[], { places }: Surroundings): string[] {
  return run.map((command) => [command.program, ...argumentsOf(command, places)].join(' '));
}
