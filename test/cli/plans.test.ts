import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { world } from '../support/world';
import { demo, ichor, node, repository } from './support/ichor';

const said = { uid: 'uid-1', server: 'https://127.0.0.1:41234', nodes: 'demo-controlplane-1' };

/** A definition whose port of the host is one that nobody else is likely to have. */
function definition(name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(demo(name)).map(([path, text]) => [path, text.replace('onHost(8080,', 'onHost(28418,')]));
}

/** A machine on which everything is played, with definitions and their output. */
async function machine(...names: readonly string[]) {
  const there = world(Object.assign({}, ...names.map(definition)));
  there.says(said);
  const run = (args: string) => ichor(there.folder, args, there.env);
  expect(await run('synth')).toMatchObject({ code: 0 });
  return { ...there, run };
}

describe('which plan of which cluster', () => {
  test('is the only cluster, and of all plans a list', async () => {
    const { run, folder } = await machine('demo');
    const { code, stdout } = await run('plan');
    expect(code).toBe(0);
    expect(stdout).toBe(readFileSync(join(folder, 'dist/demo/PLAN.md'), 'utf8'));
  });

  test('is said by names, in any order', async () => {
    const { run } = await machine('demo', 'other');
    const [one, two] = await Promise.all([run('plan verify other'), run('plan other verify')]);
    expect(one.stdout).toMatch(/^# Plans for other\n/);
    expect(one.stdout).toContain('\n## verify\n');
    expect(one.stdout).not.toContain('\n## create\n');
    expect(two).toEqual(one);
  });

  test('is data for programs', async () => {
    const { run } = await machine('demo');
    const { stdout } = await run('plan create --output json');
    const { schema, cluster, plans } = JSON.parse(stdout);
    expect([schema, cluster, plans.map(({ name }: { name: string }) => name)]).toEqual(['ichor/plan/v1', 'demo', ['create']]);
  });

  test.each([
    ['plan', 'name the cluster: one of demo, other\n'],
    ['apply demo other', "'demo other' is more than one plan and one cluster\n"],
    ['apply creat demo', "demo has no plan 'creat', and there is no such cluster; its plans are create, configure, apply, verify\n"],
  ])('ichor %s', async (args, stderr) => {
    const { run, calls } = await machine('demo', 'other');
    expect(await run(args)).toEqual({ code: 1, stdout: '', stderr });
    expect(calls()).toEqual([]);
  });
});

describe('apply', () => {
  test('makes a cluster, and says how it goes', async () => {
    const { run, writes } = await machine('demo');
    const { code, stdout, stderr } = await run('apply create');
    expect(code).toBe(0);
    expect(stdout).toBe('done: Create demo\n');
    expect(stderr).toMatch(/^\[1\/\d+\] Create the container demo-controlplane-1\n/m);
    expect(stderr).toMatch(/^ {6}done after \d+ s\n/m);
    const before = writes();
    expect(await run('apply create')).toMatchObject({ code: 0, stdout: 'nothing to do\n' });
    expect(writes()).toEqual(before);
  });

  test('stops where something fails, says where, and goes on there', async () => {
    const { run, fail } = await machine('demo');
    fail('* apply *40-workloads');
    const stopped = await run('apply create');
    expect(stopped).toMatchObject({ code: 1, stdout: '' });
    expect(stopped.stderr).toMatch(
      /kubectl was told to fail\nstopped at workloads: kubectl ended with code 1\nWhat is done is left alone when this runs again; PLAN\.md says how workloads is undone\.\n$/,
    );
    expect(await run('apply create')).toMatchObject({ code: 0, stdout: 'done: Create demo\n' });
  });

  test('--dry-run shows what would change, changes nothing, and exits with 2', async () => {
    const { run, writes } = await machine('demo');
    const { code, stdout } = await run('apply create --dry-run');
    expect(code).toBe(2);
    expect(stdout).toMatch(/^~ Create the container demo-controlplane-1\n {4}env KUBECONFIG=\S+ sh \S+\/talos\/create\.sh /);
    expect(stdout).toMatch(/\n\? \d+ more steps, about which nothing can be asked before that\n$/);
    expect(writes()).toEqual([]);
    await run('apply create');
    expect(await run('apply --dry-run')).toMatchObject({ code: 0 });
  });

  test('a definition that was not synthesized since stops it', async () => {
    const there = await machine('demo');
    const { folder, run, calls } = there;
    const definition = join(folder, 'clusters/demo.ts');
    const changed = readFileSync(definition, 'utf8').replace("memory: '4GiB'", "memory: '5GiB'");
    (await import('node:fs')).writeFileSync(definition, changed);
    const { code, stderr } = await run('apply');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^dist\/ is stale \(\S+.*\): run ichor synth, review and commit what it writes, and then this again\n$/);
    expect(calls()).toEqual([]);
  });

  test('a definition with errors has no plans', async () => {
    const there = world({ 'clusters/demo.ts': (demo()['clusters/demo.ts'] as string).replace("talos: '1.13", "talos: 'x.13") });
    const { code, stderr } = await node(there.folder, [join(repository, 'ichor'), 'apply'], there.env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/\na definition with errors has no plans\n$/);
    expect(there.calls()).toEqual([]);
  });
});
