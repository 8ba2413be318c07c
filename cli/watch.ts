import { existsSync, type FSWatcher, readdirSync, watch as watchFiles } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { outputFolder } from '../lib/base';
import { diff } from './diff';
import type { SynthFlags } from './main';
import { synth } from './synth';
import type { Terminal } from './terminal';

/** Folders in which nothing is a source, and of which some are large. */
const unwatched = new Set(['node_modules', outputFolder, 'build', '.git', '.scratch', '.ichor', '.cache']);

/** Editors write a file in several steps; so many milliseconds after the last one it is whole. */
const settled = 30;

/**
 * `ichor synth --watch`: synthesizes now and after each change below the working directory, in this process, and says what the
 * changes since the last commit mean. It ends when it is interrupted.
 */
export async function watch(names: readonly string[], flags: SynthFlags, terminal: Terminal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let again = false;
  const round = async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    const started = performance.now();
    let code = 0;
    const own = {
      ...terminal,
      exit: (given: number) => {
        code = given;
      },
    };
    await synth(names, { ...flags, output: 'text' }, own);
    if (code === 0 && existsSync(join(terminal.directory, '.git'))) {
      await diff(undefined, names.length === 1 ? { output: 'text', cluster: names[0] as string } : { output: 'text' }, own);
    }
    terminal.err(terminal.errColours.dim(`${Math.round(performance.now() - started)} ms; waiting for changes\n`));
    running = false;
    if (again) {
      again = false;
      await round();
    }
  };
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void round(), settled);
  };
  const watchers = watched(terminal.directory, changed);
  await round();
  await new Promise<void>((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
  clearTimeout(timer);
  for (const watcher of watchers) watcher.close();
}

function watched(directory: string, changed: () => void): FSWatcher[] {
  const folders = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !unwatched.has(entry.name));
  return folders.map(({ name }) => watchFiles(join(directory, name), { recursive: true }, changed));
}
