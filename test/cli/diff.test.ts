import { definitionTemplate } from '../../cli/templates/definition';
import { demo, folder, ichor, program, timesBelow, write } from './support/ichor';
import { contradictions } from './support/schema';

const definition = definitionTemplate('demo');
const open = {
  'clusters/demo.ts': definition.replace(
    "allow(client, web.port('http'))",
    "allow([client, pods(apps, 'job', { labels: { app: 'job' } })], web.port('http'))",
  ),
};
const policyFile = 'dist/demo/kubernetes/30-policies/CiliumNetworkPolicy-web.apps.yaml';

/** Commits everything that lies in the folder. */
async function commit(directory: string, message: string): Promise<void> {
  const run = (...args: readonly string[]) => program('git', directory, ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args]);
  await run('init', '--quiet');
  await run('add', '--all');
  const { code } = await run('commit', '--quiet', '--no-gpg-sign', '--message', message);
  expect(code).toBe(0);
}

/** A repository with the output of a definition committed. */
async function committed(): Promise<string> {
  const directory = folder({ ...demo(), '.gitignore': 'node_modules\n' });
  await ichor(directory, 'synth');
  await commit(directory, 'first');
  return directory;
}

describe('diff', () => {
  let directory = '';
  beforeAll(async () => {
    directory = await committed();
  });

  test('of definitions as they were committed says so, and exits with 0', async () => {
    write(directory, demo());
    expect(await ichor(directory, 'diff')).toEqual({
      code: 0,
      stdout: 'demo: HEAD:dist/demo → clusters/demo.ts: nothing changed\n',
      stderr: '',
    });
  });

  test('of a definition says what a change means, exits with 2, and writes nothing', async () => {
    // GIVEN
    write(directory, open);
    const before = timesBelow(directory);
    // WHEN
    const [text, json, markdown] = await Promise.all(
      ['', ' --output json', ' --output markdown --cluster demo'].map((flags) => ichor(directory, `diff${flags}`)),
    );
    // THEN
    expect(text).toEqual({
      code: 2,
      stderr: '',
      stdout: `demo: HEAD:dist/demo → clusters/demo.ts

inside of the cluster
  + opened  apps/job → apps/web: TCP 8080
      by CiliumNetworkPolicy apps/web (changed)

1 opened
`,
    });
    expect(json).toMatchObject({ code: 2, stderr: '' });
    expect(contradictions('diff.schema.json', JSON.parse(json?.stdout ?? ''))).toEqual([]);
    expect(markdown?.stdout).toContain('| + opened | apps/job | apps/web | TCP 8080 | CiliumNetworkPolicy apps/web (changed) |');
    expect(timesBelow(directory)).toEqual(before);
  });

  test('between two revisions, of a cluster that came, and of one that went', async () => {
    // GIVEN
    const copy = await committed();
    write(copy, { 'clusters/other.ts': definitionTemplate('other').replace("'enforce'", "'observe'") });
    await ichor(copy, 'synth');
    await commit(copy, 'second');
    // WHEN
    const [there, back, wrong] = await Promise.all(
      ['HEAD~1..HEAD', 'HEAD..HEAD~1', 'HEAD~1..nowhere'].map((range) => ichor(copy, `diff ${range}`)),
    );
    // THEN
    expect(there).toMatchObject({ code: 2, stderr: '' });
    expect(there?.stdout).toContain('demo: HEAD~1:dist/demo → HEAD:dist/demo: nothing changed\n');
    expect(there?.stdout).toMatch(/\nother: nothing → HEAD:dist\/other\n(?:.*\n)*added: .*apps\/web \(observed\)/);
    expect(back?.stdout).toMatch(/\nother: HEAD:dist\/other → nothing\n(?:.*\n)*removed: .*apps\/web \(observed\)/);
    expect(wrong).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining("INP007  nowhere:dist  there is no revision 'nowhere'"),
    });
  });

  test('between folders; a policy that would be refused is an error, and the rest is compared', async () => {
    // GIVEN
    const policy = (rules: string) => `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: web, namespace: apps }
spec:
  endpointSelector: { matchLabels: { app: web } }
  ingress: ${rules}
`;
    write(directory, {
      'old/web.yaml': policy("[{ fromEntities: [host], toPorts: [{ ports: [{ port: '80' }] }] }]"),
      'new/web.yaml': policy('[{ fromEntities: [nobody] }]'),
    });
    // WHEN
    const [found, same, past, alone] = await Promise.all(
      ['--from old --to new/', '--from old --to old', `--from HEAD:dist/demo --to dist/demo`, '--from old'].map((flags) =>
        ichor(directory, `diff ${flags}`),
      ),
    );
    // THEN
    expect(found?.code).toBe(1);
    expect(found?.stderr).toMatch(/^POL001 {2}new\/web\.yaml:\d+:\d+ .*\n/);
    expect(found?.stdout).toContain('old → new/\n\n');
    expect(same).toEqual({ code: 0, stdout: 'old → old: nothing changed\n', stderr: '' });
    expect(past).toEqual({ code: 0, stdout: 'HEAD:dist/demo → dist/demo: nothing changed\n', stderr: '' });
    expect(alone).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('--from and --to go together') });
  });

  test('labels that were changed away from a selector are an error, told once', async () => {
    // GIVEN
    const objects = (app: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: apps }
spec: { template: { metadata: { labels: { app: ${app} } }, spec: { containers: [{ name: main }] } } }
---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: web, namespace: apps }
spec: { endpointSelector: { matchLabels: { app: web } }, ingress: [{}] }
`;
    write(directory, { 'labels/old/web.yaml': objects('web'), 'labels/new/web.yaml': objects('site') });
    // WHEN
    const [text, json] = await Promise.all(
      ['', ' --output json'].map((flags) => ichor(directory, `diff --from labels/old --to labels/new${flags}`)),
    );
    // THEN
    expect(text).toMatchObject({ code: 1, stderr: '' });
    expect(text?.stdout).toContain("  POL060  the pods of 'apps/web' had 'app: web' and have 'app: site': CiliumNetworkPolicy 'apps/web'");
    const output = JSON.parse(json?.stdout ?? '');
    expect(contradictions('diff.schema.json', output)).toEqual([]);
    expect(output.findings).toMatchObject([{ id: 'POL060', severity: 'error', at: { file: 'labels/new/web.yaml' } }]);
  });

  test('a definition with an error is told, and is no cluster that went', async () => {
    write(directory, { 'clusters/demo.ts': definition.replace("'4GiB'", "'4 gigs'") });
    const { code, stdout, stderr } = await ichor(directory, 'diff');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/platform\.memory: /);
  });

  test('what is not there is told', async () => {
    write(directory, demo());
    const [cluster, path, none] = await Promise.all(
      [
        () => ichor(directory, 'diff --cluster nope'),
        () => ichor(directory, 'diff --from nope --to dist'),
        () => ichor(folder(demo()), 'diff'),
      ].map((ask) => ask()),
    );
    expect(cluster).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('there is no cluster of this name; write one of demo'),
    });
    expect(path).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('INP008  nope') });
    expect(none).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('INP006') });
    expect(policyFile in timesBelow(directory)).toBe(true);
  });
});
