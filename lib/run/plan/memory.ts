import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { valueAt } from '../../base';
import { parseJson } from '../json';

/** What a run can't observe of earlier ones: which cluster they were about. Nothing of it is a confirmation or a backup. */
export interface Memory {
  readonly uid: string;
}

/** Where a state folder keeps it. */
const file = 'cluster.json';

/** What earlier runs left in a state folder; nothing where there is none, or it can't be read. */
export function recall(folder: string): Memory | undefined {
  try {
    const uid = valueAt(parseJson(readFileSync(join(folder, file), 'utf8')), 'uid');
    return typeof uid === 'string' ? { uid } : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it for later runs, whole or not at all. */
export function remember(folder: string, memory: Memory): void {
  const draft = join(folder, `${file}.${process.pid}`);
  writeFileSync(draft, `${JSON.stringify({ schema: 'ichor/state/v1', ...memory }, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, join(folder, file));
}
