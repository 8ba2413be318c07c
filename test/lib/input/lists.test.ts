import { parseDocuments } from '../../../lib/input';

test('a List is divided into its items, each with its place', async () => {
  const text = 'apiVersion: v1\nkind: List\nitems:\n- kind: A\n  metadata:\n    name: a\n- kind: B\n  spec: {c: d}\n';
  const { documents, findings } = await parseDocuments(text, 'a.yaml');
  expect(findings).toEqual([]);
  expect(documents).toEqual([
    { object: { kind: 'A', metadata: { name: 'a' } }, at: { in: 'document', file: 'a.yaml', line: 4, column: 3 } },
    { object: { kind: 'B', spec: { c: 'd' } }, at: { in: 'document', file: 'a.yaml', line: 7, column: 3 } },
  ]);
  expect(documents[0]?.place('metadata.name')).toEqual({ in: 'document', file: 'a.yaml', path: 'metadata.name', line: 6, column: 5 });
  expect(documents[1]?.place('spec.c')).toMatchObject({ line: 8, column: 10 });
});

test('lists in lists are divided too, and items of a typed list have its kind', async () => {
  const text = JSON.stringify({
    kind: 'List',
    items: [{ kind: 'PodList', apiVersion: 'v1', items: [{ metadata: { name: 'a' } }, { kind: 'Other', apiVersion: 'x/v1' }] }],
  });
  const { documents } = await parseDocuments(text, 'a.json');
  expect(documents.map((d) => d.object)).toEqual([
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } },
    { kind: 'Other', apiVersion: 'x/v1' },
  ]);
  expect(documents[0]?.place('metadata.name')).toMatchObject({ line: 1, column: text.indexOf('"name"') + 1 });
});

test.each([
  ['no items', 'kind: List\nitems: []\n', []],
  ['null for items', 'kind: ConfigMapList\nitems:\n', []],
  ['a kind that is no list', 'kind: Menu\nitems: [{a: b}]\n', [{ kind: 'Menu', items: [{ a: 'b' }] }]],
  ['a list without items', 'kind: AllowList\nspec: {}\n', [{ kind: 'AllowList', spec: {} }]],
])('%s', async (_, text, objects) => {
  const { documents, findings } = await parseDocuments(text, 'a.yaml');
  expect([documents.map((d) => d.object), findings]).toEqual([objects, []]);
});

test('an item that is no object is told with its place', async () => {
  const { documents, findings } = await parseDocuments('kind: List\nitems:\n- kind: A\n- text\n', 'a.yaml', { lenient: true });
  expect(documents.map((d) => d.object)).toEqual([{ kind: 'A' }]);
  expect(findings).toEqual([
    expect.objectContaining({
      id: 'INP002',
      at: { in: 'document', file: 'a.yaml', line: 4, column: 3 },
      message: 'this is a string, no object',
    }),
  ]);
});

test('a JSON patch is divided into its operations where that is wanted, and is no object where it is not', async () => {
  const text = '- op: add\n  path: /a\n  value: 1\n- { op: remove, path: /b }\n';
  const { documents, findings } = await parseDocuments(text, 'a.yaml', { lenient: true, operations: true });
  expect(findings).toEqual([]);
  expect(documents.map(({ object, at }) => [object.op, at])).toEqual([
    ['add', { in: 'document', file: 'a.yaml', line: 1, column: 3 }],
    ['remove', { in: 'document', file: 'a.yaml', line: 4, column: 3 }],
  ]);
  expect(documents[0]?.place('value')).toMatchObject({ line: 3, column: 3 });
  const { findings: without } = await parseDocuments(text, 'a.yaml', { lenient: true });
  expect(without.map(({ id }) => id)).toEqual(['INP002']);
  const other = await parseDocuments('- op: add\n- path: /a\n', 'a.yaml', { lenient: true, operations: true });
  expect(other.findings.map(({ id }) => id)).toEqual(['INP002']);
});
