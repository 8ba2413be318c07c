import { parseDocuments } from '../../../lib/input';

const commands = async (text: string) =>
  (await parseDocuments(text, 'create.sh', { callsOf: ['helm', 'talosctl'] })).documents.map(({ object }) => object.command);

test('the calls of a program in a script are objects, each word with its place', async () => {
  const text = '#!/bin/sh\nset -eu # talosctl is no call\nexec talosctl cluster create \\\n  --name "a b" -p 1:2\n';
  const { documents, findings } = await parseDocuments(text, 'create.sh', { callsOf: ['helm', 'talosctl'] });
  expect(findings).toEqual([]);
  expect(documents.map(({ object }) => object)).toEqual([{ command: ['talosctl', 'cluster', 'create', '--name', 'a b', '-p', '1:2'] }]);
  expect(documents[0]?.at).toEqual({ in: 'document', file: 'create.sh', line: 3, column: 6 });
  expect(documents[0]?.place(['command', 4])).toEqual({ in: 'document', file: 'create.sh', line: 4, column: 10 });
  expect(documents[0]?.place('command[6]')).toMatchObject({ line: 4, column: 19 });
});

test.each([
  ['of quotes', `talosctl 'a "b' "c \\"d" e\\ f`, [['talosctl', 'a "b', 'c "d', 'e f']]],
  ['of what is put in', `talosctl "$dir/$(dirname "$0")/x" \${y} @$z`, [['talosctl', '$dir/$(dirname "$0")/x', '${y}', '@$z']]],
  [
    'of several on a line',
    'A=b /bin/talosctl x && if ! talosctl y; then talosctl z | tee a; fi',
    [
      ['/bin/talosctl', 'x'],
      ['talosctl', 'y'],
      ['talosctl', 'z'],
    ],
  ],
  ['of others', 'echo talosctl; mytalosctl a; kubectl b', []],
  ['that never end', `talosctl 'a`, [['talosctl', 'a']]],
])('words %s', async (_, text, expected) => {
  expect(await commands(text)).toEqual(expected);
});

test('a script is no YAML, and read only where calls are asked for', async () => {
  expect((await parseDocuments('talosctl a\n', 'a.sh', { lenient: true })).findings.map(({ id }) => id)).toEqual(['INP002']);
  expect((await parseDocuments('a: 1\n', 'a.yaml', { callsOf: ['helm', 'talosctl'] })).documents).toHaveLength(1);
});

test('the heading of an object is the comment before it', async () => {
  const { documents } = await parseDocuments('---\n# one\n#two\n\na: 1 # not this\n---\nb: 2\n', 'a.yaml', { lenient: true });
  expect(documents.map(({ heading }) => heading)).toEqual(['one\ntwo', '']);
});
