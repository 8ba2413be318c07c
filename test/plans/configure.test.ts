import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import joelclawPi from '../../clusters/joelclaw-pi';
import { render } from '../../lib/output';
import { dryRun, runPlan } from '../../lib/run';
import type { Plan } from '../../plans';
import { synthesize } from '../../synthesize';

const { plans, product } = synthesize(joelclawPi, 'clusters/joelclaw-pi.ts');
const configure = plans.find(({ name }) => name === 'configure') as Plan;
const nodes = ['pi-1', 'pi-2', 'pi-3', 'nuc-1', 'nuc-2'];
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Stands for the script beside the patches, which has tests of its own: what is named by a file is so. */
const script = `echo "$*" | sed "s|$2|STATE|" >>"$WORLD/calls"
case "$1" in
  same) [ -e "$WORLD/has-$3" ] ;;
  show) echo "  token: abcdef"; echo "+ new of $3" ;;
  change) [ ! -e "$WORLD/refuses-$3" ] || { echo "$3 went back" >&2; exit 1; }; : >"$WORLD/has-$3" ;;
  etcd) [ ! -e "$WORLD/ill" ] ;;
esac
`;

const kubectl = `case "$*" in
  *"config view"*) echo https://192.168.1.30:6443 ;;
  *"get namespace kube-system"*) echo uid-1 ;;
  *"get nodes"*) echo pi-1 pi-2 pi-3 nuc-1 nuc-2 ;;
  *" wait "*) ;;
  *) exit 1 ;;
esac
`;

/** A cluster of which nodes have their config, or not. */
function cluster(...having: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'ichor-configure-'));
  folders.push(folder);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    chmodSync(join(folder, path), 0o755);
  };
  const place = (name: string) => `#!/bin/sh\n${name}`;
  write('bin/talosctl', place('[ ! -e "$WORLD/mute" ]\n'));
  write('bin/kubectl', place(kubectl));
  write('bin/sleep', place(':\n'));
  write('dist/joelclaw-pi/talos/configure.sh', place(script));
  const plan = product.files.find(({ path }) => path === 'joelclaw-pi/plans/configure.sh');
  if (plan !== undefined) write('dist/joelclaw-pi/plans/configure.sh', render(plan).toString());
  const state = join(folder, '.ichor/joelclaw-pi');
  write('.ichor/joelclaw-pi/secrets.yaml', 'secret');
  for (const node of having) write(`has-${node}`, '');
  const env = { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, WORLD: folder, GIT_CEILING_DIRECTORIES: tmpdir() };
  const places = {
    state,
    output: join(folder, 'dist/joelclaw-pi'),
    kubeconfig: join(state, 'kubeconfig'),
    talosconfig: join(state, 'talosconfig'),
  };
  const asked: string[] = [];
  const printed: string[] = [];
  const nothing = () => undefined;
  return {
    folder,
    env,
    asked,
    printed,
    write,
    calls: () => (existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').trimEnd().split('\n') : []),
    run: () =>
      runPlan(configure, {
        places,
        env,
        pause: 1,
        confirm: async (question) => asked.push(question) > 0,
        witness: {
          begins: nothing,
          runs: nothing,
          prints: (line) => void printed.push(line),
          byHand: nothing,
          waits: nothing,
          notes: nothing,
          ends: nothing,
        },
      }),
    dryRun: () => dryRun(configure, { places, env }),
  };
}

const changed = (calls: readonly string[]) => calls.filter((call) => call.startsWith('change')).map((call) => call.split(' ')[2]);

test('brings config to each node that lacks it, control planes first, and asks with the difference before each', async () => {
  // GIVEN
  const there = cluster('pi-2', 'nuc-1');
  // WHEN
  const end = await there.run();
  // THEN
  expect(end).toEqual({ how: 'done', changed: 3 });
  expect(changed(there.calls())).toEqual(['pi-1', 'pi-3', 'nuc-2']);
  expect(there.asked).toEqual(['pi-1', 'pi-3', 'nuc-2'].map((node) => `Give ${node} this config? The first lines say whether it reboots.`));
  expect(there.printed.filter((line) => line.startsWith('+'))).toEqual(['+ new of pi-1', '+ new of pi-3', '+ new of nuc-2']);
  expect(there.printed).not.toContain('  token: abcdef');
  expect(await there.run()).toEqual({ how: 'done', changed: 0 });
});

test('says what it would do, and does nothing', async () => {
  const there = cluster('pi-1', 'pi-2', 'pi-3', 'nuc-2');
  const previews = await there.dryRun();
  expect(previews.filter(({ state }) => state !== 'same')).toEqual([
    {
      step: 'configure-nuc-1',
      title: 'Bring the config of nuc-1 up to date',
      state: 'changes',
      lines: ['  token: (left out)', '+ new of nuc-1'],
    },
  ]);
  expect(changed(there.calls())).toEqual([]);
});

test('changes no further node after one that went back', async () => {
  const there = cluster();
  there.write('refuses-pi-2', '');
  expect(await there.run()).toEqual({ how: 'stopped', step: 'configure-pi-2', why: 'sh ended with code 1' });
  expect(changed(there.calls())).toEqual(['pi-1', 'pi-2']);
});

describe('changes nothing', () => {
  test.each<[string, (there: ReturnType<typeof cluster>) => void, string, string]>([
    [
      'while etcd is ill',
      ({ write }) => write('ill', ''),
      'configure-pi-1',
      'etcd is not healthy on all control planes: no further one is changed before it is',
    ],
    [
      'of a node that does not answer',
      ({ write }) => write('mute', ''),
      'configure-pi-1',
      'pi-1 does not answer at 192.168.1.31: start it, or where its address is to change, take it out and bring it in again',
    ],
    [
      'without the secrets of the cluster',
      ({ folder }) => rmSync(join(folder, '.ichor/joelclaw-pi/secrets.yaml')),
      'secrets',
      'secrets.yaml of this cluster is not there: bring it back, since without it the config of no node can be changed',
    ],
    [
      'of another cluster',
      ({ write }) => write('bin/kubectl', `#!/bin/sh\n${kubectl.replace('192.168.1.30', '10.0.0.9')}`),
      'configure-pi-1',
      'the kubeconfig leads to https://10.0.0.9:6443, and the API server of joelclaw-pi is at 192.168.1.30 or 192.168.1.31 or 192.168.1.32 or 192.168.1.33; nothing was changed',
    ],
  ])('%s', async (_, so, step, why) => {
    const there = cluster();
    so(there);
    expect(await there.run()).toEqual({ how: 'stopped', step, why });
    expect(changed(there.calls())).toEqual([]);
  });

  test('a worker needs no healthy etcd', async () => {
    const there = cluster(...nodes.slice(0, 4));
    there.write('ill', '');
    expect(await there.run()).toEqual({ how: 'done', changed: 1 });
  });
});

test('as a script it shows the difference, asks, and goes on to the next node', () => {
  // GIVEN
  const there = cluster('pi-1', 'pi-2', 'pi-3');
  const run = (input: string) =>
    spawnSync('sh', [join(there.folder, 'dist/joelclaw-pi/plans/configure.sh')], { env: there.env, encoding: 'utf8', input });
  // WHEN
  const refused = run('no\n');
  const done = run('yes\nyes\n');
  // THEN
  expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('not confirmed: nothing of this step was run\n') });
  expect(refused.stdout).toContain('+ new of nuc-1\nGive nuc-1 this config?');
  expect(done).toMatchObject({ status: 0, stderr: '' });
  expect(changed(there.calls())).toEqual(['nuc-1', 'nuc-2']);
});

test('as a script it writes nothing where git would commit what is secret', () => {
  // GIVEN
  const there = cluster();
  const script = join(there.folder, 'dist/joelclaw-pi/plans/configure.sh');
  const run = () => spawnSync('sh', [script, '--yes'], { env: there.env, encoding: 'utf8' });
  spawnSync('git', ['init', '--quiet', there.folder]);
  // WHEN
  const open = run();
  writeFileSync(join(there.folder, '.gitignore'), '.ichor/\n');
  const ignored = run();
  // THEN
  expect(open).toMatchObject({
    status: 1,
    stderr: `git would commit ${there.folder}/.ichor/joelclaw-pi/secrets.yaml: write .ichor/ in .gitignore; nothing was run\n`,
  });
  expect(ignored.status).toBe(0);
});
