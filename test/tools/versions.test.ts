import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newestPatch } from '../../lib/model';

interface Raise {
  raised(
    table: Readonly<Record<string, Readonly<Record<string, number>>>>,
    released: Readonly<Record<string, readonly string[]>>,
  ): { readonly table: unknown; readonly changes: readonly string[]; readonly unknown: readonly string[] };
  withTable(source: string, table: unknown): string;
}

const tool = require('../../tools/versions/raise.cjs') as Raise;

const table = { talos: { '1.13': 4, '1.14': 1 }, cilium: { '1.20': 2 } };

test('patches of known minors are raised, minors that are newer than all are named, and nothing is lowered', () => {
  const released = {
    talos: ['v1.12.9', 'v1.13.3', 'v1.13.9', 'v1.14.0', 'v1.14.2-rc.1', 'v1.15.0-alpha.0'],
    cilium: ['v1.20.4', 'v1.21.0', 'v1.21.1'],
  };
  expect(tool.raised(table, released)).toEqual({
    table: { talos: { '1.13': 9, '1.14': 1 }, cilium: { '1.20': 4 } },
    changes: ['talos 1.13: 4 → 9', 'cilium 1.20: 2 → 4'],
    unknown: ['cilium 1.21'],
  });
});

test('a proxy that knows nothing changes nothing', () => {
  expect(tool.raised(table, {})).toEqual({ table, changes: [], unknown: [] });
});

test('the table in the source is written as it stands there', () => {
  const source = readFileSync(join(__dirname, '..', '..', 'lib', 'model', 'versions.ts'), 'utf8');
  expect(tool.withTable(source, newestPatch)).toBe(source);
  expect(tool.withTable(source, { talos: { '1.13': 99 } })).toContain("= {\n  talos: { '1.13': 99 },\n};\n");
});
