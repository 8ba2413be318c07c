import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';

/** A folder beside those of the clusters, where files become complete before they are renamed into place. */
export class Staging {
  private readonly folder: string;
  private count = 0;

  constructor(dist: string) {
    this.folder = `${dist}/.staging-${process.pid}`;
  }

  /** Makes the folder. */
  open(): void {
    mkdirSync(this.folder);
  }

  /** Writes a file that is safe on disk when this returns, and says where it waits. */
  add(content: Uint8Array | string, executable = false): string {
    return this.write(this.freeName(), content, executable);
  }

  /** Makes a folder that holds one such file, and says where it waits. */
  addFolder(name: string, content: string): string {
    const folder = this.freeName();
    mkdirSync(folder);
    this.write(`${folder}/${name}`, content, false);
    return folder;
  }

  /** A free name in the folder; what is renamed to it disappears with the folder. */
  freeName(): string {
    return `${this.folder}/${this.count++}`;
  }

  /** Removes the folder; what cannot be removed is left to the next run. */
  close(): void {
    discard(this.folder);
  }

  private write(staged: string, content: Uint8Array | string, executable: boolean): string {
    const file = openSync(staged, 'wx', executable ? 0o755 : 0o644);
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    return staged;
  }
}

/** Removes what killed runs left; a folder with this process's own number is from one that had the number before. */
export function removeStale(dist: string): void {
  for (const name of namesIn(dist)) {
    const pid = Number(/^\.staging-(\d+)$/.exec(name)?.[1] ?? Number.NaN);
    if (pid === process.pid || (pid > 0 && !isAlive(pid))) discard(`${dist}/${name}`);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function discard(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // A leftover is harmless, and the next run tries again.
  }
}
