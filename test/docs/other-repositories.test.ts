import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { type Block, blocksOf, type Page, pages, root } from './support/pages';

const page = pages().find(({ path }) => path === 'docs/check-other-repositories.md') as Page;
const blocks = blocksOf(page);
const file = (name: string) => blocks.find((block) => block.file === name) as Block;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ichor-docs-'));
  for (const block of blocks.filter((b) => b.file?.startsWith('other/'))) {
    mkdirSync(dirname(join(folder, block.file as string)), { recursive: true });
    writeFileSync(join(folder, block.file as string), block.text);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function ichor(...words: string[]) {
  return spawnSync(process.execPath, [join(root, 'ichor'), ...words], { cwd: folder, encoding: 'utf8' });
}

test('the example gives the output that the page shows', () => {
  const shown = blocks.find(({ language }) => language === 'console') as Block;
  expect(ichor('check', 'other')).toMatchObject({ status: 1, stderr: '', stdout: shown.text });
});

test('the acceptance accepts what it names', () => {
  const { text } = file('other/apps/cilium/helmrelease.yaml');
  const release = join(folder, 'other/apps/cilium/helmrelease.yaml');
  writeFileSync(release, text.replace('masquerade: true, ', ''));
  const found = (output: string) => JSON.parse(output).findings.map(({ id }: { id: string }) => id) as string[];
  const before = found(ichor('check', 'other', '--output', 'json').stdout);
  writeFileSync(join(folder, 'ichor.yaml'), file('ichor.yaml').text);
  const after = found(ichor('check', 'other', '--output', 'json').stdout);
  rmSync(join(folder, 'ichor.yaml'));
  writeFileSync(release, text);
  expect(before.filter((id) => !after.includes(id))).toEqual(['INV014']);
  expect(after.filter((id) => id.startsWith('ACC'))).toEqual([]);
});

test('the workflow is YAML whose commands ichor has', () => {
  const workflow = parse(file('.github/workflows/check.yaml').text);
  const runs = workflow.jobs.ichor.steps.flatMap(({ run }: { run?: string }) => run ?? []) as string[];
  const [command, target] = (runs.find((run) => run.startsWith('npx ichor ')) as string).replace('npx ichor ', '').split(' > ');
  const { stdout, status } = ichor(...(command as string).split(' '));
  expect(status).toBe(1);
  expect(JSON.parse(stdout).runs[0].results.length).toBeGreaterThan(0);
  expect(workflow.jobs.ichor.steps.at(-1).with.sarif_file).toBe(target);
});
