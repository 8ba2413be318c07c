import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inDefinition, type Product } from '../../../lib/base';
import { publish, publishedText } from '../../../lib/output';

let dist: string;

beforeEach(() => {
  dist = join(mkdtempSync(join(tmpdir(), 'ichor-published-')), 'dist');
  const file = { path: 'a/PAGE.md', content: { kind: 'text' as const, text: 'a page' }, origin: inDefinition('clusters/a.ts', '') };
  const product: Product = { cluster: 'a', files: [file] };
  publish(dist, [product]);
});

afterEach(() => rmSync(join(dist, '..'), { recursive: true, force: true }));

test('a file is read as it was written', () => {
  expect(publishedText(dist, 'a/PAGE.md')).toBe('a page\n');
});

test('one that was edited, is unknown to the manifest, or is no file, is not read', () => {
  writeFileSync(join(dist, 'a/PAGE.md'), 'edited\n');
  writeFileSync(join(dist, 'a/OTHER.md'), 'a page\n');
  mkdirSync(join(dist, 'a/FOLDER.md'));
  for (const path of ['a/PAGE.md', 'a/OTHER.md', 'a/FOLDER.md', 'a/none.md', 'b/PAGE.md'])
    expect(publishedText(dist, path)).toBeUndefined();
});

test('without a manifest nothing is known', () => {
  rmSync(join(dist, 'a/manifest.json'));
  expect(publishedText(dist, 'a/PAGE.md')).toBeUndefined();
});
