import type { Command, Plan, Probe, Requirement, Step } from '../../plans';
import { shellWord } from '../base';

/** How the steps of a script are written. */
export interface StepForm {
  readonly plan: Plan;
  /** A command as a line of shell. */
  line(command: Command): string;
  /** Whether `$dry` may say that nothing is to be changed; `kubectl apply` is told so by a flag of its own. */
  readonly canBeDry: boolean;
}

/** The function by which a script asks whether somebody else keeps the cluster, and what it does then at its beginning. */
export function keeperLines({ plan: { keeper }, line }: StepForm): string[] {
  if (keeper === undefined) return [];
  const { name, acts, otherwise } = keeper;
  return [
    `# Whether ${name} keeps the cluster.`,
    ...asFunction('kept', [acts], line),
    ...(otherwise === undefined ? [] : ['if kept; then', `  stop ${shellWord(`${otherwise}; nothing was changed`)}`, 'fi']),
  ];
}

/** A step of a script, with the functions by which it asks. */
export function stepLines(step: Step, number: string, form: StepForm): string[] {
  const { id, title, done, spared, byHand, notices, left = false } = step;
  const { line, plan } = form;
  const { keeper } = plan;
  const [isDone, isSpared, isThere] = ['done', 'spared', 'there'].map((what) => `${what}_${id.replaceAll('-', '_')}`) as [
    string,
    string,
    string,
  ];
  const cases: (readonly [condition: string, lines: readonly string[]])[] = [
    ...(left && keeper !== undefined ? [['kept', [`echo "   left to ${keeper.name}"`]] as const] : []),
    ...(done.length > 0 ? [[isDone, ['echo "   done already"']] as const] : []),
    ...(spared === undefined ? [] : [[isSpared, ['echo "   nothing to do"']] as const]),
    ...(form.canBeDry && !onlyApplies(step) ? [['[ -n "$dry" ]', ['echo "   left out of a dry run"']] as const] : []),
  ];
  return [
    ...(done.length === 0 ? [] : asFunction(isDone, done, line)),
    ...(spared === undefined ? [] : asFunction(isSpared, [spared], line)),
    ...(byHand === undefined ? [] : asFunction(isThere, [byHand.until], line)),
    `begin ${number} ${id} ${shellWord(title)}`,
    ...chosen(cases, workLines(step, form, isDone, isThere)),
    ...notices.flatMap((notice) => requirement(notice, 'echo', line)),
  ];
}

/** Whether all that a step runs has a flag by which it only says what it would do. */
function onlyApplies({ run }: Step): boolean {
  return run.every(({ program, args }) => program === 'kubectl' && args.includes('apply'));
}

function chosen(cases: readonly (readonly [string, readonly string[]])[], otherwise: readonly string[]): string[] {
  if (cases.length === 0) return [...otherwise];
  const lines = cases.flatMap(([condition, work], i) => [`${i === 0 ? 'if' : 'elif'} ${condition}; then`, ...indented(work)]);
  return [...lines, ...(otherwise.length === 0 ? [] : ['else', ...indented(otherwise)]), 'fi'];
}

function workLines(step: Step, { plan, line, canBeDry }: StepForm, isDone: string, isThere: string): string[] {
  const { needs, byHand, preview, confirm, run, done, within } = step;
  const shown = within === 0 ? isDone : `await ${within} ${isDone}`;
  const silent = `it ran, and ${within === 0 ? '' : `after ${within} s `}nothing shows that it is done`;
  return [
    ...needs.flatMap((need) => requirement(need, plan.looksOnly ? 'complain' : 'stop', line)),
    ...(byHand === undefined
      ? []
      : [
          `${isThere} || {`,
          `  echo ${shellWord(`   by hand: ${byHand.text}`)}`,
          `  await 86400 ${isThere} || stop ${shellWord('it was not done within a day')}`,
          '}',
        ]),
    ...(preview === undefined ? [] : [line(preview)]),
    ...(confirm === undefined ? [] : [`confirm ${shellWord(confirm)}`]),
    ...run.map(line),
    ...(done.length === 0 ? [] : [`${canBeDry && onlyApplies(step) ? '[ -n "$dry" ] || ' : ''}${shown} || stop ${shellWord(silent)}`]),
  ];
}

/** Lines that say what to do where a requirement isn't met; what went wrong with its command stands above it. */
function requirement({ otherwise, ...probe }: Requirement, word: 'stop' | 'complain' | 'echo', line: StepForm['line']): string[] {
  const said = shellWord(word === 'echo' ? `   ${otherwise}` : otherwise);
  if (!asksForText(probe)) return [`${quiet(probe.command, line)} ||`, `  ${word} ${said}`];
  const [answer, ...conditions] = conditionsOf(probe, line);
  const silent = shellWord(`${word === 'echo' ? '   ' : ''}${probe.command.program} gave no answer`);
  if (word === 'stop') return [`${answer} ||`, `  stop ${silent}`, `${conditions.join(' && ')} ||`, `  stop ${said}`];
  return [`if ${answer}; then`, `  ${conditions.join(' && ')} ||`, `    ${word} ${said}`, 'else', `  ${word} ${silent}`, 'fi'];
}

function asFunction(name: string, probes: readonly Probe[], line: StepForm['line']): string[] {
  const questions = probes.map((probe) => question(probe, line)).join(' &&\n');
  return [`${name}() {`, ...indented(questions.split('\n')), '}'];
}

/** A probe as a condition, of lines. */
function question(probe: Probe, line: StepForm['line']): string {
  if (!asksForText(probe)) return quiet(probe.command, line);
  const [answer, ...conditions] = conditionsOf(probe, line);
  return [`${answer?.replace(/\)$/, ' 2>/dev/null)')}`, ...conditions.map((condition) => `  ${condition}`)].join(' &&\n');
}

function asksForText({ shows = [], printsNothing = false }: Probe): boolean {
  return shows.length > 0 || printsNothing;
}

function conditionsOf({ command, shows = [], printsNothing = false }: Probe, line: StepForm['line']): string[] {
  return [
    `answer=$(${line(command)})`,
    ...shows.map((expression) => `matches "$answer" ${shellWord(expression)}`),
    ...(printsNothing ? ['[ -z "$answer" ]'] : []),
  ];
}

/** A command that only tells by how it ends. */
function quiet(command: Command, line: StepForm['line']): string {
  return command.program === 'test' ? `[ ${line(command).replace(/^test /, '')} ]` : `${line(command)} >/dev/null 2>&1`;
}

function indented(lines: readonly string[]): string[] {
  return lines.map((text) => (text === '' ? text : `  ${text}`));
}
