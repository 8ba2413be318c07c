import type { Command, Plan, Probe, Requirement, Step, Variable } from '../../plans';
import { shellWord } from '../base';
import { commandText } from './plan-command';

/** A plan as a POSIX shell script, which a person can read and run again after a failure. */
export function planShell(plan: Plan): string {
  const { cluster, name, title, looksOnly } = plan;
  const asks = plan.steps.some(({ confirm }) => confirm !== undefined);
  return `${[
    '#!/bin/sh',
    `# ${title}. What each step is for, what it costs and how it is undone stands in ../PLAN.md.`,
    '#',
    `# usage: ./${name}.sh${asks ? ' [--yes]' : ''}`,
    ...(asks ? ["#   --yes  don't ask before what can't be undone"] : []),
    `# The cluster is reached by files below .ichor/${cluster} of the repository; ICHOR_STATE, ICHOR_KUBECONFIG and`,
    '# ICHOR_TALOSCONFIG name others. The current context is never used.',
    ...(looksOnly ? [] : ['# What is done already is left alone: after a failure, mend what it names and run this again.']),
    'set -eu',
    'output=$(cd "$(dirname "$0")/.." && pwd)',
    `state=\${ICHOR_STATE:-$(cd "$output/../.." && pwd)/.ichor/${cluster}}`,
    'kubeconfig=${ICHOR_KUBECONFIG:-$state/kubeconfig}',
    ...(uses(plan, 'talosconfig') ? ['talosconfig=${ICHOR_TALOSCONFIG:-$state/talosconfig}'] : []),
    ...(asks ? ['yes=', 'case "${1:-}" in', '  --yes) yes=yes ;;', 'esac'] : []),
    '',
    ...functions(plan, asks),
    '',
    ...plan.programs.map((program) => `command -v ${program} >/dev/null || stop '${program} is missing'`),
    ...(looksOnly ? [] : ['(umask 077 && mkdir -p "$state")']),
    ...plan.steps.flatMap((step, i) => ['', ...stepLines(step, `${i + 1}/${plan.steps.length}`, looksOnly)]),
    '',
    ...(looksOnly ? ['[ -z "$found" ] || exit 1'] : ['step=']),
    'echo "== done"',
  ].join('\n')}\n`;
}

/** Whether any command of a plan has a variable in it. */
function uses({ steps }: Plan, variable: Variable['variable']): boolean {
  const commands = steps.flatMap(({ needs, done, run, notices, byHand }) => [
    ...[...needs, ...done, ...notices, ...(byHand === undefined ? [] : [byHand.until])].map(({ command }) => command),
    ...run,
  ]);
  const parts = commands.flatMap(({ args }) => args.flat());
  return parts.some((part) => typeof part !== 'string' && (part as Variable).variable === variable);
}

function functions({ looksOnly, steps }: Plan, asks: boolean): string[] {
  const waits = steps.some(({ done, byHand }) => done.length > 0 || byHand !== undefined);
  return [
    'stop() {',
    '  echo "$1" >&2',
    '  exit 1',
    '}',
    ...(looksOnly
      ? ['found=', 'complain() {', '  echo "   $1"', '  found=yes', '}']
      : [
          'step=',
          'ended() {',
          '  code=$?',
          '  [ -z "$step" ] || echo "stopped at $step; what is done is left alone when this runs again" >&2',
          '  exit "$code"',
          '}',
          'trap ended EXIT',
        ]),
    'begin() {',
    ...(looksOnly ? [] : ['  step=$2']),
    '  echo "== $1 $3"',
    '}',
    '# Whether a line of a text is of a POSIX extended regular expression.',
    'matches() {',
    '  printf "%s\\n" "$1" | grep -Eq -e "$2"',
    '}',
    ...(waits
      ? [
          '# Asks a question until the answer is yes, for so many seconds.',
          'await() {',
          '  left=$1',
          '  until "$2"; do',
          '    [ "$left" -gt 0 ] || return 1',
          '    left=$((left - 5))',
          '    sleep 5',
          '  done',
          '}',
        ]
      : []),
    ...(asks
      ? [
          'confirm() {',
          '  [ -z "$yes" ] || return 0',
          '  printf "%s [yes/no] " "$1"',
          '  read -r answer',
          '  [ "$answer" = yes ] || stop "not confirmed: nothing of this step was run"',
          '}',
        ]
      : []),
  ];
}

function stepLines(step: Step, number: string, looksOnly: boolean): string[] {
  const { id, title, done, within } = step;
  const isDone = `done_${id.replaceAll('-', '_')}`;
  const isThere = `there_${id.replaceAll('-', '_')}`;
  const work = [
    ...step.needs.flatMap((need) => requirement(need, looksOnly ? 'complain' : 'stop')),
    ...(step.byHand === undefined
      ? []
      : [
          `${isThere} || {`,
          `  echo ${shellWord(`   by hand: ${step.byHand.text}`)}`,
          `  await 86400 ${isThere} || stop ${shellWord('it was not done within a day')}`,
          '}',
        ]),
    ...(step.confirm === undefined ? [] : [`confirm ${shellWord(step.confirm)}`]),
    ...step.run.map(line),
    ...(done.length === 0
      ? []
      : [
          `${within === 0 ? isDone : `await ${within} ${isDone}`} || stop ${shellWord(`it ran, and ${within === 0 ? '' : `after ${within} s `}nothing shows that it is done`)}`,
        ]),
  ];
  return [
    ...(done.length === 0 ? [] : [`${isDone}() {`, ...indented(done.map(question).join(' &&\n').split('\n')), '}']),
    ...(step.byHand === undefined ? [] : [`${isThere}() {`, ...indented(question(step.byHand.until).split('\n')), '}']),
    `begin ${number} ${id} ${shellWord(title)}`,
    ...(done.length === 0 ? work : [`if ${isDone}; then`, '  echo "   done already"', 'else', ...indented(work), 'fi']),
    ...step.notices.flatMap((notice) => requirement(notice, 'echo')),
  ];
}

/** Lines that say what to do where a requirement isn't met; what went wrong with its command stands above it. */
function requirement({ otherwise, ...probe }: Requirement, word: 'stop' | 'complain' | 'echo'): string[] {
  const said = shellWord(word === 'echo' ? `   ${otherwise}` : otherwise);
  if (!asksForText(probe)) return [`${quiet(probe.command)} ||`, `  ${word} ${said}`];
  const [answer, ...conditions] = conditionsOf(probe);
  const silent = shellWord(`${word === 'echo' ? '   ' : ''}${probe.command.program} gave no answer`);
  if (word === 'stop') return [`${answer} ||`, `  stop ${silent}`, `${conditions.join(' && ')} ||`, `  stop ${said}`];
  return [`if ${answer}; then`, `  ${conditions.join(' && ')} ||`, `    ${word} ${said}`, 'else', `  ${word} ${silent}`, 'fi'];
}

/** A probe as a condition, of lines. */
function question(probe: Probe): string {
  if (!asksForText(probe)) return quiet(probe.command);
  const [answer, ...conditions] = conditionsOf(probe);
  return [`${answer?.replace(/\)$/, ' 2>/dev/null)')}`, ...conditions.map((condition) => `  ${condition}`)].join(' &&\n');
}

function asksForText({ shows = [], printsNothing = false }: Probe): boolean {
  return shows.length > 0 || printsNothing;
}

function conditionsOf({ command, shows = [], printsNothing = false }: Probe): string[] {
  return [
    `answer=$(${line(command)})`,
    ...shows.map((expression) => `matches "$answer" ${shellWord(expression)}`),
    ...(printsNothing ? ['[ -z "$answer" ]'] : []),
  ];
}

/** A command that only tells by how it ends. */
function quiet(command: Command): string {
  return command.program === 'test' ? `[ ${line(command).replace(/^test /, '')} ]` : `${line(command)} >/dev/null 2>&1`;
}

function line(command: Command): string {
  return commandText(command, (name) => `"$${name}"`);
}

function indented(lines: readonly string[]): string[] {
  return lines.map((text) => (text === '' ? text : `  ${text}`));
}
