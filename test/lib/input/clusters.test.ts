import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadClusters } from '../../../lib/input';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clusters-'));
  mkdirSync(join(folder, 'clusters'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, 'clusters', name), text);
const packages = { ichor: () => ({ defineCluster: (definition: unknown) => ({ definition }) }) };

test('loads each file of clusters/ by its default export, with what it imports', async () => {
  mkdirSync(join(folder, 'clusters', 'shared'));
  write('shared/name.ts', "export const name: string = 'b';\n");
  write(
    'b.ts',
    "import { defineCluster } from 'ichor';\nimport { name } from './shared/name';\nexport default defineCluster({ name } as never);\n",
  );
  write('a.ts', 'export default 1;\n');
  write('a.test.ts', 'throw new Error("a test is no cluster");\n');
  write('types.d.ts', 'export {};\n');
  const { clusters, findings } = await loadClusters(folder, [], packages);
  expect(findings).toEqual([]);
  expect(clusters).toEqual([
    { name: 'a', file: 'clusters/a.ts', exported: 1 },
    { name: 'b', file: 'clusters/b.ts', exported: { definition: { name: 'b' } } },
  ]);
});

test('loads only those that are named', async () => {
  write('a.ts', 'export default 1;\n');
  write('b.ts', 'throw new Error("not asked for");\n');
  const { clusters, findings } = await loadClusters(folder, ['a'], packages);
  expect([clusters.map((c) => c.name), findings]).toEqual([['a'], []]);
});

test.each([
  [
    'a syntax error, at its place',
    'export default {\n  name: ;\n};\n',
    { at: { in: 'document', file: 'clusters/a.ts', line: 2, column: 9 }, message: 'Unexpected ";"' },
  ],
  [
    'an import that leads nowhere',
    "import { x } from './nowhere';\nexport default x;\n",
    { at: { in: 'document', file: 'clusters/a.ts', line: 1, column: 19 }, message: 'Could not resolve "./nowhere"' },
  ],
  [
    'an exception',
    'throw new Error("no address\\nand a second line");\n',
    { at: expect.objectContaining({ file: 'clusters/a.ts' }), message: 'loading it failed: no address' },
  ],
  [
    'a package that is not there',
    "import x from 'no-such-package';\nexport default x;\n",
    { message: expect.stringMatching(/^loading it failed: Cannot find module 'no-such-package'/) },
  ],
])('reports %s', async (_, text, expected) => {
  write('a.ts', text);
  const { clusters, findings } = await loadClusters(folder, [], packages);
  expect(clusters).toEqual([]);
  expect(findings).toEqual([expect.objectContaining({ id: 'DEF007', severity: 'error', ...expected })]);
});

test('says so where there is nothing to load', async () => {
  const { findings } = await loadClusters(folder, [], packages);
  expect(findings).toEqual([
    expect.objectContaining({
      id: 'DEF008',
      message: 'there is no definition in this folder',
      repair: 'run ichor init NAME, or change to the folder that has clusters/',
    }),
  ]);
});

test('a name that nobody defines is reported with the nearest', async () => {
  write('joelclaw.ts', 'export default 1;\n');
  const { findings } = await loadClusters(folder, ['joelclau'], packages);
  expect(findings).toEqual([
    expect.objectContaining({ id: 'DEF008', message: "there is no cluster 'joelclau'", repair: "write 'joelclaw'" }),
  ]);
});
