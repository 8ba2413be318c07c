import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRevision } from '../../../lib/input';
import { folderOf } from './support/folder';

const outer = { ...process.env };
afterEach(() => {
  process.env = { ...outer };
});

/** Runs git as nobody in particular, without anybody's configuration. */
function git(folder: string, ...args: string[]): string {
  const env = { PATH: outer.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: join(folder, '.no-config') };
  const identity = ['-c', 'user.name=nobody', '-c', 'user.email=nobody@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...identity, ...args], { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** A repository whose first commit has these files. */
function repositoryOf(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = folderOf(files);
  git(folder, 'init', '--quiet', '--initial-branch=main');
  return commit(folder);
}

function commit(folder: string): string {
  git(folder, 'add', '--all', '--force');
  git(folder, 'commit', '--quiet', '--message=x');
  return folder;
}

async function summary(folder: string, revision: string, path: string, lenient = true) {
  const { documents, findings } = await readRevision(folder, revision, path, { lenient });
  return {
    files: documents.map((d) => (d.at.in === 'document' ? `${d.at.file}:${d.at.line}` : '')),
    findings: findings.map((f) => `${f.id} ${f.at.file}: ${f.message}`),
  };
}

test('reads what a folder had at a revision, whatever became of it', async () => {
  const folder = repositoryOf({
    'k/b.yml': 'kind: B\n---\nkind: C\n',
    'k/a/a.yaml': 'kind: A\n',
    'k/README.md': 'no',
    'other.yaml': 'kind: O\n',
  });
  writeFileSync(join(folder, 'k/b.yml'), 'kind: Changed\n');
  commit(folder);
  rmSync(join(folder, 'k'), { recursive: true });
  expect(await summary(folder, 'HEAD~1', 'k/')).toEqual({
    files: ['HEAD~1:k/a/a.yaml:1', 'HEAD~1:k/b.yml:1', 'HEAD~1:k/b.yml:3'],
    findings: [],
  });
  expect(await summary(folder, 'main', 'k/b.yml')).toEqual({ files: ['main:k/b.yml:1'], findings: [] });
  const { documents } = await readRevision(folder, git(folder, 'rev-parse', 'HEAD').trim(), 'k/b.yml');
  expect(documents.map((d) => d.object)).toEqual([{ kind: 'Changed' }]);
  expect((await readRevision(folder, 'HEAD~1', '.')).documents).toHaveLength(4);
});

test('its documents know their places', async () => {
  const folder = repositoryOf({ 'a.yaml': 'kind: List\nitems:\n- spec:\n    b: c\n' });
  const { documents } = await readRevision(folder, 'HEAD', 'a.yaml');
  expect(documents[0]?.place('spec.b')).toEqual({ in: 'document', file: 'HEAD:a.yaml', path: 'spec.b', line: 4, column: 5 });
});

test('works below the top of the repository, and in other worktrees', async () => {
  const folder = repositoryOf({ 'sub/k/a.yaml': 'kind: A\n', 'b.yaml': 'kind: B\n' });
  expect(await summary(join(folder, 'sub'), 'HEAD', 'k')).toEqual({ files: ['HEAD:k/a.yaml:1'], findings: [] });
  expect(await summary(join(folder, 'sub'), 'HEAD', '../b.yaml')).toEqual({ files: ['HEAD:../b.yaml:1'], findings: [] });
  expect(await summary(join(folder, 'sub'), 'HEAD', join(folder, 'sub', 'k'))).toEqual({ files: ['HEAD:k/a.yaml:1'], findings: [] });
  git(folder, 'worktree', 'add', '--quiet', 'tree', 'HEAD');
  expect(await summary(join(folder, 'tree'), 'main', '.')).toEqual({ files: ['main:b.yaml:1', 'main:sub/k/a.yaml:1'], findings: [] });
});

test('an environment that leads elsewhere is left behind', async () => {
  const folder = repositoryOf({ 'a.yaml': 'kind: A\n' });
  const elsewhere = repositoryOf({ 'b.yaml': 'kind: B\n' });
  Object.assign(process.env, {
    GIT_DIR: join(elsewhere, '.git'),
    GIT_WORK_TREE: elsewhere,
    GIT_INDEX_FILE: '/nowhere',
    GIT_OBJECT_DIRECTORY: '/nowhere',
  });
  expect(await summary(folder, 'HEAD', '.')).toEqual({ files: ['HEAD:a.yaml:1'], findings: [] });
});

test('odd names and hidden folders are as on disk', async () => {
  const folder = repositoryOf({
    ':(top)x/*.yaml': 'kind: A\n',
    '-n/ä b\n.yaml': 'kind: B\n',
    '.hidden/c.yaml': 'kind: C\n',
    'x/node_modules/d.yaml': 'kind: D\n',
  });
  expect(await summary(folder, 'HEAD', '.')).toEqual({ files: ['HEAD:-n/ä b\ufffd.yaml:1', 'HEAD::(top)x/*.yaml:1'], findings: [] });
  expect(await summary(folder, 'HEAD', ':(top)x')).toEqual({ files: ['HEAD::(top)x/*.yaml:1'], findings: [] });
  expect(await summary(folder, 'HEAD', '-n')).toEqual({ files: ['HEAD:-n/ä b\ufffd.yaml:1'], findings: [] });
  expect(await summary(folder, 'HEAD', '.hidden')).toEqual({ files: ['HEAD:.hidden/c.yaml:1'], findings: [] });
});

test('what can not be read is a finding at its revision', async () => {
  const folder = repositoryOf({ 'a.yaml': 'a: [\n', 'b.yaml': Buffer.from([0xff, 0xfe, 0x0a]), 'c.yaml': '', 'd.yaml': 'kind: D\n' });
  expect(await summary(folder, 'HEAD', '.')).toEqual({
    files: ['HEAD:d.yaml:1'],
    findings: [expect.stringMatching(/^INP001 HEAD:a\.yaml: /), 'INP001 HEAD:b.yaml: this line is no UTF-8'],
  });
  expect((await summary(folder, 'HEAD', '.', false)).findings[0]).toMatch(/^OBJ003 HEAD:a\.yaml: /);
});

test('links are named where they lead to something that is not read otherwise', async () => {
  const folder = folderOf({ 'k/a.yaml': 'kind: A\n', 'k/notes.txt': 'x', 'other/b.yaml': 'kind: B\n' });
  mkdirSync(join(folder, 'k/sub'));
  symlinkSync('../a.yaml', join(folder, 'k/sub/again.yaml'));
  symlinkSync('..', join(folder, 'k/sub/up'));
  symlinkSync('notes.txt', join(folder, 'k/notes'));
  symlinkSync('../other', join(folder, 'k/other'));
  symlinkSync('/etc/passwd', join(folder, 'k/passwd.yaml'));
  git(folder, 'init', '--quiet', '--initial-branch=main');
  commit(folder);
  expect(await summary(folder, 'HEAD', 'k')).toEqual({
    files: ['HEAD:k/a.yaml:1'],
    findings: [
      'INP003 HEAD:k/other: links of a revision are not followed',
      'INP003 HEAD:k/passwd.yaml: links of a revision are not followed',
    ],
  });
});

test('a link that was asked for is named', async () => {
  const folder = folderOf({ 'a.yaml': 'kind: A\n' });
  symlinkSync('a.yaml', join(folder, 'link'));
  git(folder, 'init', '--quiet', '--initial-branch=main');
  commit(folder);
  expect((await summary(folder, 'HEAD', 'link')).findings).toEqual(['INP003 HEAD:link: links of a revision are not followed']);
});

test('a submodule is named', async () => {
  const folder = repositoryOf({ 'a.yaml': 'kind: A\n' });
  git(folder, 'update-index', '--add', '--cacheinfo', `160000,${git(folder, 'rev-parse', 'HEAD').trim()},module`);
  git(folder, 'commit', '--quiet', '--message=x');
  expect((await summary(folder, 'HEAD', '.')).findings).toEqual(['INP003 HEAD:module: a submodule is not read']);
});

describe('what is not there', () => {
  let folder: string;
  beforeAll(() => {
    folder = repositoryOf({ 'k/a.yaml': 'kind: A\n' });
  });

  test.each(['nowhere', '--all', '--output=x', '-h', '', 'HEAD~7', 'HEAD..HEAD', '^HEAD', 'HEAD:k/a.yaml', 'a\0b', 'HEAD\nHEAD', '$(id)'])(
    'is a revision: %j',
    async (revision) => {
      const { documents, findings } = await readRevision(folder, revision, 'k');
      expect([documents, findings]).toEqual([[], [expect.objectContaining({ id: 'INP007', severity: 'error' })]]);
      expect(findings[0]?.message).toMatch(/^there is no revision '/);
      expect(findings[0]?.repair).toMatch(/^write a branch, a tag or a commit/);
    },
  );

  test.each(['nowhere', 'k/b.yaml', 'k/a', '../x', '..', 'a\0b'])('is a path: %j', async (path) => {
    const { findings } = await readRevision(folder, 'HEAD', path);
    expect(findings).toEqual([
      expect.objectContaining({ id: 'INP008', severity: 'error', message: expect.stringMatching(/^there is no '/) }),
    ]);
  });

  test('is a repository', async () => {
    process.env.GIT_DIR = join(folder, '.git');
    expect(await summary(folderOf({}), 'HEAD', '.')).toEqual({
      files: [],
      findings: ['INP006 HEAD:.: this folder is in no git repository'],
    });
  });

  test('is a folder', async () => {
    expect((await summary(join(folder, 'nowhere'), 'HEAD', '.')).findings).toEqual([
      'INP008 HEAD:.: there is no such folder to look for a repository in',
    ]);
  });

  test('is git', async () => {
    process.env.PATH = folder;
    expect((await summary(folder, 'HEAD', '.')).findings).toEqual(["INP005 HEAD:.: git doesn't run: ENOENT"]);
  });

  test('is the content of a file, in a clone that left it out', async () => {
    const id = git(folder, 'rev-parse', 'HEAD:k/a.yaml').trim();
    rmSync(join(folder, '.git/objects', id.slice(0, 2), id.slice(2)));
    expect((await summary(folder, 'HEAD', 'k')).findings).toEqual(["INP001 HEAD:k/a.yaml: its content isn't in this clone"]);
  });
});
