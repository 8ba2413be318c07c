import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { talosFiles } from './metal';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ichor-talos-'));
  folders.push(folder);
  return folder;
}

/** What programs on `PATH` do beside writing down how they were called. */
export type StandIns = Readonly<Record<string, string>>;

/** How a script ended, and what it called. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly calls: readonly string[];
}

/** A folder `talos/` of a cluster, and a place for what is secret. */
export interface Checkout {
  readonly root: string;
  /** Where secrets go; not there yet. */
  readonly secret: string;
  readonly patches: string;
  /**
   * Runs a script with the words of a line, in which `FOLDER` is the place for secrets. What is made for the time of one run is called
   * `MADE` in the calls.
   */
  run(script: 'create.sh' | 'configure.sh', line: string, programs: StandIns): Ended;
}

/** The folder `talos/` of a cluster, written down, and a way to run its scripts there with stand-ins for what they call. */
export function checkout(files: ReadonlyMap<string, string> = talosFiles()): Checkout {
  const root = temporary();
  for (const [path, text] of files) {
    const file = join(root, 'talos', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: path.endsWith('.sh') ? 0o755 : 0o644 });
  }
  const secret = join(root, 'secret');
  return {
    root,
    secret,
    patches: join(root, 'talos'),
    run(script, line, programs) {
      const bin = temporary();
      const log = join(bin, 'log');
      for (const [name, body] of Object.entries(programs)) {
        writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $*" >> ${log}\n${body}\n`);
        chmodSync(join(bin, name), 0o755);
      }
      // Away from any repository that the machine may have around its folder for temporary files.
      const env = { PATH: `${bin}:/usr/bin:/bin`, GIT_CEILING_DIRECTORIES: tmpdir(), ROOT: root };
      const words = line.split(' ').map((word) => word.replace('FOLDER', secret));
      const { status, stdout, stderr } = spawnSync(join(root, 'talos', script), words, { env, encoding: 'utf8' });
      const calls = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
      return { status, stdout, stderr, calls: calls.map((call) => call.replace(/config\.\w{6}\//g, 'MADE/')) };
    },
  };
}
