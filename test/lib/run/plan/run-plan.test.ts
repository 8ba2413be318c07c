import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import joelclaw from '../../../../clusters/joelclaw';
import { type Places, type RunOptions, runPlan } from '../../../../lib/run';
import type { Plan } from '../../../../plans';
import { synthesize } from '../../../../synthesize';
import { type World, world } from '../../../support/world';

const { plans } = synthesize(joelclaw, 'clusters/joelclaw.ts');
const planOf = (name: string) => plans.find((plan) => plan.name === name) as Plan;
const create = planOf('create');

function placesIn({ folder }: World): Places {
  const state = join(folder, '.ichor/joelclaw');
  const output = join(folder, 'dist/joelclaw');
  mkdirSync(join(output, 'talos'), { recursive: true });
  writeFileSync(join(output, 'talos/create.sh'), 'exec talosctl cluster create docker --name joelclaw "$@"\n');
  return { output, state, kubeconfig: join(state, 'kubeconfig'), talosconfig: join(state, 'talosconfig') };
}

/** Carries a plan out, and says what it was told on the way. */
async function run(plan: Plan, there: World, given: Partial<RunOptions> = {}) {
  const told: string[] = [];
  const witness: RunOptions['witness'] = {
    begins: ({ id }) => void told.push(id),
    runs: () => undefined,
    prints: (line) => void told.push(`  ${line}`),
    byHand: (text) => void told.push(`  by hand: ${text}`),
    waits: () => undefined,
    notes: (text) => void told.push(`  note: ${text}`),
    ends: (_, how) => void told.push(`  ${how}`),
  };
  const end = await runPlan(plan, { places: placesIn(there), env: there.env, witness, confirm: async () => true, pause: 1, ...given });
  return { end, told };
}

test('a cluster is made, and a second run changes nothing', async () => {
  // GIVEN
  const there = world();
  // WHEN
  const first = await run(create, there);
  const writes = there.writes();
  const second = await run(create, there);
  // THEN
  expect(first.end).toEqual({ how: 'done', changed: 6 });
  expect(first.told).toContain('  note: secret joelclaw/system-bus-env is missing: its pods wait until kubectl create secret makes it');
  expect(writes.map((call) => /cluster create|upgrade|\d\d-\w+/.exec(call)?.[0])).toEqual([
    'cluster create',
    '00-namespaces',
    '20-storage',
    'upgrade',
    '30-policies',
    '40-workloads',
  ]);
  expect(there.writes()).toEqual(writes);
  expect(second.end).toEqual({ how: 'done', changed: 0 });
});

const patterns = [
  '*cluster create docker*',
  '* apply *20-storage',
  '*upgrade --install*',
  '* apply *40-workloads',
  '*rollout status*qdrant*',
];

test.each(patterns)('where %s fails, the run stops there, and the next one goes on: nothing twice, nothing left out', async (pattern) => {
  // GIVEN
  const [there, whole] = [world(), world()];
  await run(create, whole);
  there.fail(pattern);
  // WHEN
  const stopped = await run(create, there);
  const before = there.writes().length;
  const next = await run(create, there);
  // THEN
  expect(stopped.end).toMatchObject({ how: 'stopped', why: expect.stringMatching(/^\w+ ended with code 1$/) });
  expect(stopped.told.at(-1)).toMatch(/^ {2}\w+ was told to fail$/);
  expect(next.end).toMatchObject({ how: 'done' });
  const calls = ({ writes, folder }: World) => writes().map((call) => call.replaceAll(folder, ''));
  const failed = before > 0 && before <= calls(whole).length && calls(there)[before - 1] === calls(there)[before] ? 1 : 0;
  const done = calls(there).filter((_, i) => failed === 0 || i !== before - 1);
  expect(done).toEqual(calls(whole));
});

describe('before anything is written to a cluster it has to be the right one', () => {
  const apply = planOf('apply');

  async function made(): Promise<World> {
    const there = world();
    await run(create, there);
    return there;
  }

  /** Something is to do again. */
  function undone({ folder }: World): void {
    writeFileSync(join(folder, 'calls'), '');
    writeFileSync(join(folder, 'state/release'), '[]');
  }

  test.each<[string, Parameters<World['says']>[0], string]>([
    [
      'another API server',
      { server: 'https://192.168.1.30:6443' },
      'the kubeconfig leads to https://192.168.1.30:6443, and the API server of joelclaw is at 127.0.0.1 or localhost or 10.5.0.2; nothing was changed',
    ],
    ['other nodes', { nodes: 'pi-1 pi-2' }, 'its nodes are pi-1, pi-2, and joelclaw has joelclaw-controlplane-1; nothing was changed'],
    [
      'another cluster than the last time',
      { uid: 'uid-2' },
      expect.stringContaining(
        'it is another cluster than the one of the last run (kube-system has UID uid-2, and had uid-1); if that is meant, delete ',
      ),
    ],
  ])('%s', async (_, identity, why) => {
    const there = await made();
    undone(there);
    there.says(identity);
    expect((await run(apply, there)).end).toEqual({ how: 'stopped', step: 'cilium', why });
    expect(there.writes()).toEqual([]);
  });

  test('no answer', async () => {
    const there = await made();
    undone(there);
    there.fail('*get namespace kube-system*');
    const { end } = await run(apply, there);
    expect(end).toEqual({ how: 'stopped', step: 'cilium', why: 'the cluster does not say who it is: kubectl was told to fail' });
  });

  test('a cluster that has Flannel is one to migrate', async () => {
    const there = await made();
    undone(there);
    there.has('flannel');
    expect((await run(apply, there)).end).toEqual({
      how: 'stopped',
      step: 'look',
      why: 'kube-flannel runs there, which the definition does not have: it is another cluster, or one to migrate first',
    });
    expect(there.writes()).toEqual([]);
  });

  test('a cluster that was made anew in the same run is taken', async () => {
    const again = world();
    again.says({ uid: 'uid-2' });
    mkdirSync(join(again.folder, '.ichor/joelclaw'), { recursive: true });
    writeFileSync(join(again.folder, '.ichor/joelclaw/cluster.json'), '{"uid":"uid-1"}');
    expect((await run(create, again)).end).toMatchObject({ how: 'done' });
  });
});

test('what is kept is the UID alone, for nobody else to read', async () => {
  const there = world();
  await run(create, there);
  const state = join(there.folder, '.ichor/joelclaw');
  expect(statSync(state).mode & 0o777).toBe(0o700);
  expect(statSync(join(state, 'cluster.json')).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(join(state, 'cluster.json'), 'utf8'))).toEqual({ schema: 'ichor/state/v1', uid: 'uid-1' });
  expect(readdirSync(state).sort()).toEqual(['cluster.json', 'kubeconfig', 'talosconfig']);
});

describe('a step', () => {
  const simple = (step: Partial<Plan['steps'][number]>): Plan => {
    const usual = {
      id: 'one',
      title: 'One',
      why: '',
      needs: [],
      done: [],
      run: [],
      within: 0,
      notices: [],
      undo: '',
      outage: '',
      loses: '',
    };
    return { ...create, name: 'simple', steps: [{ ...usual, ...step }] };
  };
  const docker = (...args: string[]) => ({ program: 'docker', args });

  test('that can not be undone is asked about, and not run where the answer is no', async () => {
    const there = world();
    const plan = simple({ confirm: 'Really?', run: [docker('info')] });
    const asked: string[] = [];
    const { end } = await run(plan, there, { confirm: async (question) => asked.push(question) > 1 });
    expect(end).toEqual({ how: 'stopped', step: 'one', why: 'it was not confirmed, and nothing of it was run' });
    expect(asked).toEqual(['Really?']);
    expect(there.calls()).toEqual([]);
  });

  test('that ran and does not show it afterwards stops the run', async () => {
    const { end } = await run(
      simple({ run: [docker('info')], done: [{ command: docker('info'), shows: ['^30'] }], within: 0.01 }),
      world(),
    );
    expect(end).toEqual({ how: 'stopped', step: 'one', why: 'it ran, and after 0.01 s nothing shows that it is done' });
  });

  test('that a person has to do is waited for', async () => {
    const there = world();
    const byHand = { text: 'start it', until: { command: docker('container', 'inspect') } };
    const waiting = run(simple({ byHand, run: [docker('info')] }), there);
    // It was answered once when it is asked again.
    const asked = () => there.calls().filter((call) => call.startsWith('docker container')).length;
    while (asked() < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    there.has('container');
    expect(await waiting).toEqual({ end: { how: 'done', changed: 0 }, told: ['one', '  by hand: start it', '  29.0.0', '  done'] });
  });

  test('whose program is missing says so', async () => {
    const { end } = await run(simple({ run: [{ program: 'nowhere-to-be-found', args: [] }] }), world());
    expect(end).toEqual({ how: 'stopped', step: 'one', why: 'nowhere-to-be-found is not on PATH' });
  });
});

test('commands get paths, and never a context', async () => {
  const there = world();
  await run(create, there);
  const kubectl = there.calls().filter((call) => /^(kubectl|helm) /.test(call));
  expect(kubectl.filter((call) => !call.includes(`--kubeconfig ${join(there.folder, '.ichor/joelclaw/kubeconfig')} `))).toEqual([]);
});
