import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readText } from '../../../lib/input';
import { git } from '../../../lib/input/git';

const directory = mkdtempSync(join(tmpdir(), 'ichor-text-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('the text of a file, as it is and as it was', async () => {
  // GIVEN
  const run = (...args: readonly string[]) => git(directory, ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args]);
  await run('init', '--quiet');
  writeFileSync(join(directory, 'a.txt'), 'was\r\n');
  await run('add', '--all');
  await run('commit', '--quiet', '--no-gpg-sign', '--message', 'first');
  writeFileSync(join(directory, 'a.txt'), '\ufeffis\n');
  // THEN
  expect(await readText(directory, 'a.txt')).toBe('is\n');
  expect(await readText(directory, 'a.txt', 'HEAD')).toBe('was\n');
  expect(await readText(directory, 'b.txt')).toBeUndefined();
  expect(await readText(directory, 'b.txt', 'HEAD')).toBeUndefined();
  expect(await readText(directory, 'a.txt', 'nowhere')).toBeUndefined();
  expect(await readText(directory, 'a.txt', '--help')).toBeUndefined();
});
