import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDocuments } from '../../../lib/input';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'documents-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string) {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

test('reads every document of a file, each with its line, and leaves out empty ones', async () => {
  write('extra.yaml', '# a comment\n---\nkind: A\n---\n---\nkind: B\n');
  const { documents, findings } = await readDocuments(folder, 'extra.yaml');
  expect(findings).toEqual([]);
  expect(documents).toEqual([
    { object: { kind: 'A' }, at: { in: 'document', file: 'extra.yaml', line: 3, column: 1 } },
    { object: { kind: 'B' }, at: { in: 'document', file: 'extra.yaml', line: 6, column: 1 } },
  ]);
});

test('reads a folder with what is below it, in the order of paths, and only YAML', async () => {
  write('extra/b.yml', 'kind: B\n');
  write('extra/a/one.yaml', 'kind: A\n');
  write('extra/README.md', 'not: yaml: at all\n');
  const { documents } = await readDocuments(folder, 'extra/');
  expect(documents.map((d) => d.object.kind)).toEqual(['A', 'B']);
});

test('YAML that is broken is a finding with its place', async () => {
  write('extra.yaml', 'kind: A\n  name: b\n');
  const { documents, findings } = await readDocuments(folder, 'extra.yaml');
  expect(documents).toEqual([]);
  expect(findings[0]).toMatchObject({ id: 'OBJ003', severity: 'error', at: { file: 'extra.yaml', line: expect.any(Number) } });
});

test('a path that leads nowhere is a finding', async () => {
  const { findings } = await readDocuments(folder, 'extra.yaml');
  expect(findings).toEqual([expect.objectContaining({ id: 'OBJ003', message: 'there is no such file or folder' })]);
});
