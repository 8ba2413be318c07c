import type { Command, Plan, Probe, Variable } from '../../plans';
import { commandText } from './plan-command';
import { keeperLines, type StepForm, stepLines } from './plan-shell-steps';

/** A plan as a POSIX shell script, which a person can read and run again after a failure. */
export function planShell(plan: Plan): string {
  const { cluster, name, title, looksOnly } = plan;
  const asks = plan.steps.some(({ confirm }) => confirm !== undefined);
  const form: StepForm = { plan, line, canBeDry: false };
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
    ...presence(plan),
    ...(looksOnly ? [] : ['(umask 077 && mkdir -p "$state")', ...unseenByGit]),
    ...keeperLines(form),
    ...plan.steps.flatMap((step, i) => ['', ...stepLines(step, `${i + 1}/${plan.steps.length}`, form)]),
    '',
    ...(looksOnly ? ['[ -z "$found" ] || exit 1'] : ['step=']),
    'echo "== done"',
  ].join('\n')}\n`;
}

/**
 * A plan that only applies as a script for a context of the user's own kubeconfig, which hands further flags on to `kubectl apply`:
 * with `--dry-run=server` it changes nothing.
 */
export function applyShell(plan: Plan): string {
  const { cluster, title } = plan;
  const form: StepForm = { plan, line: lineInContext, canBeDry: true };
  return `${[
    '#!/bin/sh',
    `# ${title}. What each step is for, what it costs and how it is undone stands in PLAN.md.`,
    ...plan.before.map((text) => `# ${text}`),
    '#',
    '# usage: ./apply.sh CONTEXT [further flags of kubectl apply]',
    `#   CONTEXT is never guessed: talosctl names it admin@${cluster}; see kubectl config get-contexts`,
    '#   --dry-run=server shows what the API server would say; --force-conflicts takes over fields of other managers',
    '# What is done already is left alone: after a failure, mend what it names and run this again.',
    'set -eu',
    'output=$(cd "$(dirname "$0")" && pwd)',
    `context=\${1:?"usage: ./apply.sh CONTEXT, e.g. ./apply.sh admin@${cluster}"}`,
    'shift',
    'case " $* " in *" --dry-run"*) dry=yes ;; *) dry= ;; esac',
    '',
    ...functions(plan, false),
    '',
    ...presence(plan),
    ...keeperLines(form),
    ...plan.steps.flatMap((step, i) => ['', ...stepLines(step, `${i + 1}/${plan.steps.length}`, form)]),
    '',
    'step=',
    'echo "== done"',
  ].join('\n')}\n`;
}

function line(command: Command): string {
  return commandText(command, (name) => `"$${name}"`);
}

/** The same command, with the cluster named by a context in place of a file. */
function lineInContext({ program, args }: Command): string {
  const [flag, , ...rest] = args;
  if (flag !== '--kubeconfig') return line({ program, args });
  const named = program === 'helm' ? '--kube-context' : '--context';
  return line({ program, args: rest }).replace(
    /^\w+( apply)?/,
    (_, apply = '') => `${program} ${named} "$context"${apply === '' ? '' : ' apply "$@"'}`,
  );
}

function presence({ programs }: Plan): string[] {
  return programs.map((program) => `command -v ${program} >/dev/null || stop '${program} is missing'`);
}

function probesOf({ keeper, steps }: Plan): Probe[] {
  const asked = steps.flatMap(({ needs, done, spared, notices, byHand }) => [
    ...needs,
    ...done,
    ...(spared ? [spared] : []),
    ...notices,
    ...(byHand ? [byHand.until] : []),
  ]);
  return [...(keeper === undefined ? [] : [keeper.acts]), ...asked];
}

/** Whether any command of a plan has a variable in it. */
function uses(plan: Plan, variable: Variable['variable']): boolean {
  const run = plan.steps.flatMap(({ run, preview }) => [...run, ...(preview === undefined ? [] : [preview])]);
  const parts = [...probesOf(plan).map(({ command }) => command), ...run].flatMap(({ args }) => args.flat());
  return parts.some((part) => typeof part !== 'string' && (part as Variable).variable === variable);
}

const unseenByGit = [
  'if [ "$(git -C "$state" rev-parse --is-inside-work-tree 2>/dev/null)" = true ]; then',
  '  for file in secrets.yaml talosconfig kubeconfig; do',
  '    git -C "$state" check-ignore --quiet "$file" || stop "git would commit $state/$file: write .ichor/ in .gitignore; nothing was run"',
  '  done',
  'fi',
];

function functions(plan: Plan, asks: boolean): string[] {
  const { looksOnly, steps } = plan;
  const waits = steps.some(({ done, within, byHand }) => (done.length > 0 && within > 0) || byHand !== undefined);
  const reads = probesOf(plan).some(({ shows = [] }) => shows.length > 0);
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
    ...(reads
      ? [
          '# Whether a line of a text is of a POSIX extended regular expression.',
          'matches() {',
          '  printf "%s\\n" "$1" | grep -Eq -e "$2"',
          '}',
        ]
      : []),
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
