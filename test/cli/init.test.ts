import { readdirSync } from 'node:fs';
import { init } from '../../cli/init';
import { startingVersions } from '../../cli/templates/versions';
import { compareVersions } from '../../lib/base';
import { ciliumMinors, knownBad, newestPatch, talosMinors } from '../../lib/model';
import { filesBelow, folder, ichor } from './support/ichor';
import { inProcess } from './support/terminal';

const begin = (directory: string, name: string) => inProcess(directory, (terminal) => init(name, { platform: 'docker' }, terminal));

describe('init in an empty folder', () => {
  const directory = folder();

  test('writes a definition and what belongs around it, and says how to go on', async () => {
    // WHEN
    const { code, stdout, stderr } = await ichor(directory, 'init demo');
    // THEN
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      [
        '+ clusters/demo.ts',
        '+ cdk8s.yaml',
        '+ package.json',
        '+ tsconfig.json',
        '+ .gitignore',
        '+ .gitattributes',
        '',
        'Next: npm install && npx ichor synth',
        '      npx ichor doctor demo',
        '',
      ].join('\n'),
    );
  });

  test('what it wrote holds together', () => {
    const files = filesBelow(directory);
    expect(files['cdk8s.yaml']).toBe(
      [
        'language: typescript',
        '# Definitions in clusters/ become dist/. The CLI empties its own output folder before each run, so that is another.',
        'app: node node_modules/ichor/ichor synth',
        'output: .scratch',
        '',
      ].join('\n'),
    );
    expect(files['.gitignore']?.split('\n').slice(1)).toEqual(['node_modules/', '.scratch', 'dist/.staging-*/', '.ichor/', '']);
    expect(files['.gitattributes']?.split('\n').slice(1)).toEqual(['dist/** text eol=lf', '']);
    expect(JSON.parse(files['package.json'] ?? '')).toMatchObject({
      private: true,
      dependencies: { cdk8s: '^2.70.0', constructs: '^10.8.0', ichor: expect.stringMatching(/^file:\.\.\//) },
    });
    expect(JSON.parse(files['tsconfig.json'] ?? '')).toMatchObject({
      include: ['clusters'],
      compilerOptions: { strict: true, noEmit: true },
    });
  });

  test('nothing is found in the definition, and synth and check work at once', async () => {
    const [synth, check] = [await ichor(directory, 'synth'), await ichor(directory, 'check --fail-on warning')];
    expect(synth).toMatchObject({ code: 0, stderr: '' });
    expect(check).toEqual({ code: 0, stdout: 'demo: nothing found\n', stderr: '' });
  });
});

test("for machines of one's own it writes a definition of nodes, in which nothing is found", async () => {
  // GIVEN
  const directory = folder();
  // WHEN
  const written = await ichor(directory, 'init rack --platform metal');
  const [synth, check] = [await ichor(directory, 'synth'), await ichor(directory, 'check --fail-on warning')];
  // THEN
  expect(written).toMatchObject({ code: 0, stderr: '' });
  expect(synth).toMatchObject({ code: 0, stderr: '' });
  expect(check).toEqual({ code: 0, stdout: 'rack: nothing found\n', stderr: '' });
  expect(Object.keys(filesBelow(directory))).toContain('dist/rack/talos/nodes/node-2-patch.yaml');
});

describe('init overwrites nothing', () => {
  test('a definition of that name is in the way', async () => {
    // GIVEN
    const directory = folder({ 'clusters/demo.ts': '// mine\n' });
    // THEN
    expect(await begin(directory, 'demo')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'OUT005  clusters/demo.ts  exists, and init overwrites nothing; write another name, or edit that file\n1 error\n',
    });
    expect(filesBelow(directory)).toEqual({ 'clusters/demo.ts': '// mine\n' });
  });

  test('other files stay as they are; lines that lack are added, and what else they lack is said', async () => {
    // GIVEN
    const files = {
      'cdk8s.yaml': 'language: typescript\napp: npx ts-node main.ts\n',
      'package.json': '{ "name": "mine", "dependencies": { "constructs": "^10.0.0" } }\n',
      'tsconfig.json': '{}\n',
      '.gitignore': 'node_modules/\n.scratch\n/dist',
      '.gitattributes': '* text=auto\r\ndist/** text eol=lf\r\n',
    };
    const directory = folder(files);
    // WHEN
    const { code, stdout } = await begin(directory, 'demo');
    // THEN
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(0, 6)).toEqual([
      '+ clusters/demo.ts',
      '= cdk8s.yaml  left as it is; cdk8s synth needs "app: node node_modules/ichor/ichor synth" and "output: .scratch" in it',
      expect.stringMatching(/^= package\.json {2}left as it is; npm install 'cdk8s@\^2\.70\.0' 'ichor@file:.*' adds what it lacks$/),
      '= tsconfig.json  left as it is',
      '~ .gitignore  2 of its lines are new; it ignores dist/, which is to be committed: take that line out',
      '= .gitattributes  left as it is',
    ]);
    const { 'clusters/demo.ts': definition, '.gitignore': ignored, ...rest } = filesBelow(directory);
    const { '.gitignore': before, ...others } = files;
    expect(rest).toEqual(others);
    expect(definition).toContain("name: 'demo'");
    expect(ignored).toBe(
      `${before}\n# what is installed, made on the way or left behind; dist/ itself is committed\ndist/.staging-*/\n.ichor/\n`,
    );
  });

  test('a second cluster changes nothing of the first', async () => {
    // GIVEN
    const directory = folder();
    await begin(directory, 'one');
    const before = filesBelow(directory);
    // WHEN
    const { stdout } = await begin(directory, 'two');
    // THEN
    expect(stdout).toMatch(/^\+ clusters\/two\.ts\n= cdk8s\.yaml {2}left as it is\n= package\.json {2}left as it is\n/);
    const { 'clusters/two.ts': added, ...rest } = filesBelow(directory);
    expect(rest).toEqual(before);
    expect(added).toBe(before['clusters/one.ts']?.replace("name: 'one'", "name: 'two'"));
  });
});

describe('init refuses what can be no name', () => {
  test.each([
    ['My_Home', "'My_Home' must consist of lower-case letters, digits and -, and begin and end with a letter or digit; write 'my-home'"],
    ['-', "'-' must consist of lower-case letters, digits and -, and begin and end with a letter or digit; write a name like 'home'"],
    ['a'.repeat(33), `'${'a'.repeat(33)}' has 33 characters; Cilium's limit is 32; write '${'a'.repeat(32)}'`],
    ['../up', "'../up' must consist of lower-case letters, digits and -, and begin and end with a letter or digit; write 'up'"],
  ])('%s', async (name, message) => {
    const directory = folder();
    const { code, stdout, stderr } = await begin(directory, name);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.replace(/\n {8}/g, ' ')).toBe(`NAM001  clusters/${name}.ts  ${message}\n1 error\n`);
    expect(readdirSync(directory)).toEqual(['node_modules']);
  });

  test('and a folder that can not be written', async () => {
    // GIVEN
    const directory = folder({ clusters: 'a file, where a folder has to be\n' });
    // THEN
    const { code, stdout, stderr } = await begin(directory, 'demo');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^OUT007 {2}clusters.* {2}cannot be \w+ \(E(EXIST|NOTDIR): .*\); mend that, then run it again\n1 error\n$/s);
  });
});

describe('the releases that a cluster begins with', () => {
  const { talos, kubernetes, cilium } = startingVersions();
  const minor = (release: string) => release.split('.').slice(0, 2).join('.');

  test('are the newest that upstream tests together', () => {
    expect(minor(cilium)).toBe(Object.keys(ciliumMinors).at(-1));
    expect(minor(kubernetes)).toBe(ciliumMinors[minor(cilium)]?.testedKubernetes);
    expect(talosMinors[minor(talos)]?.kubernetes[1]).toBe(minor(kubernetes));
    expect(Object.keys(newestPatch.kubernetes)).toContain(minor(kubernetes));
  });

  test('are not known to be bad', () => {
    const bad = knownBad.filter(({ component, from, fixedIn }) => {
      const release = { talos, cilium }[component];
      return fixedIn !== undefined && compareVersions(release, from) >= 0 && compareVersions(release, fixedIn) < 0;
    });
    expect(bad).toEqual([]);
  });
});
