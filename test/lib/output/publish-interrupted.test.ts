import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Product } from '../../../lib/base';
import { publish } from '../../../lib/output';
import { lines, product, temporaryFolder, tree } from './support/dist';
import { type Mutation, watchMutations } from './support/faults';
import type { KilledPublish } from './support/killed-publish';

const fs: typeof import('node:fs') = jest.requireActual('node:fs');

/** Every kind of change at once: added, changed, removed, folder to file, file to folder, a cluster that comes and one that goes. */
const before = [
  product('a', { kept: 'kept', changed: 'old', 'gone/deep/x': 'x', 'turned/x': 'x', other: 'y' }),
  product('old', { 'x/y': 'old cluster' }),
];
const after = [
  product('a', { kept: 'kept', changed: 'new', 'added/new': 'new', turned: 'file', 'other/x': 'folder' }),
  product('b', { 'run.sh!': '#!/bin/sh' }),
];

const published = (products: readonly Product[]): string => {
  const dist = temporaryFolder();
  publish(dist, products);
  return dist;
};
const copyOf = (dist: string): string => {
  const copy = temporaryFolder();
  cpSync(dist, copy, { recursive: true });
  return copy;
};
const everything = (dist: string) => tree(dist, { manifests: true });

const old = published(before);
const [oldTree, newTree] = [everything(old), everything(published(after))];

/** Expects every file outside of the staging folder to be wholly old or wholly new; a manifest may also announce both. */
function expectOldOrNew(dist: string): void {
  for (const [path, text] of Object.entries(everything(dist))) {
    if (path.startsWith('.staging-')) continue;
    if (path.endsWith('manifest.json')) expect(Object.keys(JSON.parse(text))).toEqual(expect.arrayContaining(['schema', 'files']));
    else expect([oldTree[path], newTree[path]]).toContain(text);
  }
}

/** Expects the next run to finish what was begun, or to undo it, without blaming anybody for an edit. */
function expectHeals(dist: string): void {
  const copy = copyOf(dist);
  for (const [folder, products, wanted] of [
    [dist, after, newTree],
    [copy, before, oldTree],
  ] as const) {
    expect(publish(folder, products, { all: true }).findings).toEqual([]);
    expect(everything(folder)).toEqual(wanted);
  }
}

test('killed at any moment, files are old or new, and the next run heals', async () => {
  const script = join(temporaryFolder(), 'publish.js');
  buildSync({
    entryPoints: [join(__dirname, 'support/killed-publish.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    logLevel: 'error',
  });

  let next = 1;
  let finished = 0;
  const worker = async (): Promise<void> => {
    while (finished === 0) {
      const dieAt = next++;
      const dist = copyOf(old);
      const order: KilledPublish = { dist, products: after, options: { all: true }, dieAt };
      const signal = await new Promise<string | null>((resolve) => {
        spawn(process.execPath, [script, JSON.stringify(order)], { env: {}, stdio: 'inherit' }).on('exit', (_, s) => resolve(s));
      });
      if (signal === null) {
        finished = dieAt;
        expect(everything(dist)).toEqual(newTree);
      } else {
        expect(signal).toBe('SIGKILL');
        expectOldOrNew(dist);
        expectHeals(dist);
      }
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  expect(finished).toBeGreaterThan(30);
});

describe('refused by the system', () => {
  const refusal = (code: string, text: string, name: string) =>
    Object.assign(new Error(`${code}: ${text}, ${name}`), { code, syscall: name });

  /** Publishes while the system refuses what `when` says. */
  function publishRefused(dist: string, products: readonly Product[], code: string, text: string, when: (mutation: Mutation) => boolean) {
    const seen: Mutation[] = [];
    const undo = watchMutations(fs, (mutation) => {
      const refuse = when(mutation);
      if (refuse) throw refusal(code, text, mutation.name.replace('Sync', ''));
      seen.push(mutation);
    });
    try {
      return { ...publish(dist, products, { all: true }), seen };
    } finally {
      undo();
    }
  }

  test.each([
    ['over an older output', () => copyOf(old)],
    ['into a new folder', () => join(temporaryFolder(), 'deep', 'dist')],
  ])('at any moment %s: before the first rename nothing is changed, and a later run heals', (_, make) => {
    for (let k = 1, through = false; !through; k++) {
      const dist = make();
      const start = everything(dist);
      const existed = existsSync(join(dist, '..'));
      let refused = false;
      const { changes, findings, seen } = publishRefused(dist, after, 'ENOSPC', 'no space left on device', ({ number }) => {
        refused ||= number === k;
        return number === k;
      });
      through = !refused;
      const cleaningUp = refused && findings.length === 0;
      if (refused && !cleaningUp) {
        expect(findings.map((f) => f.id)).toEqual(['OUT007']);
        if (!seen.some(({ name }) => name === 'renameSync' || name === 'unlinkSync')) {
          expect(changes).toEqual([]);
          expect(everything(dist)).toEqual(start);
          expect(existsSync(join(dist, '..'))).toBe(existed);
        }
      }
      if (existsSync(dist)) {
        expectOldOrNew(dist);
        expectHeals(dist);
      }
    }
  });

  const told = (result: { findings: Parameters<typeof lines>[0] }, dist: string) =>
    lines(result.findings).map((line) => line.replace(dist, 'dist'));

  test('OUT007 names the file, the reason and what to do', () => {
    const dist = copyOf(old);
    const full = publishRefused(
      dist,
      after,
      'ENOSPC',
      'no space left on device',
      ({ name, args }) => name === 'writeFileSync' && String(args[1]) === 'new\n',
    );
    expect(told(full, dist)).toEqual([
      'OUT007 error dist/a/changed : cannot be written (ENOSPC: no space left on device); nothing was changed; free space on this disk, then synthesize again',
    ]);
    const readOnly = publishRefused(dist, after, 'EROFS', 'read-only file system', ({ name }) => name === 'mkdirSync');
    expect(told(readOnly, dist)).toEqual([
      'OUT007 error dist : cannot be written (EROFS: read-only file system); nothing was changed; make the file system writable or synthesize into another folder',
    ]);
    expect([full.changes, readOnly.changes]).toEqual([[], []]);
    expect(everything(dist)).toEqual(oldTree);
  });

  test('OUT007 says when something was written already, and the changes say what', () => {
    const dist = copyOf(old);
    const half = publishRefused(
      dist,
      after,
      'EACCES',
      'permission denied',
      ({ name, args }) => name === 'renameSync' && args[1] === `${dist}/a/turned`,
    );
    expect(told(half, dist)).toEqual([
      'OUT007 error dist/a/turned : cannot be written (EACCES: permission denied); what was written before it stays, and the next synth does the rest; give yourself permission there, then synthesize again',
    ]);
    expect(half.changes.map(({ path, change }) => `${change} ${path}`)).toEqual([
      'added a/added/new',
      'changed a/changed',
      'removed a/gone/deep/x',
      'unchanged a/kept',
      'removed a/other',
      'removed a/turned/x',
    ]);
    expect(readdirSync(dist).filter((name) => name.startsWith('.'))).toEqual([]);
    expectHeals(dist);
  });

  test('an orphan that cannot be removed is named as such', () => {
    const dist = copyOf(old);
    const half = publishRefused(
      dist,
      after,
      'EPERM',
      'operation not permitted',
      ({ name, args }) => name === 'unlinkSync' && args[0] === `${dist}/a/other`,
    );
    expect(told(half, dist)).toEqual([
      'OUT007 error dist/a/other : cannot be removed (EPERM: operation not permitted); what was written before it stays, and the next synth does the rest; give yourself permission there, then synthesize again',
    ]);
  });

  test('a folder that is closed is noticed before anything is written', () => {
    const dist = copyOf(old);
    const { accessSync } = fs;
    fs.accessSync = (path, mode) => {
      if (path === `${dist}/a/turned`) throw refusal('EACCES', 'permission denied', 'access');
      accessSync(path, mode);
    };
    try {
      const result = publish(dist, after);
      expect(told(result, dist)).toEqual([
        'OUT007 error dist/a/turned : cannot be written (EACCES: permission denied); nothing was changed; give yourself permission there, then synthesize again',
      ]);
      expect(everything(dist)).toEqual(oldTree);
    } finally {
      fs.accessSync = accessSync;
    }
  });

  test('an error that is not of the system is thrown, and leaves nothing behind', () => {
    const dist = copyOf(old);
    const undo = watchMutations(fs, ({ name }) => {
      if (name === 'writeFileSync') throw new Error('a bug');
    });
    try {
      expect(() => publish(dist, after)).toThrow('a bug');
    } finally {
      undo();
    }
    expect(everything(dist)).toEqual(oldTree);
  });
});
