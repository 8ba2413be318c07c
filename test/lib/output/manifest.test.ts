import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { publish } from '../../../lib/output';
import { product, temporaryFolder, tree, writeFiles } from './support/dist';

const hash = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

test('lists every file with its hash, a line each and sorted, but not itself', () => {
  const dist = temporaryFolder();
  publish(dist, [product('a', { 'talos/b.yaml': 'b\n', 'PLAN.md': 'p\n', 'talos/ä.yaml': 'ä\n' })]);
  expect(readFileSync(`${dist}/a/manifest.json`, 'utf8')).toBe(
    [
      '{',
      '  "schema": "ichor/manifest/v1",',
      '  "files": {',
      `    "PLAN.md": "${hash('p\n')}",`,
      `    "talos/b.yaml": "${hash('b\n')}",`,
      `    "talos/ä.yaml": "${hash('ä\n')}"`,
      '  }',
      '}',
      '',
    ].join('\n'),
  );
});

test('a cluster without files has an empty one', () => {
  const dist = temporaryFolder();
  publish(dist, [product('a', {})]);
  expect(JSON.parse(readFileSync(`${dist}/a/manifest.json`, 'utf8'))).toEqual({ schema: 'ichor/manifest/v1', files: {} });
});

describe('after a merge', () => {
  const base = { 'x.yaml': 'x\n', 'y.yaml': 'y\n' };
  const ours = { 'x.yaml': 'x ours\n', 'y.yaml': 'y\n', 'ours.yaml': 'o\n' };
  const theirs = { 'x.yaml': 'x theirs\n', 'y.yaml': 'y\n', 'theirs.yaml': 't\n' };

  /** The folder as git leaves it: files of both sides, `x.yaml` from one of them, the manifest with conflict markers. */
  function merged(x: string): string {
    const dist = temporaryFolder();
    const [left, right] = [ours, theirs].map((texts) => {
      publish(dist, [product('a', texts)]);
      return readFileSync(`${dist}/a/manifest.json`, 'utf8').split('\n');
    }) as [string[], string[]];
    const inner = (lines: string[]) => lines.slice(3, -3).filter((line) => !line.includes('y.yaml'));
    const text = [
      ...left.slice(0, 3),
      '<<<<<<< HEAD',
      ...inner(left),
      '||||||| base',
      `    "x.yaml": "${hash(base['x.yaml'])}"`,
      '=======',
      ...inner(right),
      '>>>>>>> theirs',
      `    "y.yaml": "${hash('y\n')}"`,
      ...left.slice(-3),
    ].join('\n');
    writeFiles(`${dist}/a`, { 'ours.yaml': 'o\n', 'theirs.yaml': 't\n', 'x.yaml': x, 'manifest.json': text });
    return dist;
  }

  test.each(['x ours\n', 'x theirs\n', 'x\n'])('with conflict markers every side counts (%j)', (x) => {
    const dist = merged(x);
    const wanted = [product('a', { 'x.yaml': 'x both\n', 'y.yaml': 'y\n' })];
    expect(publish(dist, wanted)).toEqual({
      changes: [
        { path: 'a/manifest.json', change: 'changed' },
        { path: 'a/ours.yaml', change: 'removed' },
        { path: 'a/theirs.yaml', change: 'removed' },
        { path: 'a/x.yaml', change: 'changed' },
        { path: 'a/y.yaml', change: 'unchanged' },
      ],
      findings: [],
    });
    const clean = temporaryFolder();
    publish(clean, wanted);
    expect(tree(dist, { manifests: true })).toEqual(tree(clean, { manifests: true }));
  });

  test('conflict markers in a file itself are an edit', () => {
    const dist = merged('<<<<<<< HEAD\nx ours\n=======\nx theirs\n>>>>>>> theirs\n');
    const { changes } = publish(dist, [product('a', { 'x.yaml': 'x both\n', 'y.yaml': 'y\n' })]);
    expect(changes).toContainEqual({ path: 'a/x.yaml', change: 'changed', edited: true });
  });
});

test.each([
  ['no longer exists', undefined],
  ['is empty', ''],
  ['is no manifest', '[1, "sha256:"]'],
  ['lists paths outside the folder', `{"files": {"../outside": "${hash('o\n')}", "/etc/x": "${hash('o\n')}", "\\q": "${hash('o\n')}"}}`],
])('one that %s is written anew', (_, text) => {
  const dist = temporaryFolder();
  const wanted = [product('a', { 'x.yaml': 'x\n' })];
  publish(dist, wanted);
  const good = tree(dist, { manifests: true });
  writeFiles(dist, { outside: 'o\n' });
  if (text === undefined) rmSync(`${dist}/a/manifest.json`);
  else writeFileSync(`${dist}/a/manifest.json`, text);
  expect(publish(dist, wanted).findings).toEqual([]);
  expect(tree(dist, { manifests: true })).toEqual({ ...good, outside: 'o\n' });
});
