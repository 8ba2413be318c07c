import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { blocksOf, pages, root } from '../docs/support/pages';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ichor-testing-'));
  for (const { file, text } of pages().flatMap(blocksOf)) {
    if (file !== 'clusters/home.ts' && file?.startsWith('test/') !== true) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true });
  for (const [name, target] of [
    ['ichor', '.'],
    ...['cdk8s', 'constructs', '@types/jest', '@types/node', 'expect', 'pretty-format'].map((n) => [n, `node_modules/${n}`]),
  ]) {
    symlinkSync(join(root, target as string), join(folder, 'node_modules', name as string), 'dir');
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the tests of the documentation run', () => {
  // GIVEN
  const own = require(join(root, 'jest.config.js'));
  const { moduleNameMapper, testEnvironmentOptions } = own;
  const transform = { '\\.ts$': join(root, 'tools/from-source.cjs') };
  const config = {
    rootDir: folder,
    roots: [folder, root],
    testMatch: [`${folder}/test/*.test.ts`],
    transform,
    moduleNameMapper,
    testEnvironmentOptions,
    haste: { enableSymlinks: false },
    modulePathIgnorePatterns: [`${root}/build/`],
  };
  writeFileSync(join(folder, 'jest.config.json'), JSON.stringify(config));
  // WHEN
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const { status, stderr } = spawnSync(process.execPath, [jest, '--config', join(folder, 'jest.config.json'), '--watchman=false'], {
    cwd: folder,
    encoding: 'utf8',
  });
  // THEN
  expect(stderr).toMatch(/Tests: +3 passed, 3 total/);
  expect(status).toBe(0);
});

test('they compile, and a matcher without its arguments does not', () => {
  // GIVEN
  const options = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')).compilerOptions;
  const compilerOptions = { ...options, rootDir: undefined, types: ['jest', 'node'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['test'] }));
  writeFileSync(join(folder, 'test/wrong.ts'), "import 'ichor/testing';\nexpect({}).toAllow('a');\nexpect({}).toIsolate('a', 'up');\n");
  // WHEN
  const { stdout } = spawnSync(process.execPath, [join(root, 'node_modules/typescript7/bin/tsc'), '-p', folder], { encoding: 'utf8' });
  // THEN
  expect(
    stdout
      .split('\n')
      .filter((line) => line.startsWith('test/') || line.includes('/test/'))
      .map((line) => line.replace(/^.*test\//, '').replace(/: error .*/, '')),
  ).toEqual(['wrong.ts(2,12)', 'wrong.ts(3,27)']);
});
