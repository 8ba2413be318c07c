import { spawnSync } from 'node:child_process';
import { cases } from '../../conformance/cases';
import { probesOf, synthesisOf } from '../../conformance/commands/calls';
import type { Command, Plan, Step, Word } from '../../plans';

const named = cases.map((c) => [c.name, synthesisOf(c).plans] as const);
const all = named.flatMap(([, plans]) => plans);
const steps = all.flatMap((plan) => plan.steps);
const unique = (texts: readonly string[]) => [...new Set(texts)];

const text = (word: Word): string =>
  (typeof word === 'object' && !('variable' in word) ? word : [word])
    .map((part) => (typeof part === 'string' ? part : `$${part.variable}`))
    .join('');
const line = ({ program, args }: Command) => [program, ...args.map(text)].join(' ');
const runs = ({ run, preview }: Step) => [...run, ...(preview === undefined ? [] : [preview])];

describe.each(named)('%s', (_, plans) => {
  test('has plans, whose names differ', () => {
    expect(plans.length).toBeGreaterThan(1);
    expect(new Set(plans.map(({ name }) => name)).size).toBe(plans.length);
  });

  test.each(plans.map((plan) => [plan.name, plan] as const))('%s has steps that differ, each with what it is for', (__, plan: Plan) => {
    const ids = plan.steps.map(({ id }) => id);
    expect(ids).not.toEqual([]);
    expect(ids).toEqual(unique(ids));
    expect(ids.filter((id) => !/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(id))).toEqual([]);
    expect(plan.steps.filter(({ title, why, undo }) => title === '' || !why.endsWith('.') || undo === '')).toEqual([]);
    expect(plan.steps.filter(({ title, undo, outage }) => [title, undo, outage].some((said) => said.endsWith('.')))).toEqual([]);
    expect(plan.looksOnly).toBe(plan.steps.every(({ run }) => run.length === 0));
  });
});

/** What may be run any number of times: it waits, or says again what it said. */
const repeatable =
  /^kubectl --kubeconfig \$kubeconfig (--namespace \S+ )?(wait|rollout status) |^sh \$output\/talos\/create\.sh (images|config)\b/;

test('a step that runs anything else says how it shows that it is done', () => {
  const silent = steps.filter(({ run, done }) => done.length === 0 && run.length > 0);
  expect(
    unique(silent.flatMap(({ id, run }) => run.map((command) => `${id}: ${line(command)}`))).filter(
      (said) => !repeatable.test(said.replace(/^\S+: /, '')),
    ),
  ).toEqual([]);
});

/** What a question may be: nothing of it changes anything. */
const questions = [
  /^kubectl --kubeconfig \$kubeconfig (--namespace \S+ )?(get|diff|wait|rollout status|exec (daemonset|ds)\/cilium .*-- cilium-dbg (status|config)|config view) ?/,
  /^helm --kubeconfig \$kubeconfig (--namespace \S+ )?(list|history|get) /,
  /^talosctl (--talosconfig \$talosconfig )?(--endpoints \S+ )?--nodes \S+ (version|service|get|read) ?/,
  /^docker (info|ps|port|container inspect|network inspect) /,
  /^test -\w /,
  /^sh \$output\/talos\/configure\.sh (etcd|same|reaches)\b/,
];

test('questions change nothing', () => {
  const asked = unique(all.flatMap(probesOf).map(({ command }) => line(command)));
  expect(asked.length).toBeGreaterThan(100);
  expect(asked.filter((said) => !questions.some((question) => question.test(said)))).toEqual([]);
});

test('each command names the cluster that it is about', () => {
  const commands = unique(all.flatMap((plan) => [...probesOf(plan).map(({ command }) => command), ...plan.steps.flatMap(runs)]).map(line));
  const unnamed = commands.filter(
    (said) =>
      (/^(kubectl|helm) /.test(said) && !/^\w+ --kubeconfig \$kubeconfig /.test(said)) ||
      (/^talosctl /.test(said) && !/ (--talosconfig \$talosconfig|version --insecure) /.test(`${said} `)),
  );
  expect(unnamed).toEqual([]);
});

describe('expressions are of the kind that POSIX and JavaScript read alike', () => {
  const expressions = unique(all.flatMap(probesOf).flatMap(({ shows = [] }) => shows));

  /** Ordinary characters, a dot, classes without a backslash, groups, alternatives, `*`, `+`, `?` and ends; a backslash only before what would mean more. */
  const shared = /^(?:[^\\[\](){}*+?^$|]|\\[.[\](){}*+?^$|\\]|\[\^?[^\\[\]]+\]|[()|^$]|(?<=[^(|^*+?{}])[*+?])*$/;

  test('by their characters', () => {
    expect(expressions.length).toBeGreaterThan(5);
    expect(expressions.filter((expression) => !shared.test(expression))).toEqual([]);
    for (const other of ['\\d', '\\w+', 'a*?', '(?:a)', '(?=a)', '[\\d]', 'a{2}', '\\bword', '[[:digit:]]', '*a', '\\/']) {
      expect([other, shared.test(other)]).toEqual([other, false]);
    }
  });

  test.each(expressions)('%s finds the same lines by grep as by JavaScript', (expression) => {
    const plain = expression.replace(/[\\^$()[\]|*+?]/g, '');
    const lines = [
      ...expressions.map((other) => other.replace(/\\(.)/g, '$1').replace(/[\^$]/g, '')),
      ...expression.split('|').map((part) =>
        part
          .replace(/\\(.)/g, '$1')
          .replace(/[\^$()]/g, '')
          .replace(/ \+/g, '  '),
      ),
      ...[plain, `${plain} `, ` ${plain}`, '', '.', 'false.', 'true.', '[]', '{"a":1}.', 'running image', 'OK', 'True'],
    ];
    const { stdout, status } = spawnSync('grep', ['-nE', '-e', expression], { input: `${lines.join('\n')}\n`, encoding: 'utf8' });
    expect(status).toBeLessThan(2);
    const byGrep = stdout.split('\n').flatMap((found) => (found === '' ? [] : [Number(found.split(':', 1)[0]) - 1]));
    const byJavaScript = lines.flatMap((one, i) => (new RegExp(expression, 'm').test(one) ? [i] : []));
    expect(byGrep).toEqual(byJavaScript);
    expect(byJavaScript).not.toEqual([]);
  });
});

test('a cluster that is kept is handed over in the end, and applied to by nobody else from then on', () => {
  const kept = cases.filter(({ cluster }) => cluster.definition.gitops !== undefined);
  expect(kept.length).toBeGreaterThan(3);
  for (const c of kept) {
    const [create, apply] = ['create', 'apply'].map((name) => synthesisOf(c).plans.find((plan) => plan.name === name) as Plan);
    expect(create?.steps.at(-1)?.id).toBe('gitops-ready');
    expect(create?.keeper?.otherwise).toBeUndefined();
    expect(apply?.keeper?.otherwise).toMatch(/^(Flux|Argo CD) keeps /);
    const left = create?.steps.filter((step) => step.left).map(({ id }) => id);
    expect(left).toEqual(apply?.steps.map(({ id }) => id).filter((id) => !id.endsWith('-ready')));
  }
});
