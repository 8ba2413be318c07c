import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cases } from '../cases';
import { type Call, callsOf, scriptsOf } from '../commands/calls';
import { readReference, sourceOf } from '../commands/reference';
import { pins, type TalosctlMinor } from '../pins';
import { inPairs } from './support/helm';
import { ask, judges } from './support/judges';
import { keepRecord } from './support/record';

/** Each call once, however many cases make it. */
const calls = [...new Map(cases.flatMap(callsOf).map((call) => [[call.program, ...call.words].join('\0'), call])).values()];

const home = mkdtempSync(join(tmpdir(), 'ichor-commands-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** How each program is started. */
function start(program: string): readonly [string, ...string[]] {
  const { controlPlane, helm, fluxProgram } = judges();
  if (program === 'kubectl') return [controlPlane, 'kubectl'];
  return [program === 'helm' ? helm : fluxProgram];
}

/**
 * What a program says against a call that is asked for help besides: it reads all flags and their values before it helps, and does
 * nothing else.
 */
async function faultOf({ program, words }: Pick<Call, 'program' | 'words'>): Promise<string | undefined> {
  const [file, ...first] = start(program);
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  try {
    const { stdout } = await promisify(execFile)(file, [...first, ...own, '--help'], { env: { HOME: home }, maxBuffer: 2 ** 24 });
    return stdout.includes('Usage:') ? undefined : 'it gave no help';
  } catch (error) {
    return String((error as { stderr?: string }).stderr).split('\n', 1)[0];
  }
}

test.each(['kubectl', 'helm', 'flux'])('%s knows each of its commands, with their flags', async (name) => {
  const own = calls.filter(({ program }) => program === name);
  expect(own.length).toBeGreaterThan(1);
  const faults = await inPairs(own, faultOf);
  expect(own.flatMap(({ words, at }, i) => (faults[i] === undefined ? [] : [`${at}: ${name} ${words.join(' ')}: ${faults[i]}`]))).toEqual(
    [],
  );
});

test.each([
  ['kubectl', ['apply', '--server-side', '--fieldmanager', 'a'], 'error: unknown flag: --fieldmanager'],
  ['kubectl', ['wait', '--timeout', 'soon'], 'error: invalid argument "soon" for "--timeout" flag: time: invalid duration "soon"'],
  ['kubectl', ['aply', '--server-side'], 'error: unknown command "aply" for "kubectl"'],
  ['helm', ['upgrade', '--instal'], 'Error: unknown flag: --instal'],
  ['helm', ['upgrad', 'a'], 'Error: unknown command "upgrad" for "helm"'],
  ['flux', ['uninstal'], '✗ unknown command "uninstal" for "flux"'],
])('%s %j is refused', async (program, words, fault) => {
  expect(await faultOf({ program, words })).toBe(fault);
});

const scripts = [...new Map(cases.flatMap(scriptsOf).map(({ path, text }) => [text, path])).entries()];

test('every script is one that POSIX knows', () => {
  const answers = ask<{ id: string; error?: string }>(
    judges().posix,
    [],
    scripts.map(([text]) => ({ text })),
  );
  expect(scripts.length).toBeGreaterThan(100);
  expect(scripts.flatMap(([, path], i) => (answers[i]?.error === undefined ? [] : [`${path}: ${answers[i]?.error}`]))).toEqual([]);
});

test.each(['a=(1 2)', 'for ((i=0;;)); do :; done', 'cat <<<a', 'echo "$('])('%s is none that POSIX knows', (text) => {
  expect(ask<{ id: string; error?: string }>(judges().posix, [], [{ text }])[0]?.error).toBeDefined();
});

test('the record has what upstream says of talosctl', () => {
  const pages = Object.entries(judges().talosctl) as [TalosctlMinor, string][];
  expect(pages.map(([minor]) => minor)).toEqual(Object.keys(pins.talosctl));
  keepRecord(
    'talosctl',
    Object.fromEntries(
      pages.map(([minor, file]) => [minor, { source: sourceOf(minor), commands: readReference(readFileSync(file, 'utf8')) }]),
    ),
  );
});
