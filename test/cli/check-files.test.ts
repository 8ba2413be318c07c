import { execFileSync } from 'node:child_process';
import { goodTalos, goodValues, helmRelease } from '../lib/checks/tree/support/tree';
import { demo, folder, ichor, repository } from './support/ichor';
import { sarifFaults } from './support/sarif';
import { contradictions } from './support/schema';

const values = goodValues.replace('bpf: { masquerade: true, ', 'bpf: { ');
const warned = { 'apps/cilium.yaml': helmRelease(values), 'talos/controlplane.yaml': goodTalos };
const wrong = { ...warned, 'apps/my cilium.yaml': helmRelease(values.replace('7445', '7446')) };
const { 'apps/cilium.yaml': _, ...failing } = wrong;

describe('secrets of a folder', () => {
  const talosconfig = 'contexts:\n  home:\n    ca: Y2E=\n    key: c2VjcmV0\n';
  const open = { ...warned, 'talos/talosconfig': talosconfig, 'own/talosconfig': talosconfig };
  const named = (stdout: string) => [...stdout.matchAll(/^SEC\d+ +(\S+)/gm)].map(([, place]) => place);

  test('are found under the names that talosctl gives them, but for what git ignores', async () => {
    // GIVEN
    const directory = folder({ ...open, '.gitignore': 'own/\n' });
    execFileSync('git', ['init', '--quiet', directory]);
    // WHEN
    const { code, stdout } = await ichor(directory, 'check .');
    // THEN
    expect(code).toBe(1);
    expect(named(stdout)).toEqual(['talos/talosconfig:4:5']);
  });

  test('are all found where there is no git, and in a revision', async () => {
    const directory = folder(open);
    expect(named((await ichor(directory, 'check .')).stdout)).toEqual(['own/talosconfig:4:5', 'talos/talosconfig:4:5']);
    const git = (...args: string[]) => execFileSync('git', ['-C', directory, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args]);
    git('init', '--quiet');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'all');
    expect(named((await ichor(directory, 'check HEAD:.')).stdout)).toEqual(['HEAD:own/talosconfig:4:5', 'HEAD:talos/talosconfig:4:5']);
  });
});

describe('check of a folder', () => {
  test('says what is wrong, where, and what it could not decide', async () => {
    const { code, stdout, stderr } = await ichor(folder(failing), 'check .');
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout.split('\n').slice(0, 12)).toEqual([
      'errors',
      'INV003  apps/my cilium.yaml:9:5  spec.values.k8sServicePort: Cilium looks for the API server at port 7446, and',
      '        KubePrism listens on 7445; write the same port as k8sServicePort of the values and as',
      "        machine.features.kubePrism.port of Talos' config, 7445 by default",
      '        see also talos/controlplane.yaml:3:33  machine.features.kubePrism.port',
      'warnings',
      'INV014  apps/my cilium.yaml:12:5  spec.values.bpf.masquerade: iptables would choose source ports that can collide with',
      '        node ports; write masquerade: true',
      '1 error, 1 warning',
      'not decided',
      expect.stringMatching(/^ {2}since no file here lists the machines: INV018, /),
      expect.any(String),
    ]);
  });

  test('what counts as failure is for the user to say', async () => {
    const directory = folder(warned);
    const [usual, strict, none] = await Promise.all([
      ichor(directory, 'check apps'),
      ichor(directory, 'check apps --fail-on warning'),
      ichor(directory, 'check talos/controlplane.yaml --fail-on warning'),
    ]);
    expect([usual.code, strict.code, none.code]).toEqual([0, 1, 0]);
    expect(none.stdout).toMatch(/^talos\/controlplane\.yaml: nothing found\nnot decided\n/);
  });

  test('acceptances of the working folder hold for what lies below it', async () => {
    const accepting = { ...warned, 'ichor.yaml': 'accept: [{ id: INV014, path: apps, reason: no node ports }]\n' };
    const directory = folder(accepting);
    const [all, apps] = await Promise.all([
      ichor(directory, 'check . --fail-on warning'),
      ichor(directory, 'check apps --fail-on warning'),
    ]);
    expect([all.code, apps.code]).toEqual([0, 0]);
  });

  test('values may lie elsewhere', async () => {
    const directory = folder({ 'talos/controlplane.yaml': goodTalos, 'elsewhere/net.yaml': values.replace('7445', '7446') });
    const { code, stdout } = await ichor(directory, 'check talos --values elsewhere/net.yaml');
    expect([code, stdout.split(/\n| {2}/).slice(0, 3)]).toEqual([1, ['errors', 'INV003', 'elsewhere/net.yaml:3:1']]);
  });

  test('a revision is read from git', async () => {
    const directory = folder({ ...failing, '.gitignore': 'node_modules\n' });
    const git = (...words: string[]) => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...words], { cwd: directory });
    git('init', '-q');
    git('add', '.');
    git('commit', '-q', '-m', 'a');
    const { code, stdout } = await ichor(directory, 'check HEAD:.');
    expect([code, stdout.split('  ')[1]]).toEqual([1, 'HEAD:apps/my cilium.yaml:9:5']);
  });

  test('a path that leads nowhere is an error, and so is a name that is no cluster', async () => {
    const directory = folder({ ...demo(), ...failing });
    const [path, name, cluster] = await Promise.all([
      ichor(directory, 'check ./nowhere'),
      ichor(directory, 'check dmeo'),
      ichor(directory, 'check demo'),
    ]);
    expect([path.code, path.stdout.split('  ').slice(0, 2)]).toEqual([1, ['INP008', './nowhere']]);
    expect([name.code, name.stdout.split('  ').slice(0, 2)]).toEqual([1, ['DEF008', 'clusters/dmeo.ts']]);
    expect(cluster).toMatchObject({ code: 0, stdout: 'demo: nothing found\n' });
  });

  test.concurrent.each(['joelclaw', 'joelclaw-pi'])('what synth writes for %s has no errors', async (name) => {
    const { code, stdout } = await ichor(repository, `check dist/${name} --output json`);
    const { findings } = JSON.parse(stdout) as { findings: { severity: string; status: string }[] };
    expect(findings.filter(({ severity, status }) => severity !== 'info' && status === 'found')).toEqual([]);
    expect(code).toBe(0);
  });
});

describe('check writes', () => {
  test('JSON by its schema', async () => {
    const { code, stdout } = await ichor(folder(failing), 'check . --output json');
    const output = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(contradictions('findings.schema.json', output)).toEqual([]);
    expect(output.clusters).toEqual(['.']);
    expect(output.findings[0]).toMatchObject({
      id: 'INV003',
      at: { file: 'apps/my cilium.yaml', line: 9, column: 5, path: 'spec.values.k8sServicePort' },
    });
  });

  test('SARIF, of which only what was found annotates', async () => {
    const { code, stdout } = await ichor(folder(failing), 'check . --output sarif');
    const log = JSON.parse(stdout);
    const [{ results, tool, invocations }] = log.runs;
    expect(code).toBe(1);
    expect(sarifFaults(log)).toEqual([]);
    expect(results).toHaveLength(2);
    expect(results[0]).toMatchObject({
      ruleId: 'INV003',
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'apps/my%20cilium.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 9, startColumn: 5 },
          },
        },
      ],
      relatedLocations: [{ physicalLocation: { artifactLocation: { uri: 'talos/controlplane.yaml' } } }],
    });
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
    expect(tool.driver.rules[results[0].ruleIndex].help.text).toMatch(/^Cilium reaches the API server through KubePrism\n\nSource: https:/);
    const notes = invocations[0].toolExecutionNotifications as { message: { text: string }; associatedRule: { id: string } }[];
    expect(notes.find(({ associatedRule }) => associatedRule.id === 'INV018')?.message.text).toMatch(
      /not decided, since no file here lists the machines$/,
    );
  });

  test('SARIF of definitions too', async () => {
    const { code, stdout } = await ichor(folder(demo()), 'check --output sarif');
    expect([code, sarifFaults(JSON.parse(stdout))]).toEqual([0, []]);
  });

  test('Markdown for a pull request', async () => {
    const { code, stdout } = await ichor(folder(failing), 'check . --output markdown');
    expect(code).toBe(1);
    expect(stdout.split('\n').slice(0, 8)).toEqual([
      '### ichor check `.`',
      '',
      '1 error, 1 warning.',
      '',
      '| | where | what is wrong | instead |',
      '| --- | --- | --- | --- |',
      expect.stringMatching(
        /^\| \*\*error\*\* .*INV003.* \| `apps\/my cilium\.yaml:9:5`<br>`spec\.values\.k8sServicePort` \| Cilium looks .* \|$/,
      ),
      expect.stringMatching(/^\| warning .*INV014.* \| write masquerade: true \|$/),
    ]);
    expect(stdout).toContain('<details><summary>Not decided</summary>\n\n- since no file here lists the machines: INV018,');
  });
});

test.each([
  [
    'an absolute path',
    {
      runs: [
        {
          tool: { driver: { name: 'x' } },
          results: [{ ruleId: 'A', message: { text: 'm' }, locations: [{ physicalLocation: { artifactLocation: { uri: '/a' } } }] }],
        },
      ],
      version: '2.1.0',
    },
    /uri '\/a' does not match/,
  ],
  [
    'a result without a message',
    { version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } }, results: [{ ruleId: 'A' }] }] },
    /results\/0 lacks message/,
  ],
  ['another version', { version: '2.0', runs: [{ tool: { driver: { name: 'x' } } }] }, /version is none of 2\.1\.0/],
])('%s is no SARIF', (_name, log, fault) => {
  expect(sarifFaults(log)).toEqual([expect.stringMatching(fault)]);
});
