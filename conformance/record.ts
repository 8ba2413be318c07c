import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Json } from '../lib/base';

/** A part of the record, each in a file of its own. */
export type Suite =
  | 'talos'
  | 'talosctl'
  | 'helm'
  | 'schemas'
  | 'schematic'
  | 'gitops'
  | 'policy-refusals'
  | 'policy-tricky'
  | 'policy-worlds';

/** What to do when something was never judged. */
export const howToRecord = 'run `npm run conformance -- --record`, and commit what it writes';

function fileOf(suite: string): string {
  return join(__dirname, 'recorded', `${suite}.json`);
}

/** What upstream answered when it was last asked. */
export function readRecord<T>(suite: Suite): T {
  const file = fileOf(suite);
  if (!existsSync(file)) throw new Error(`there is no record ${suite}.json: ${howToRecord}`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Writes a record: the same bytes for the same answers. */
export function writeRecord(suite: Suite, answers: object): void {
  const file = fileOf(suite);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(sorted(answers as Json), null, 2)}\n`);
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Record<string, Json>).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, below]) => [key, sorted(below)]));
}
