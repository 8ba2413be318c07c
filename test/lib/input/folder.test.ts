import { once } from 'node:events';
import { mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { readDocuments } from '../../../lib/input';
import { folderOf } from './support/folder';

const lenient = { lenient: true };
const filesOf = async (folder: string, path = '.') => (await readDocuments(folder, path, lenient)).documents.map((d) => d.at.file);
const findingsOf = async (folder: string, path = '.') =>
  (await readDocuments(folder, path, lenient)).findings.map((f) => `${f.id} ${f.at.file}: ${f.message}`);

test('YAML and JSON of a folder and of those below, in the order of paths', async () => {
  const kind = 'kind: A\n';
  const folder = folderOf({
    'b.yml': kind,
    'a/one.yaml': kind,
    'a.yaml': kind,
    'c.json': '{"kind": "A"}',
    'README.md': 'a: b: c',
    'd.yaml.bak': 'x',
  });
  expect(await filesOf(folder)).toEqual(['a.yaml', 'a/one.yaml', 'b.yml', 'c.json']);
  expect(await filesOf(folder, 'a/')).toEqual(['a/one.yaml']);
  expect(await filesOf(folder, './a/../a')).toEqual(['a/one.yaml']);
});

test('hidden folders and node_modules are passed over, unless they are what was asked for', async () => {
  const folder = folderOf({ '.git/a.yaml': 'a: b', '.hidden/a.yaml': 'a: b', 'x/node_modules/p/a.yaml': 'a: b', '.a.yaml': 'a: b' });
  expect(await filesOf(folder)).toEqual(['.a.yaml']);
  expect(await filesOf(folder, '.hidden')).toEqual(['.hidden/a.yaml']);
});

describe('links', () => {
  test('inside of the folder are followed where nothing else leads, and circles end', async () => {
    const folder = folderOf({ 'a/one.yaml': 'kind: A\n', '..data/two.yaml': 'kind: B\n' });
    symlinkSync('..', join(folder, 'a', 'up'));
    symlinkSync('.', join(folder, 'itself'));
    symlinkSync('one.yaml', join(folder, 'a', 'again.yaml'));
    symlinkSync('..data/two.yaml', join(folder, 'two.yaml'));
    expect([await filesOf(folder), await findingsOf(folder)]).toEqual([['a/one.yaml', 'two.yaml'], []]);
  });

  test('that lead out of it, or nowhere, are named', async () => {
    const outside = folderOf({ 'secret.yaml': 'kind: Secret\n' });
    const folder = folderOf({ 'a.yaml': 'kind: A\n' });
    symlinkSync(join(outside, 'secret.yaml'), join(folder, 'file.yaml'));
    symlinkSync(outside, join(folder, 'folder'));
    symlinkSync('nowhere', join(folder, 'lost.yaml'));
    symlinkSync('loop.yaml', join(folder, 'loop.yaml'));
    symlinkSync('user@host.1', join(folder, '.#a.yaml'));
    expect(await filesOf(folder)).toEqual(['a.yaml']);
    expect(await findingsOf(folder)).toEqual([
      'INP003 file.yaml: this link leads out of the folder',
      'INP003 folder: this link leads out of the folder',
      'INP003 loop.yaml: this link leads nowhere',
      'INP003 lost.yaml: this link leads nowhere',
    ]);
  });

  test('are errors where everything has to be a manifest', async () => {
    const folder = folderOf({});
    symlinkSync('/etc', join(folder, 'etc'));
    expect((await readDocuments(folder, '.')).findings).toEqual([expect.objectContaining({ id: 'OBJ003', severity: 'error' })]);
  });

  test('that were asked for are followed', async () => {
    const folder = folderOf({ 'real/a.yaml': 'kind: A\n' });
    symlinkSync('real', join(folder, 'link'));
    expect(await filesOf(folder, 'link')).toEqual(['link/a.yaml']);
  });
});

test('what is neither file nor folder is named and not waited for', async () => {
  const folder = folderOf({});
  const server = createServer().listen(join(folder, 'socket.yaml'));
  await once(server, 'listening');
  mkdirSync(join(folder, 'folder.yaml'));
  expect(await findingsOf(folder)).toEqual(['INP001 socket.yaml: it is neither file nor folder']);
  server.close();
});

test('a name that would steer a terminal is shown without that', async () => {
  const folder = folderOf({ 'a\u001b[31m\n.yaml': 'kind: A\n' });
  expect(await filesOf(folder)).toEqual(['a\ufffd[31m\ufffd.yaml']);
});
