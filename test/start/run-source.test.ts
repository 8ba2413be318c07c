import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const start = join(__dirname, '..', '..', 'start', 'index.cjs');

/** Longer ago than any run of these tests takes. */
const longAgo = new Date(Date.now() - 60_000);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ichor-source-'));
  write('a.ts', "import { b } from './b';\nexport const a: string = `a${b}`;\n");
  write('b.ts', 'export const b = 1;\n');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file as if that had been a while ago, since what is written this very moment is not kept. */
function write(path: string, text: string, at = longAgo): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
  utimesSync(join(folder, path), at, at);
  utimesSync(join(folder, path, '..'), at, at);
}

/** What `a.ts` exports, in a process of its own, and whether it was bundled for that. */
function run(): { readonly a: string; readonly bundled: boolean } {
  const code = `
    const { a } = require(${JSON.stringify(start)}).runSource(${JSON.stringify(join(folder, 'a.ts'))});
    console.log(JSON.stringify({ a, bundled: Object.keys(require.cache).some((path) => /esbuild.lib.main/.test(path)) }));`;
  return JSON.parse(spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' }).stdout);
}

test('a bundle is taken again as long as nothing has changed', () => {
  expect([run(), run()]).toEqual([
    { a: 'a1', bundled: true },
    { a: 'a1', bundled: false },
  ]);
});

test.each<[string, () => void]>([
  ['a file that was imported changed', () => write('b.ts', 'export const b = 2;\n', new Date(longAgo.getTime() + 1))],
  [
    'another file is what an import means now',
    () => {
      rmSync(join(folder, 'b.ts'));
      write('b/index.ts', 'export const b = 2;\n', new Date(longAgo.getTime() + 1));
      utimesSync(folder, new Date(), longAgo.getTime() / 1000 + 1);
    },
  ],
])('it is made anew where %s', (_, change) => {
  run();
  change();
  expect([run(), run()]).toEqual([
    { a: 'a2', bundled: true },
    { a: 'a2', bundled: false },
  ]);
});

test('what is written this very moment is not kept', () => {
  write('b.ts', 'export const b = 3;\n', new Date(Date.now() + 5000));
  expect([run(), run()]).toEqual([
    { a: 'a3', bundled: true },
    { a: 'a3', bundled: true },
  ]);
});
