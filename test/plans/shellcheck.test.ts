import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cases } from '../../conformance/cases';
import { scriptsOf } from '../../conformance/commands/calls';

const folder = mkdtempSync(join(tmpdir(), 'ichor-scripts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Of the cases, those whose scripts differ in more than names: reading all of them takes a minute. */
const different =
  /committed$|^gitops: (Flux|Argo CD)( with Cilium 1.20| by|$)|machines of every kind$|^metal: without a VIP$|for nothing else, Cilium 1.20$|Flannel$/;

/** Each script once, in a file that says which case it is of. */
const scripts = [
  ...new Map(
    cases
      .filter(({ name }) => different.test(name))
      .flatMap((c) => scriptsOf(c).map(({ path, text }) => [text, `${c.name} ${path}`] as const)),
  ).entries(),
];
const files = scripts.map(([text, name], i) => {
  const file = join(folder, `${i} ${name.replaceAll('/', ' ')}`);
  writeFileSync(file, text);
  return file;
});

const shellcheck = (...words: readonly string[]) => spawnSync('shellcheck', words, { encoding: 'utf8', maxBuffer: 2 ** 26 });

/** ShellCheck is a program of its own, which a machine need not have; where everything is checked, it has to be there. */
const isThere = shellcheck('--version').status === 0;
const whereItIs = isThere || process.env.CI !== undefined ? test : test.skip;

whereItIs('ShellCheck has nothing to say about any script', () => {
  expect(files.length).toBeGreaterThan(30);
  expect(shellcheck('--shell', 'sh', '--norc', '--format', 'gcc', ...files)).toMatchObject({ status: 0, stdout: '' });
});

whereItIs('ShellCheck would say so', () => {
  const file = join(folder, 'wrong.sh');
  writeFileSync(file, '#!/bin/sh\nrm $1/*\n');
  expect(shellcheck('--shell', 'sh', '--norc', '--format', 'gcc', file).stdout).toContain('SC2086');
});

test('the shell of this machine reads each', () => {
  const faults = files.flatMap((file) => {
    const { status, stderr } = spawnSync('sh', ['-n', file], { encoding: 'utf8' });
    return status === 0 ? [] : [stderr];
  });
  expect(faults).toEqual([]);
});
