import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { inDefinition, type Product, type ProductFile } from '../../../lib/base';
import { compareWithDisk, publish } from '../../../lib/output';
import { lines, product, stamps, temporaryFolder, textFile, writeFiles } from './support/dist';

const a = product('a', { 'PLAN.md': 'plan\n', 'apply.sh!': '#!/bin/sh\n', 'talos/x.yaml': 'x\n' });

function published(...products: Product[]): string {
  const dist = temporaryFolder();
  publish(dist, products);
  return dist;
}

const changes = (dist: string, products: Product[], all = false) =>
  compareWithDisk(dist, products, { all }).changes.map(
    ({ path, change, edited }) => `${{ added: '+', changed: '~', removed: '-', unchanged: '=' }[change]} ${path}${edited ? ' edited' : ''}`,
  );

const findings = (dist: string, products: Product[], all = false) =>
  lines(compareWithDisk(dist, products, { all }).findings).map((line) => line.replaceAll(dist, 'dist'));

describe('changes', () => {
  test('in an empty or missing folder everything is added', () => {
    const dist = temporaryFolder();
    const expected = ['+ a/PLAN.md', '+ a/apply.sh', '+ a/manifest.json', '+ a/talos/x.yaml'];
    expect(changes(dist, [a])).toEqual(expected);
    expect(changes(`${dist}/not/there/`, [a])).toEqual(expected);
  });

  test('come for all clusters, sorted by path', () => {
    const dist = published(a, product('b', { old: '1\n', same: '2\n' }));
    const next = [product('c', {}), product('b', { new: '1\n', same: '3\n' }), a];
    expect(changes(dist, next)).toEqual([
      '= a/PLAN.md',
      '= a/apply.sh',
      '= a/manifest.json',
      '= a/talos/x.yaml',
      '~ b/manifest.json',
      '+ b/new',
      '- b/old',
      '~ b/same',
      '+ c/manifest.json',
    ]);
  });

  test('nothing is written to find them', () => {
    const dist = published(a);
    const before = stamps(dist);
    compareWithDisk(dist, [product('a', { other: 'x' }), product('b', {})], { all: true });
    expect(stamps(dist)).toEqual(before);
  });

  test('the executable bit counts, in both directions', () => {
    const dist = published(a);
    chmodSync(`${dist}/a/apply.sh`, 0o644);
    chmodSync(`${dist}/a/PLAN.md`, 0o755);
    expect(changes(dist, [a])).toEqual(['~ a/PLAN.md', '~ a/apply.sh', '= a/manifest.json', '= a/talos/x.yaml']);
    expect(findings(dist, [a])).toEqual([]);
  });

  test('the executable bit does not count where the file system shows it for everything', () => {
    const dist = published(a);
    for (const path of ['PLAN.md', 'apply.sh', 'manifest.json', 'talos/x.yaml']) chmodSync(`${dist}/a/${path}`, 0o777);
    expect(changes(dist, [a])).toEqual(['= a/PLAN.md', '= a/apply.sh', '= a/manifest.json', '= a/talos/x.yaml']);
  });
});

describe('edits by hand', () => {
  test('OUT002 says that an edited file is replaced', () => {
    const dist = published(a);
    writeFiles(dist, { 'a/talos/x.yaml': 'mine\n' });
    expect(changes(dist, [a])).toContain('~ a/talos/x.yaml edited');
    expect(findings(dist, [a])).toEqual([
      'OUT002 warning dist/a/talos/x.yaml : was edited by hand since the last synth; the edit is replaced (git has it); change the definition instead: this file is written from it',
    ]);
  });

  test('an edit to what is written anyway is none', () => {
    const dist = published(a);
    writeFiles(dist, { 'a/talos/x.yaml': 'new\n' });
    const next = product('a', { 'PLAN.md': 'plan\n', 'apply.sh!': '#!/bin/sh\n', 'talos/x.yaml': 'new\n' });
    expect(changes(dist, [next])).toEqual(['= a/PLAN.md', '= a/apply.sh', '~ a/manifest.json', '= a/talos/x.yaml']);
    expect(findings(dist, [next])).toEqual([]);
  });

  test('OUT002 names a file that stands where Ichor writes', () => {
    const dist = published(a);
    writeFiles(dist, { 'a/new.md': 'mine\n' });
    const next = product('a', { 'new.md': 'ours\n' });
    expect(changes(dist, [next])).toContain('~ a/new.md edited');
    expect(findings(dist, [next])).toEqual([
      'OUT002 warning dist/a/new.md : stands where Ichor writes, but is not in its manifest; it is replaced (git has it); change the definition instead: this file is written from it',
    ]);
  });

  test('OUT003 says that an edited orphan is left alone', () => {
    const dist = published(a);
    writeFiles(dist, { 'a/talos/x.yaml': 'mine\n' });
    rmSync(`${dist}/a/PLAN.md`);
    symlinkSync('talos/x.yaml', `${dist}/a/PLAN.md`);
    const next = product('a', { 'apply.sh!': '#!/bin/sh\n' });
    expect(changes(dist, [next])).toEqual(['= a/PLAN.md edited', '= a/apply.sh', '~ a/manifest.json', '= a/talos/x.yaml edited']);
    const message =
      'is no longer written, but was edited by hand since the last synth; it is left alone; remove it, or keep it as your own';
    expect(findings(dist, [next])).toEqual([
      `OUT003 warning dist/a/PLAN.md : ${message}`,
      `OUT003 warning dist/a/talos/x.yaml : ${message}`,
    ]);
  });
});

test("OUT006 names what is not Ichor's, a folder as a whole", () => {
  const dist = published(a);
  writeFiles(dist, { 'a/notes/1.md': '', 'a/notes/2.md': '', 'a/talos/mine.yaml': '', 'b/other.md': '', 'README.md': '' });
  mkdirSync(`${dist}/a/empty`);
  symlinkSync('/', `${dist}/a/talos/link`);
  expect(findings(dist, [a], true)).toEqual([
    "OUT006 info dist/a/notes : is not Ichor's and is left alone",
    "OUT006 info dist/a/talos/link : is not Ichor's and is left alone",
    "OUT006 info dist/a/talos/mine.yaml : is not Ichor's and is left alone",
  ]);
});

describe('clusters that no definition has any more', () => {
  const b = product('b', { 'PLAN.md': 'plan\n', 'talos/x.yaml': 'x\n' });

  test('are not looked at unless every cluster is in the run', () => {
    const dist = published(a, b);
    expect(changes(dist, [a]).filter((line) => line.includes(' b/'))).toEqual([]);
  });

  test('are orphans as a whole when every cluster is', () => {
    const dist = published(a, b);
    expect(changes(dist, [a], true).filter((line) => line.includes(' b/'))).toEqual([
      '- b/PLAN.md',
      '- b/manifest.json',
      '- b/talos/x.yaml',
    ]);
    expect(changes(dist, [], true)).toHaveLength(7);
  });

  test('keep what was edited or is not of Ichor', () => {
    const dist = published(a, b);
    writeFiles(dist, { 'b/PLAN.md': 'mine\n', 'b/mine.md': '' });
    expect(changes(dist, [a], true).filter((line) => line.includes(' b/'))).toEqual([
      '= b/PLAN.md edited',
      '- b/manifest.json',
      '- b/talos/x.yaml',
    ]);
    expect(findings(dist, [a], true)).toEqual([
      'OUT003 warning dist/b/PLAN.md : is no longer written, but was edited by hand since the last synth; it is left alone; remove it, or keep it as your own',
      "OUT006 info dist/b/mine.md : is not Ichor's and is left alone",
    ]);
  });

  test('are told from folders of other programs, links and hidden folders', () => {
    const dist = published(a, b);
    writeFiles(dist, { 'web/manifest.json': '{"name": "app", "files": {}}\n', '.hidden/manifest.json': '{"schema": "ichor/manifest/v1"}' });
    rmSync(`${dist}/b`, { recursive: true });
    symlinkSync('a', `${dist}/b`);
    expect(changes(dist, [a], true)).toEqual(changes(dist, [a]));
  });
});

describe('OUT001: two files that cannot both be', () => {
  const twice = (...paths: string[]) => {
    const files = paths.map(
      (path, i): ProductFile => ({ ...textFile(`a/${path}`, 'x'), origin: inDefinition('clusters/a.ts', `objects[${i}]`) }),
    );
    const result = compareWithDisk(temporaryFolder(), [{ cluster: 'a', files }]);
    expect(result.changes).toEqual([]);
    return lines(result.findings);
  };
  const repair = 'give one of them another name';

  test('of one path', () => {
    expect(twice('x.yaml', 'y.yaml', 'x.yaml')).toEqual([
      `OUT001 error clusters/a.ts objects[2]: 'a/x.yaml' is written twice: by clusters/a.ts objects[0] and by clusters/a.ts objects[2]; ${repair}`,
    ]);
  });

  test('that differ only in case, by themselves or by a folder', () => {
    const end = `differ only in case: on macOS and Windows they are one path; ${repair}`;
    expect(twice('x.yaml', 'X.yaml')).toEqual([
      `OUT001 error clusters/a.ts objects[1]: 'a/x.yaml' (clusters/a.ts objects[0]) and 'a/X.yaml' (clusters/a.ts objects[1]) ${end}`,
    ]);
    expect(twice('talos/x', 'Talos/y', 'Talos/z')).toEqual([
      `OUT001 error clusters/a.ts objects[1]: 'a/talos' (clusters/a.ts objects[0]) and 'a/Talos' (clusters/a.ts objects[1]) ${end}`,
    ]);
  });

  test('where one is a folder for the other', () => {
    expect(twice('x', 'x/y')).toEqual([
      `OUT001 error clusters/a.ts objects[1]: 'a/x' is a file for clusters/a.ts objects[0] and a folder for clusters/a.ts objects[1]; ${repair}`,
    ]);
    expect(twice('x/y/z', 'x')).toEqual([
      `OUT001 error clusters/a.ts objects[1]: 'a/x' is a folder for clusters/a.ts objects[0] and a file for clusters/a.ts objects[1]; ${repair}`,
    ]);
  });

  test('where one is the manifest', () => {
    const result = compareWithDisk('dist', [product('a', { 'manifest.json': 'x' })]);
    expect(lines(result.findings)).toEqual([
      `OUT001 error clusters/a.ts files.a/manifest.json: 'a/manifest.json' is written twice: by dist/a/manifest.json and by clusters/a.ts files.a/manifest.json; ${repair}`,
    ]);
    expect(result.findings[0]?.also).toEqual([{ in: 'document', file: 'dist/a/manifest.json' }]);
  });

  test('of two clusters of one name', () => {
    const result = compareWithDisk('dist', [product('a', { x: '' }), product('a', { y: '' })]);
    expect(lines(result.findings)).toEqual([
      `OUT001 error clusters/a.ts files.a/y: two clusters are named 'a' and would share one folder; ${repair}`,
    ]);
  });
});

describe('OUT004: paths that are no safe file names', () => {
  test.each([
    ['/etc/passwd', "'/etc/passwd' cannot be written: it is absolute"],
    ['', "'' cannot be written: it is empty"],
    ['a/../b', "'a/../b' cannot be written: '..' cannot be a part of it"],
    ['a/./b', "'a/./b' cannot be written: '.' cannot be a part of it"],
    ['a//b', "'a//b' cannot be written: it has an empty part"],
    ['a/b/', "'a/b/' cannot be written: it has an empty part"],
    ['a\\b', "'a\\b' cannot be written: '\\' cannot stand in a file name on every system"],
    ['a/b:c', "'a/b:c' cannot be written: ':' cannot stand in a file name on every system"],
    ['a/b*', "'a/b*' cannot be written: '*' cannot stand in a file name on every system"],
    ['a/b?', "'a/b?' cannot be written: '?' cannot stand in a file name on every system"],
    ['a/"b"', `'a/"b"' cannot be written: '"' cannot stand in a file name on every system`],
    ['a/<b>', "'a/<b>' cannot be written: '<' cannot stand in a file name on every system"],
    ['a/b|c', "'a/b|c' cannot be written: '|' cannot stand in a file name on every system"],
    ['a/b\nc', "'a/b\\u000ac' cannot be written: '\\u000a' cannot stand in a file name on every system"],
    ['a/b.', "'a/b.' cannot be written: Windows drops the end of 'b.'"],
    ['a/nul.yaml', "'a/nul.yaml' cannot be written: 'nul.yaml' is a device on Windows"],
    ['b/x', "'b/x' cannot be written: it is outside 'a/', the folder of its cluster"],
  ])('%j', (path, message) => {
    const result = compareWithDisk('dist', [{ cluster: 'a', files: [textFile(path, 'x')] }]);
    expect(result.changes).toEqual([]);
    expect(lines(result.findings)).toEqual([`OUT004 error clusters/a.ts files.${path}: ${message}; choose another name for it`]);
  });

  test('a name that no file system takes', () => {
    const name = 'ä'.repeat(128);
    const result = compareWithDisk('dist', [product('a', { [name]: 'x' })]);
    expect(result.findings[0]?.message).toBe(`'a/${name}' cannot be written: '${name}' is longer than 255 bytes`);
  });

  test.each([
    ['', "'' cannot be a cluster's folder: it is empty"],
    ['..', "'..' cannot be a cluster's folder: a folder that starts with a dot is not a cluster"],
    ['.staging-1', "'.staging-1' cannot be a cluster's folder: a folder that starts with a dot is not a cluster"],
    ['a/b', "'a/b' cannot be a cluster's folder: it has '/' in it"],
  ])('a cluster named %j', (cluster, message) => {
    const result = compareWithDisk('dist', [product(cluster, {})]);
    expect(lines(result.findings)).toEqual([
      `OUT004 error dist/${cluster}/manifest.json : ${message}; give the cluster a name of lower-case letters, digits and dashes`,
    ]);
  });
});

describe('OUT005: something is in the way', () => {
  const repair = 'move it away, then synthesize again';
  const refused = (dist: string) => {
    expect(changes(dist, [a])).toEqual([]);
    return findings(dist, [a]).filter((line) => line.startsWith('OUT005'));
  };

  test('a folder where a file must go, empty or not', () => {
    const dist = temporaryFolder();
    mkdirSync(`${dist}/a/PLAN.md`, { recursive: true });
    writeFiles(dist, { 'a/apply.sh/mine': '' });
    expect(refused(dist)).toEqual([
      `OUT005 error dist/a/PLAN.md : is a folder, but a file must stand here; ${repair}`,
      `OUT005 error dist/a/apply.sh : is a folder, but a file must stand here; ${repair}`,
    ]);
  });

  test('a file where a folder must go', () => {
    const dist = temporaryFolder();
    writeFiles(dist, { 'a/talos': '' });
    expect(refused(dist)).toEqual([`OUT005 error dist/a/talos : is a file, but a folder must stand here; ${repair}`]);
    writeFiles(dist, { file: '' });
    expect(findings(`${dist}/file`, [a])).toEqual([`OUT005 error dist : is a file, but a folder must stand here; ${repair}`]);
  });

  test.each(['a', 'a/talos', 'a/PLAN.md', 'a/manifest.json'])('a symbolic link at %s', (path) => {
    const [dist, elsewhere] = [published(a), temporaryFolder()];
    rmSync(`${dist}/${path}`, { recursive: true });
    symlinkSync(elsewhere, `${dist}/${path}`);
    const kind = path.includes('.') ? 'file' : 'folder';
    expect(refused(dist)).toEqual([
      `OUT005 error dist/${path} : is a symbolic link, but a ${kind} must stand here; Ichor does not write through links; ${repair}`,
    ]);
  });

  test('a name that differs only in case', () => {
    const dist = temporaryFolder();
    writeFiles(dist, { 'a/plan.md': '', 'a/Talos/x.yaml': '' });
    expect(refused(dist)).toEqual([
      `OUT005 error dist/a/Talos : differs only in case from 'a/talos', which must stand here: on macOS and Windows they are one path; ${repair}`,
      `OUT005 error dist/a/plan.md : differs only in case from 'a/PLAN.md', which must stand here: on macOS and Windows they are one path; ${repair}`,
    ]);
  });

  test('the output folder itself may be a link', () => {
    const [real, folder] = [temporaryFolder(), temporaryFolder()];
    symlinkSync(real, `${folder}/dist`);
    expect(publish(`${folder}/dist`, [a]).findings).toEqual([]);
    expect(changes(real, [a])).toEqual(['= a/PLAN.md', '= a/apply.sh', '= a/manifest.json', '= a/talos/x.yaml']);
  });
});

test('OUT007 says what cannot be read', () => {
  const dist = published(a);
  writeFileSync(`${dist}/file`, '');
  expect(findings(`${dist}/file/below`, [a])).toEqual([
    // Node.js 24 tells it of the first folder below.
    expect.stringMatching(
      /^OUT007 error dist(\/a)? : cannot be read \(ENOTDIR: not a directory\); nothing was changed; repair that, then synthesize again$/,
    ),
  ]);
});
