import { spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { publish } from '../../../lib/output';
import * as fc from '../../support/fast-check';
import { lines, product, stamps, type Texts, temporaryFolder, textFile, tree, writeFiles } from './support/dist';

const a = product('a', { 'PLAN.md': 'plan\n', 'apply.sh!': '#!/bin/sh\n', 'talos/x.yaml': 'x\n' });

const mode = (path: string) => lstatSync(path).mode & 0o777;

test('writes every file and says so', () => {
  const dist = `${temporaryFolder()}/deep/dist`;
  expect(publish(dist, [a])).toEqual({
    changes: [
      { path: 'a/PLAN.md', change: 'added' },
      { path: 'a/apply.sh', change: 'added' },
      { path: 'a/manifest.json', change: 'added' },
      { path: 'a/talos/x.yaml', change: 'added' },
    ],
    findings: [],
  });
  expect(tree(dist)).toEqual({ 'a/': '', 'a/PLAN.md': 'plan\n', 'a/apply.sh': '#!/bin/sh\n', 'a/talos/': '', 'a/talos/x.yaml': 'x\n' });
  expect([mode(`${dist}/a/PLAN.md`), mode(`${dist}/a/apply.sh`), mode(`${dist}/a/manifest.json`)]).toEqual([0o644, 0o755, 0o644]);
});

test('a relative folder is meant from the working directory', () => {
  const before = process.cwd();
  const folder = temporaryFolder();
  process.chdir(folder);
  try {
    publish('./dist/', [a]);
    expect(Object.keys(tree(folder))).toContain('dist/a/PLAN.md');
    writeFiles('dist', { 'a/PLAN.md': 'mine\n' });
    expect(publish('./dist/', [a]).findings[0]?.at.file).toBe('dist/a/PLAN.md');
  } finally {
    process.chdir(before);
  }
});

test('where nothing differs, nothing is touched', () => {
  const dist = temporaryFolder();
  publish(dist, [a]);
  const before = stamps(dist);
  const { changes } = publish(dist, [a], { all: true });
  expect(changes.map((c) => c.change)).toEqual(['unchanged', 'unchanged', 'unchanged', 'unchanged']);
  expect(stamps(dist)).toEqual(before);
});

test('only what differs is touched', () => {
  const dist = temporaryFolder();
  const b = product('b', { 'PLAN.md': 'plan\n' });
  publish(dist, [a, b]);
  const before = stamps(dist);
  publish(dist, [product('a', { 'PLAN.md': 'new\n', 'apply.sh!': '#!/bin/sh\n', 'talos/x.yaml': 'x\n' }), b]);
  const after = stamps(dist);
  const touched = Object.keys(after).filter((path) => after[path] !== before[path]);
  expect(touched).toEqual(['', 'a/', 'a/PLAN.md', 'a/manifest.json']);
});

test('a manifest that alone is wrong is replaced alone', () => {
  const dist = temporaryFolder();
  publish(dist, [a]);
  const before = stamps(dist);
  writeFiles(dist, { 'a/manifest.json': '<<<<<<< HEAD\n' });
  publish(dist, [a]);
  const after = stamps(dist);
  expect(Object.keys(after).filter((path) => after[path] !== before[path])).toEqual(['', 'a/', 'a/manifest.json']);
});

test('a wrong executable bit is put right', () => {
  const dist = temporaryFolder();
  publish(dist, [a]);
  chmodSync(`${dist}/a/apply.sh`, 0o644);
  publish(dist, [a]);
  expect(mode(`${dist}/a/apply.sh`)).toBe(0o755);
});

test('orphans go, and folders that they leave empty', () => {
  const dist = temporaryFolder();
  publish(dist, [product('a', { 'kept/x': 'x', 'gone/deep/y': 'y', 'gone/z': 'z', 'mixed/y': 'y' })]);
  writeFiles(dist, { 'a/mixed/mine': 'mine' });
  publish(dist, [product('a', { 'kept/x': 'x' })]);
  expect(tree(dist)).toEqual({ 'a/': '', 'a/kept/': '', 'a/kept/x': 'x\n', 'a/mixed/': '', 'a/mixed/mine': 'mine' });
});

test('an edited file is replaced, an edited orphan and the files of others stay', () => {
  const dist = temporaryFolder();
  publish(dist, [product('a', { x: 'x', y: 'y' })]);
  writeFiles(dist, { 'a/x': 'mine', 'a/y': 'mine', 'a/z': 'mine' });
  const first = publish(dist, [product('a', { x: 'x' })]);
  expect(lines(first.findings).map((line) => line.replaceAll(dist, 'dist'))).toEqual([
    'OUT002 warning dist/a/x : was edited by hand since the last synth; the edit is replaced (git has it); change the definition instead: this file is written from it',
    'OUT003 warning dist/a/y : is no longer written, but was edited by hand since the last synth; it is left alone; remove it, or keep it as your own',
    "OUT006 info dist/a/z : is not Ichor's and is left alone",
  ]);
  expect(tree(dist)).toEqual({ 'a/': '', 'a/x': 'x\n', 'a/y': 'mine', 'a/z': 'mine' });
  const second = publish(dist, [product('a', { x: 'x' })]);
  expect(second.findings.map((f) => f.id)).toEqual(['OUT006', 'OUT006']);
});

test('a cluster that is gone leaves no folder when every cluster is in the run', () => {
  const dist = temporaryFolder();
  publish(dist, [a, product('b', { 'x/y': 'y' }), product('c', { x: 'x' })]);
  writeFiles(dist, { 'c/mine': 'mine' });
  publish(dist, [a]);
  expect(Object.keys(tree(dist))).toContain('b/x/y');
  publish(dist, [a], { all: true });
  const names = Object.keys(tree(dist, { manifests: true }));
  expect(names.filter((path) => !path.startsWith('a/'))).toEqual(['c/', 'c/mine']);
});

test('files become folders, folders become files, and names change their case', () => {
  const dist = temporaryFolder();
  publish(dist, [product('a', { 'file/x/y': '1', folder: '2', 'Case/x': '3', name: '4' })]);
  const { findings } = publish(dist, [product('a', { file: '1', 'folder/x/y': '2', 'case/x': '3', NAME: '4' })]);
  expect(findings).toEqual([]);
  expect(tree(dist)).toEqual({
    'a/': '',
    'a/NAME': '4\n',
    'a/case/': '',
    'a/case/x': '3\n',
    'a/file': '1\n',
    'a/folder/': '',
    'a/folder/x/': '',
    'a/folder/x/y': '2\n',
  });
});

test.each([
  ['of a collision', 'OUT001', () => product('b', { x: '', X: '' }), () => undefined],
  ['of an unsafe path', 'OUT004', () => ({ cluster: 'b', files: [textFile('../x', '')] }), () => undefined],
  ['of something in the way', 'OUT005', () => product('b', { x: '' }), (dist: string) => mkdirSync(`${dist}/b/x`, { recursive: true })],
])('nothing is written because %s in another cluster', (_, id, other, prepare) => {
  const dist = temporaryFolder();
  publish(dist, [product('a', { x: 'old' })]);
  prepare(dist);
  const before = stamps(dist);
  const { changes, findings } = publish(dist, [product('a', { x: 'new' }), other()]);
  expect([changes, findings.map((f) => f.id)]).toEqual([[], [id]]);
  expect(stamps(dist)).toEqual(before);
});

test('nothing is written because a value cannot be', () => {
  const dist = temporaryFolder();
  const files = [...a.files, { ...textFile('a/z', ''), content: { kind: 'documents', documents: [Number.NaN], nulls: 'keep' } as const }];
  expect(() => publish(dist, [{ cluster: 'a', files }])).toThrow('a/z: document 1: the root is NaN');
  expect(tree(dist)).toEqual({});
});

test('nothing is written through a symbolic link', () => {
  const [dist, elsewhere] = [temporaryFolder(), temporaryFolder()];
  writeFiles(elsewhere, { 'x.yaml': 'theirs\n' });
  mkdirSync(`${dist}/a`);
  symlinkSync(elsewhere, `${dist}/a/talos`);
  expect(publish(dist, [a]).findings.map((f) => f.id)).toEqual(['OUT005']);
  expect(tree(elsewhere)).toEqual({ 'x.yaml': 'theirs\n' });
});

test('nothing is removed through a symbolic link', () => {
  const [dist, elsewhere] = [temporaryFolder(), temporaryFolder()];
  publish(dist, [a]);
  writeFiles(elsewhere, { 'x.yaml': 'x\n' });
  rmSync(`${dist}/a/talos`, { recursive: true });
  symlinkSync(elsewhere, `${dist}/a/talos`);
  expect(publish(dist, [product('a', {})]).findings.map((f) => f.id)).toEqual(['OUT006']);
  expect(tree(elsewhere)).toEqual({ 'x.yaml': 'x\n' });
});

test('staging folders of processes that are gone are removed, those of others are not', () => {
  const dist = temporaryFolder();
  publish(dist, [a]);
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  const names = [gone, process.pid, process.ppid].map((pid) => `.staging-${pid}`);
  for (const name of names) writeFiles(dist, { [`${name}/0`]: 'half' });
  expect(publish(dist, [a]).findings).toEqual([]);
  expect(Object.keys(tree(dist)).filter((path) => path.startsWith('.'))).toEqual([`${names[2]}/`, `${names[2]}/0`]);
});

test('whatever was published before, the folder holds exactly what is wanted', () => {
  const path = fc.array(fc.constantFrom('p', 'q', 'P'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  const texts = fc.dictionary(path, fc.constantFrom('1', '2'), { maxKeys: 5, noNullPrototype: true }).map(withoutCollisions);
  const clusters = fc.dictionary(fc.constantFrom('a', 'b'), texts, { noNullPrototype: true });
  fc.assert(
    fc.property(fc.array(clusters, { minLength: 2, maxLength: 4 }), (steps) => {
      const dist = temporaryFolder();
      for (const step of steps) {
        const products = Object.entries(step).map(([cluster, files]) => product(cluster, files));
        const { findings } = publish(dist, products, { all: true });
        expect(findings).toEqual([]);
        const clean = temporaryFolder();
        publish(clean, products);
        expect(tree(dist, { manifests: true })).toEqual(tree(clean, { manifests: true }));
        expect(publish(dist, products, { all: true }).changes.filter((c) => c.change !== 'unchanged')).toEqual([]);
      }
    }),
    { numRuns: 30 },
  );
});

/** The files of which none is a folder for another or differs from another only in case. */
function withoutCollisions(texts: Texts): Texts {
  const kept: Record<string, string> = {};
  for (const [path, text] of Object.entries(texts)) {
    const parts = path.split('/');
    const prefixes = parts.map((_, i) => parts.slice(0, i + 1).join('/'));
    const clash = Object.keys(kept).some((other) => {
      const others = other.split('/').map((_, i, all) => all.slice(0, i + 1).join('/'));
      const sameButCase = prefixes.some((p) => others.some((o) => o !== p && o.toLowerCase() === p.toLowerCase()));
      return sameButCase || prefixes.includes(other) || others.includes(path);
    });
    if (!clash) kept[path] = text;
  }
  return kept;
}
