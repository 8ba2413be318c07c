import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Block, blocksOf, pages, root } from './support/pages';

const blocks = pages()
  .filter(({ path }) => path === 'docs/from-laptop-to-rack.md')
  .flatMap(blocksOf);

/** Each change that the page shows, and the block behind it, which says what follows. */
const changes = blocks.flatMap((block, i) => (block.language === 'diff' ? [[block.line, block, blocks[i + 1] as Block] as const] : []));

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ichor-change-'));
  for (const part of ['clusters', 'dist']) cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const linesOf = (text: string, sign: RegExp) => text.split('\n').filter((line) => sign.test(line));

test('there are changes', () => {
  expect(changes).toHaveLength(2);
});

test.each(changes)('the change in line %i of the page is one of one line, and these files follow', (_, change, said) => {
  // GIVEN
  const definition = join(folder, 'clusters', 'joelclaw-pi.ts');
  const before = readFileSync(definition, 'utf8');
  const [taken, given] = [/^-/, /^\+/].map((sign) => linesOf(change.text, sign).map((line) => line.slice(1)));
  const kept = linesOf(change.text, /^ /).map((line) => line.slice(1));
  const old = [...kept, ...(taken ?? [])].join('\n');
  expect(before).toContain(`${old}\n`);
  expect(given).toHaveLength(1);
  // WHEN
  writeFileSync(
    definition,
    before.replace(old, () => [...kept, ...(given ?? [])].join('\n')),
  );
  const { stdout, stderr } = spawnSync(process.execPath, [join(root, 'ichor'), 'synth', 'joelclaw-pi'], { cwd: folder, encoding: 'utf8' });
  writeFileSync(definition, before);
  spawnSync(process.execPath, [join(root, 'ichor'), 'synth', 'joelclaw-pi'], { cwd: folder });
  // THEN
  expect(stderr).toBe('');
  expect(linesOf(stdout, /^[+~-] /)).toEqual(linesOf(said.text, /./));
});
