import { folder, ichor } from './support/ichor';

const directory = folder();

describe('help', () => {
  test('of all: what it is for, each verb, the exit codes, and how to begin', async () => {
    const { code, stdout, stderr } = await ichor(directory, '--help');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Usage: ichor \[options\] \[command\]\n/);
    for (const verb of ['init', 'doctor', 'synth', 'check', 'diff', 'plan', 'apply', 'verify'])
      expect(stdout).toMatch(new RegExp(`^  ${verb} `, 'm'));
    expect(stdout).toContain('Definitions are files in clusters/, one each; the output is dist/, to be committed.');
    expect(stdout).toContain('Exit codes: 0 done, 1 failure or an error found, 2 changes (diff, synth --check, apply --dry-run).');
    expect(stdout).toMatch(/\nBegin with: ichor init NAME\n$/);
  });

  test.concurrent.each([
    ['init', 'overwrites nothing'],
    ['doctor', 'A line a prerequisite: ok, missing or old, with what repairs it.'],
    ['synth', 'A line a file: + added, ~ changed, - removed, = as it was. An error anywhere, and nothing is written.'],
    ['check', 'ichor check . --output sarif > ichor.sarif         for annotations on a pull request'],
    ['verify', 'Exit code 1 if something is wrong or unknown.'],
    ['diff', 'Exit codes: 0 nothing changed, 2 changes, 1 failure or an error found.'],
  ])('of %s', async (verb, text) => {
    const { code, stdout } = await ichor(directory, `${verb} --help`);
    expect(code).toBe(0);
    expect(stdout).toContain(text);
  });

  test('without a verb stands beside the results, and is a failure', async () => {
    const { code, stdout, stderr } = await ichor(directory, '');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('Begin with: ichor init NAME');
  });
});

describe('a command line that can not be meant', () => {
  test.concurrent.each([
    ['snyth', "error: unknown command 'snyth'\n(Did you mean synth?)\n"],
    ['synth --chekc', "error: unknown option '--chekc'\n(Did you mean --check?)\n"],
    ['synth --output xml', "error: option '--output <format>' argument 'xml' is invalid. Allowed choices are text, json.\n"],
    ['check --fail-on info', "error: option '--fail-on <severity>' argument 'info' is invalid. Allowed choices are error, warning.\n"],
    ['init', "error: missing required argument 'name'\n"],
    [
      'init demo --platform podman',
      "error: option '--platform <platform>' argument 'podman' is invalid. Allowed choices are docker, metal.\n",
    ],
  ])('%s', async (args, stderr) => {
    expect(await ichor(directory, args)).toEqual({ code: 1, stdout: '', stderr });
  });
});
