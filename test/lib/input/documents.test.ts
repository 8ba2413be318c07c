import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocuments, readDocuments } from '../../../lib/input';
import { folderOf } from './support/folder';

const lenient = { lenient: true };

test('reads every document of a file, each with its line, and leaves out empty ones', async () => {
  const folder = folderOf({ 'extra.yaml': '# a comment\n---\nkind: A\n---\n---\nkind: B\n' });
  const { documents, findings } = await readDocuments(folder, 'extra.yaml');
  expect(findings).toEqual([]);
  expect(documents).toEqual([
    { object: { kind: 'A' }, at: { in: 'document', file: 'extra.yaml', line: 3, column: 1 } },
    { object: { kind: 'B' }, at: { in: 'document', file: 'extra.yaml', line: 6, column: 1 } },
  ]);
});

test('reads a file of any name, where it is the one that was asked for', async () => {
  const folder = folderOf({ 'objects.txt': 'kind: A\n' });
  expect((await readDocuments(folder, './objects.txt')).documents.map((d) => d.at.file)).toEqual(['objects.txt']);
});

test.each([
  ['with a byte order mark', '\ufeffkind: A\nname: b\n'],
  ['with \\r\\n', 'kind: A\r\nname: b\r\n'],
  ['with both', '\ufeff---\r\nkind: A\r\nname: b\r\n'],
  ['without an end of line', 'kind: A\nname: b'],
  ['in a document that ends with ...', 'kind: A\nname: b\n...\n'],
  ['as JSON', '{"kind": "A", "name": "b"}'],
  ['as JSON with tabs', '{\n\t"kind": "A",\n\t"name": "b"\n}\n'],
])('reads text %s', async (_, text) => {
  const { documents, findings } = await parseDocuments(text, 'a.yaml');
  expect([documents.map((d) => d.object), findings]).toEqual([[{ kind: 'A', name: 'b' }], []]);
});

test('a block of text has \\n at the end of its lines, whatever the file has', async () => {
  const { documents } = await parseDocuments('a: |\r\n  b\r\n  c\r\n', 'a.yaml');
  expect(documents[0]?.object).toEqual({ a: 'b\nc\n' });
});

test('a document that is broken leaves the others of its file alone', async () => {
  const { documents, findings } = await parseDocuments('kind: A\n---\nkind: [\n---\nkind: C\n', 'a.yaml', lenient);
  expect(documents.map((d) => d.object)).toEqual([{ kind: 'A' }, { kind: 'C' }]);
  expect(findings).toEqual([expect.objectContaining({ id: 'INP001', at: { in: 'document', file: 'a.yaml', line: 4, column: 1 } })]);
});

describe('what can not be read', () => {
  test.each([
    ['broken YAML', 'kind: A\n  name: b\n', 1, 7, 'mend the YAML'],
    ['tabs for indentation', 'a:\n\tb: c\n', 2, 1, 'mend the YAML'],
    ['a template', 'a: b\nc: {{ .Values.c }}\n', 2, 5, 'mend the YAML; if this is a template, read what it renders to'],
    ['a control character', 'a: b\nc: \u0007\n', 2, 4, 'mend the YAML'],
    ['a directive', 'a: b\n---\n%TAG ! x:\n', 3, 1, 'mend the YAML'],
    ['a second document behind ...', 'a: b\n...\nc: d\n', 3, 1, 'mend the YAML'],
  ])('is an error of manifests and a warning elsewhere: %s', async (_, text, line, column, repair) => {
    const at = { in: 'document', file: 'a.yaml', line, column };
    const strict = await parseDocuments(text, 'a.yaml');
    expect(strict.findings[0]).toMatchObject({ id: 'OBJ003', severity: 'error', at, repair });
    const { findings } = await parseDocuments(text, 'a.yaml', lenient);
    expect(findings).toEqual([expect.objectContaining({ id: 'INP001', severity: 'warning', at, repair })]);
  });

  test('names the line that is no UTF-8', async () => {
    const folder = folderOf({ 'a.yaml': Buffer.from('kind: A\nname: "\xff"\n', 'latin1'), 'b.yaml': 'kind: B\n' });
    const { documents, findings } = await readDocuments(folder, '.', lenient);
    expect(documents.map((d) => d.object.kind)).toEqual(['B']);
    expect(findings).toEqual([
      expect.objectContaining({
        id: 'INP001',
        at: { in: 'document', file: 'a.yaml', line: 2, column: 1 },
        message: 'this line is no UTF-8',
      }),
    ]);
  });

  test('says so where the path leads nowhere', async () => {
    const folder = folderOf({});
    symlinkSync('circle.yaml', join(folder, 'circle.yaml'));
    for (const path of ['circle.yaml', 'a\0b', 'a/b']) expect((await readDocuments(folder, path)).findings).toHaveLength(1);
    expect((await readDocuments(folder, 'extra.yaml')).findings).toEqual([
      expect.objectContaining({ id: 'OBJ003', message: 'there is no such file or folder' }),
    ]);
    expect((await readDocuments(folder, 'extra.yaml', lenient)).findings).toEqual([
      expect.objectContaining({ id: 'INP008', message: 'there is no such file or folder' }),
    ]);
  });
});

test.each([
  ['- a\n', 'this is a list, no object'],
  ['text\n', 'this is a string, no object'],
  ['[1]', 'this is a list, no object'],
])('what is no object is told: %s', async (text, message) => {
  const strict = await parseDocuments(text, 'a.yaml');
  expect([strict.documents, strict.findings]).toEqual([[], [expect.objectContaining({ id: 'OBJ001', severity: 'error', message })]]);
  const { documents, findings } = await parseDocuments(text, 'a.yaml', lenient);
  expect([documents, findings]).toEqual([[], [expect.objectContaining({ id: 'INP002', severity: 'info', message })]]);
});

describe('a key that stands twice', () => {
  const repeated = {
    at: { in: 'document', file: 'a.yaml', line: 4, column: 3 },
    also: [{ in: 'document', file: 'a.yaml', line: 3, column: 3 }],
    message: "the key 'b' stands twice in this map; Kubernetes takes the last",
  };

  test('is an error of manifests', async () => {
    const { documents, findings } = await parseDocuments('kind: A\na:\n  b: 1\n  "b": 2\n', 'a.yaml');
    expect([documents, findings]).toEqual([[], [expect.objectContaining({ id: 'OBJ003', severity: 'error', ...repeated })]]);
  });

  test('is a warning elsewhere, and its last value counts, also its place', async () => {
    const { documents, findings } = await parseDocuments('kind: A\na:\n  b: 1\n  "b": 2\n', 'a.yaml', lenient);
    expect(documents[0]?.object).toEqual({ kind: 'A', a: { b: 2 } });
    expect(documents[0]?.place('a.b')).toMatchObject({ line: 4, column: 3 });
    expect(findings).toEqual([expect.objectContaining({ id: 'INP004', severity: 'warning', ...repeated })]);
  });

  test('is found in JSON too', async () => {
    const { documents, findings } = await parseDocuments('{"a": ":", "b": 1, "b": 2}', 'a.json', lenient);
    expect([documents[0]?.object, findings.map((f) => f.id)]).toEqual([{ a: ':', b: 2 }, ['INP004']]);
  });
});
