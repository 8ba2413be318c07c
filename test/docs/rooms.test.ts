import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..', '..');
const cruiser = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');

/** Files that only obey. */
const good = {
  'clusters/home.ts': "import { defineCluster } from 'ichor';\nimport './shared/home';\nexport default defineCluster;\n",
  'clusters/shared/home.ts': "import { Deployment } from 'cdk8s-plus-28';\nexport const web = Deployment;\n",
  'charts/services.ts':
    "import { ApiObject } from 'cdk8s';\nimport type { Service } from '../imports/kubernetes';\nimport { name } from '../lib/model';\nexport const x: [Service, unknown] = [name, ApiObject];\n",
  'imports/kubernetes.ts': 'export type Service = string;\n',
  'lib/base/a.ts': "import type { B } from './b';\nexport type A = B;\nexport const a = 1;\n",
  'lib/base/b.ts': "import { a } from './a';\nexport type B = string;\nexport const b = a;\n",
  'lib/base/index.ts': "export * from './a';\nexport * from './b';\n",
  'lib/input/yaml.ts': "export const read = async () => (await import('yaml')).parse;\n",
  'lib/model/index.ts':
    "import type { Construct } from 'constructs';\nimport { a } from '../base';\nexport type Scope = Construct;\nexport const name = String(a);\n",
  'lib/output/index.ts': "export { disk } from './private/disk';\n",
  'lib/output/private/disk.ts': "export * as disk from 'node:fs';\n",
  'lib/policy/index.ts': 'export const decide = 1;\n',
  'main.ts': "import { disk } from './lib/output';\nexport const run = disk;\n",
  'talos/index.ts': "import { name } from '../lib/model';\nexport const patch = name;\n",
  'test/any.test.ts': "import { disk } from '../lib/output/private/disk';\nexport const seen = disk;\n",
};

/** One file for each kind of disobedience, and the rule that it breaks. */
const bad: Readonly<Record<string, { readonly text: string; readonly breaks: string }>> = {
  'clusters/away.ts': { text: "import '../lib/model';\n", breaks: 'room-clusters' },
  'talos/policy.ts': { text: "import { decide } from '../lib/policy';\nexport const x = decide;\n", breaks: 'room-talos' },
  'talos/value.ts': { text: "import { Service } from '../imports/kubernetes';\nexport const x = Service;\n", breaks: 'types-talos' },
  'charts/disk.ts': { text: "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n", breaks: 'room-charts' },
  'imports/upward.ts': { text: "import type { A } from '../lib/base';\nexport type X = A;\n", breaks: 'room-imports' },
  'lib/base/upward.ts': { text: "import { name } from '../model';\nexport const x = name;\n", breaks: 'room-lib-base' },
  'lib/model/construct.ts': { text: "import { Construct } from 'constructs';\nexport const x = Construct;\n", breaks: 'types-lib-model' },
  'lib/model/tree.ts': { text: "import { App } from 'cdk8s';\nexport const x = App;\n", breaks: 'room-lib-model' },
  'lib/policy/plus.ts': { text: "import { Deployment } from 'cdk8s-plus-28';\nexport const x = Deployment;\n", breaks: 'room-lib-policy' },
  'lib/output/slow.ts': { text: "import { stringify } from 'yaml';\nexport const x = stringify;\n", breaks: 'room-lib-output' },
  'lib/input/early.ts': { text: "import { parse } from 'yaml';\nexport const x = parse;\n", breaks: 'lazy-lib-input' },
  'testing/private.ts': { text: "import { disk } from '../lib/output/private/disk';\nexport const x = disk;\n", breaks: 'private' },
  'lib/base/circle.ts': {
    text: "import { round } from './round';\nexport const circle = () => round;\n",
    breaks: 'no-cycle',
  },
  'lib/nowhere/a.ts': { text: "import { a } from '../base';\nexport const x = a;\n", breaks: 'no-room' },
  'lib/checks/lost.ts': { text: "import { gone } from './gone';\nexport const x = gone;\n", breaks: 'found' },
};
const alsoBad = { 'lib/base/round.ts': "import { circle } from './circle';\nexport const round = () => circle;\n" };

const packages = ['cdk8s', 'cdk8s-plus-28', 'constructs', 'yaml'];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ichor-rooms-'));
  write({ 'package.json': JSON.stringify({ name: 'ichor', dependencies: Object.fromEntries(packages.map((p) => [p, '1.0.0'])) }) });
  for (const name of packages) {
    write({
      [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
      [`node_modules/${name}/index.js`]: '',
    });
  }
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Which file breaks which rule, as `npm test` would say. */
function violations(): string[] {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [cruiser, '.', '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json'],
    { cwd: folder, encoding: 'utf8' },
  );
  if (stderr !== '') throw new Error(stderr);
  const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  return [...new Set(summary.violations.map(({ from, rule }) => `${from} ${rule.name}`))].sort();
}

test('what obeys the table passes', () => {
  write(good);
  expect(violations()).toEqual([]);
});

test('each kind of disobedience is found, and nothing is said of what obeys', () => {
  // GIVEN
  write({ ...good, ...Object.fromEntries(Object.entries(bad).map(([path, { text }]) => [path, text])), ...alsoBad });
  // THEN
  const found = violations();
  expect(found).toEqual(expect.arrayContaining(Object.entries(bad).map(([path, { breaks }]) => `${path} ${breaks}`)));
  expect(found.filter((violation) => (violation.split(' ')[0] as string) in good)).toEqual([]);
});

/** Whether the room has anything in it. */
function isThere(room: string): boolean {
  const path = join(root, room);
  return existsSync(path) && (path.endsWith('.ts') || readdirSync(path).length > 0);
}

test('ARCHITECTURE.md has a row for every room', () => {
  const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const rows = [...text.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell]) =>
    [...(cell as string).matchAll(/`([^`]+)`/g)].map((m) => m[1]),
  );
  const { forbidden } = require(join(root, '.dependency-cruiser.cjs')) as { forbidden: { name: string }[] };
  const ruled = forbidden
    .flatMap(({ name }) => /^room-(.*)$/.exec(name)?.[1] ?? [])
    .filter((room) => ['', '.ts'].some((ending) => isThere(room.replace(/^lib-/, 'lib/') + ending)));
  const written = rows.map((row) =>
    String(row)
      .replace(/\/$|\.ts$/g, '')
      .replaceAll('/', '-'),
  );
  expect(ruled.filter((room) => !written.includes(room))).toEqual([]);
});
