import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Block, blocksOf, pages, root } from './support/pages';

/** Blocks that name the file which they are. */
const named = pages()
  .flatMap(blocksOf)
  .filter((block): block is Block & { file: string } => block.file !== undefined);
const isOutput = (block: { file: string }) => block.file.startsWith('dist/');
/** Whether it shows a definition of this repository, not one of its own. */
const isExcerpt = (block: { file: string }) => block.file.startsWith('clusters/') && existsSync(join(root, block.file));
const isShown = (block: { file: string }) => isOutput(block) || isExcerpt(block);
const definitions = named.filter((block) => block.file.startsWith('clusters/') && !isExcerpt(block));

let folder: string;
let findings: readonly { readonly severity: string }[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ichor-docs-'));
  for (const block of named.filter((b) => !isShown(b))) {
    mkdirSync(dirname(join(folder, block.file)), { recursive: true });
    writeFileSync(join(folder, block.file), block.text, { flag: 'wx' });
  }
  linkPackages();
  findings = JSON.parse(ichor('synth', '--output', 'json')).findings;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a command says in the folder of the examples. */
function ichor(...words: string[]): string {
  return spawnSync(process.execPath, [join(root, 'ichor'), ...words], { cwd: folder, encoding: 'utf8' }).stdout;
}

/** The packages of this repository, and the repository itself as one, as if they were installed beside the definitions. */
function linkPackages(): void {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(modules, name), 'dir');
  }
  symlinkSync(root, join(modules, 'ichor'), 'dir');
}

test('there are definitions to try', () => {
  expect(definitions.length).toBeGreaterThan(10);
});

test('nothing is wrong with a definition of the documentation', () => {
  expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
});

test('definitions of the documentation compile', () => {
  // GIVEN
  const compilerOptions = {
    ...JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')).compilerOptions,
    rootDir: undefined,
    types: ['node'],
    noUnusedLocals: true,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['clusters'] }));
  // WHEN
  const { stdout, status } = spawnSync(process.execPath, [join(root, 'node_modules/typescript7/bin/tsc'), '-p', folder], {
    encoding: 'utf8',
  });
  // THEN
  expect(stdout.trim()).toBe('');
  expect(status).toBe(0);
});

test('the README shows what is said of the changes that it shows', () => {
  // GIVEN
  const blocks = pages()
    .filter(({ path }) => path === 'README.md')
    .flatMap(blocksOf);
  const changes = blocks.findIndex(({ language }) => language === 'diff');
  const lines = (sign: string) =>
    [...(blocks[changes] as Block).text.matchAll(new RegExp(`^\\${sign}(.*)$`, 'gm'))].map((m) => m[1] as string);
  const file = join(folder, 'clusters', 'home.ts');
  const before = readFileSync(file, 'utf8');
  const after = lines('-').reduce((text, line, i) => {
    expect(text).toContain(`${line}\n`);
    return text.replace(line, lines('+')[i] as string);
  }, before);
  // WHEN
  writeFileSync(file, after);
  const said = ichor('check', 'home');
  writeFileSync(file, before);
  // THEN
  expect(said).toBe(blocks[changes + 1]?.text);
});

/** Lines that are `# …`, `// …` or `…` stand for any others. */
function partsOf(text: string): string[] {
  return text.split(/^ *(?:# |\/\/ )?…\n/m).filter((part) => part !== '');
}

test.each(named.filter(isShown).map((block) => [`${block.page}:${block.line} ${block.file}`, block] as const))('%s', (_, block) => {
  // GIVEN
  const file = [folder, root].map((place) => join(place, block.file)).find(existsSync);
  const actual = file === undefined ? '' : readFileSync(file, 'utf8');
  // THEN
  let from = 0;
  for (const part of partsOf(block.text)) {
    const at = actual.indexOf(part, from);
    if (at < 0) expect(actual).toContain(part);
    from = at + part.length;
  }
  if (!block.text.includes('…')) expect(block.text).toBe(actual);
});
