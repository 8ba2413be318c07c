import { render } from '../../lib/output';
import type { Command, Plan, Probe, Word } from '../../plans';
import { type Synthesis, synthesize } from '../../synthesize';
import type { Case } from '../case';
import { Script } from './script';

/** The programs whose calls are looked at; what docker, curl, git and the tools of every system are told isn't. */
export const programs = ['flux', 'helm', 'kubectl', 'talosctl'] as const;

/** A call of a program, and where it stands. */
export interface Call {
  readonly program: string;
  readonly words: readonly string[];
  readonly at: string;
}

const known = new WeakMap<Case, Synthesis>();

/** The synthesis of a case, once. */
export function synthesisOf(c: Case): Synthesis {
  const synthesis = known.get(c) ?? synthesize(c.cluster, `clusters/${c.cluster.definition.name}.ts`);
  known.set(c, synthesis);
  return synthesis;
}

/** The scripts of a case, as they would be written. */
export function scriptsOf(c: Case): { readonly path: string; readonly text: string }[] {
  const files = synthesisOf(c).product.files.filter(({ path }) => path.endsWith('.sh'));
  return files.map((file) => ({ path: file.path, text: render(file) }));
}

/** Every call that the output of a case makes, or tells a person to make: in the steps of plans, in scripts and in words. */
export function callsOf(c: Case): Call[] {
  const { plans } = synthesisOf(c);
  return [...plans.flatMap(ofPlan), ...scriptsOf(c).flatMap(({ path, text }) => [...inScript(text, path), ...inComments(text, path)])];
}

/** The questions of a plan. */
export function probesOf({ keeper, steps }: Plan): Probe[] {
  const asked = steps.flatMap(({ needs, done, spared, notices, byHand }) => [
    ...needs,
    ...done,
    ...(spared === undefined ? [] : [spared]),
    ...notices,
    ...(byHand === undefined ? [] : [byHand.until]),
  ]);
  return [...(keeper === undefined ? [] : [keeper.acts]), ...asked];
}

function ofPlan(plan: Plan): Call[] {
  const { name, steps, before, keeper } = plan;
  const run = steps.flatMap((step) => [...step.run, ...(step.preview === undefined ? [] : [step.preview])]);
  const commands = [...probesOf(plan).map(({ command }) => command), ...run];
  const texts = [
    ...before,
    ...(keeper?.otherwise === undefined ? [] : [keeper.otherwise]),
    ...steps.flatMap((step) => [
      step.why,
      step.undo,
      step.outage,
      step.loses,
      ...[...step.needs, ...step.notices].map(({ otherwise }) => otherwise),
      ...(step.byHand === undefined ? [] : [step.byHand.text]),
      ...(step.confirm === undefined ? [] : [step.confirm]),
    ]),
  ];
  return [...commands.flatMap((command) => callOf(command, name)), ...texts.flatMap((text) => inWords(text, name))];
}

function callOf(command: Command, at: string): Call[] {
  const [first = '', ...rest] = [command.program, ...command.args.map(wordText)];
  if (first === 'env') {
    const program = rest.findIndex((word) => !word.includes('='));
    return callOf({ program: rest[program] ?? '', args: rest.slice(program + 1) }, at);
  }
  if (first === 'sh' && rest[0] === '-c') return inScript(rest[1] ?? '', at);
  return isLookedAt(first) ? [{ program: first, words: rest, at }] : [];
}

function wordText(word: Word): string {
  const parts = typeof word === 'object' && !('variable' in word) ? word : [word];
  return parts.map((part) => (typeof part === 'string' ? part : `/${part.variable}`)).join('');
}

function isLookedAt(program: string): boolean {
  return (programs as readonly string[]).includes(program);
}

/** The calls of a script; what a function hands on is what those hand to it that call it. */
function inScript(text: string, at: string): Call[] {
  return new Script(text).calls(programs).flatMap(([program = '', ...words]) => (isLookedAt(program) ? [{ program, words, at }] : []));
}

function inComments(text: string, at: string): Call[] {
  const comments = text.split('\n').filter((line) => line.startsWith('# ') || line.startsWith('#  '));
  return comments.flatMap((line) => inWords(line, at));
}

/** Calls in sentences: they end with the sentence's own punctuation, or with the words around them, which no flag is among. */
function inWords(text: string, at: string): Call[] {
  const calls = [...text.matchAll(/\b(flux|helm|kubectl|talosctl) ([a-z-][^,;:()[\]&"`]*)/g)];
  return calls.flatMap(([, program = '', rest = '']) => {
    const words = rest
      .replace(/\.( .*)?$/s, '')
      .trim()
      .split(/\s+/);
    return isCall(words) ? [{ program, words, at }] : [];
  });
}

/** A sentence may be about a program, and tell nobody to call it. */
function isCall(words: readonly string[]): boolean {
  return (
    words.some((word) => word.startsWith('-')) || !/^(gave|names|or|and|is|that|on|in|to|with|older|says|from|has)$/.test(words[0] ?? '')
  );
}
