import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of a rehearsal, for data and logs. */
export interface Folder {
  readonly path: string;
  /** Removes the folder with all that is in it; it resolves when it is gone. */
  remove(): Promise<void>;
}

/**
 * Makes a temporary folder that goes when it is told to, and also when this process ends in any way: a caretaker of its own
 * process group waits for the end of its standard input, whose other end is here.
 */
export function temporaryFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'ichor-rehearsal-'));
  const caretaker = spawn(process.execPath, [join(__dirname, 'caretaker.mjs'), path], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const gone = new Promise<void>((resolve, reject) => {
    caretaker.on('error', reject);
    caretaker.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${path} could not be removed`));
    });
  });
  gone.catch(() => undefined);
  return {
    path,
    remove: () => {
      caretaker.stdin?.end();
      return gone;
    },
  };
}
