import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demo, folder, repository } from './support/ichor';

/** Starts `ichor synth --watch`, and waits for what it says. */
function watching(directory: string) {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [join(repository, 'ichor'), 'synth', '--watch'], { cwd: directory, env: { PATH, HOME } });
  let said = '';
  let seen = 0;
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
      for (const listener of listeners) listener();
    });
  }
  const says = (pattern: RegExp) =>
    new Promise<string>((resolve) => {
      const look = () => {
        const found = pattern.exec(said.slice(seen));
        if (found === null) return;
        listeners.delete(look);
        const text = said.slice(seen, seen + found.index + found[0].length);
        seen += text.length;
        resolve(text);
      };
      listeners.add(look);
      look();
    });
  const end = () =>
    new Promise<number | null>((resolve) => {
      child.on('close', resolve);
      child.kill('SIGINT');
    });
  return { says, end };
}

test('synthesizes after each change, says what it means since the last commit, goes on after an error, and ends when interrupted', async () => {
  // GIVEN
  const directory = folder(demo());
  const file = join(directory, 'clusters/demo.ts');
  const good = readFileSync(file, 'utf8');
  const git = (...args: string[]) => spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd: directory });
  const { says, end } = watching(directory);
  await says(/waiting for changes\n/);
  git('init', '--quiet');
  git('add', 'clusters', 'dist');
  git('commit', '--quiet', '--message', 'first');
  // WHEN
  writeFileSync(file, good.replace(/flows: \[.*\]/s, 'flows: []'));
  const opened = await says(/waiting for changes\n/);
  writeFileSync(file, good.replace("talos: '1.13", "talos: 'x.13"));
  const broken = await says(/waiting for changes\n/);
  writeFileSync(file, good);
  const mended = await says(/waiting for changes\n/);
  // THEN
  expect(opened).toMatch(/^~ dist\/demo\/\S+\n/m);
  expect(opened).toMatch(/^ *- /m);
  expect(broken).toContain('nothing was written');
  expect(mended).toMatch(/^~ dist\/demo\/\S+\n/m);
  expect(await end()).toBe(0);
});
