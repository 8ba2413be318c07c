import { existsSync } from 'node:fs';
import { isAbsolute, posix, relative, resolve } from 'node:path';
import { compareText, type FindingId, finding, inDocument } from '../base';
import type { Reading, ReadOptions } from './document';
import { cleanPath, isPassedOver, isRead, isTemplate } from './folder';
import { type GitAnswer, git } from './git';
import { printable } from './text';
import { TextReader } from './text-reader';

/**
 * The objects that a file or folder had at a revision of the git repository around `directory`, read as `readDocuments` reads
 * those on disk; neither the working tree nor the index is looked at. `revision` is what git takes for a commit: `main`,
 * `HEAD~1`, `v1.2.0`, a hash. `path` is relative to `directory`, and the file of a place is `REVISION:PATH`.
 *
 * Links and submodules aren't followed: `INP003` names those that may lead to something that is read nowhere else. `INP005` to
 * `INP008` say that git, the repository, the revision or the path isn't there; nothing is fetched.
 */
export async function readRevision(directory: string, revision: string, path: string, options: ReadOptions = {}): Promise<Reading> {
  const name = (inner: string) => printable(`${revision}:${inner}`);
  const refuse = (id: FindingId, message: string, repair: string): Reading => ({
    documents: [],
    findings: [finding(id, inDocument(name(path)), printable(message), { repair })],
  });
  const asked = await locate(directory, revision, path, refuse);
  if ('findings' in asked) return asked;
  const listed = await git(directory, lsTree(asked));
  if (listed.how !== 'done') return failed(listed, refuse);
  const entries = entriesOf(listed.output);
  if (entries.length === 0 && asked.path !== '') return noSuchPath(revision, path, refuse);
  const { files, templates, links, modules } = chosen(entries, asked.path, options);
  const contents = await git(directory, ['cat-file', '--batch'], [...files, ...links].map((entry) => `${entry.id}\n`).join(''));
  if (contents.how !== 'done') return failed(contents, refuse);
  const blobs = blobsOf(contents.output, files.length + links.length);
  const reader = new TextReader(await import('yaml'), options);
  const shown = (entry: Entry) => name(posix.relative(`/${asked.prefix}`, `/${entry.path}`));
  for (const entry of templates) reader.template(inDocument(shown(entry)));
  files.forEach((entry, i) => {
    const bytes = blobs[i];
    if (bytes !== undefined) reader.bytes(bytes, shown(entry));
    else reader.unreadable(inDocument(shown(entry)), "its content isn't in this clone", 'fetch it: git fetch');
  });
  links.forEach((entry, i) => {
    if (entry.path === asked.path || !leadsToRead(entry, String(blobs[files.length + i] ?? ''), entries, files, options))
      reader.unfollowed(shown(entry), 'links of a revision are not followed', 'read what the link leads to by its own path');
  });
  for (const entry of modules) reader.unfollowed(shown(entry), 'a submodule is not read', 'read it in its own repository');
  return reader.reading();
}

type Refuse = (id: FindingId, message: string, repair: string) => Reading;

/** What was asked for: a tree, the folder of `directory` in it, and the path, both from its root. */
interface Asked {
  readonly tree: string;
  readonly prefix: string;
  readonly path: string;
}

async function locate(directory: string, revision: string, path: string, refuse: Refuse): Promise<Asked | Reading> {
  if (!existsSync(directory)) return refuse('INP008', 'there is no such folder to look for a repository in', 'write the path of a folder');
  const inside = await git(directory, ['rev-parse', '--show-prefix']);
  if (inside.how !== 'done') return failed(inside, refuse);
  const prefix = inside.output.toString('utf8').replace(/\/?\n$/, '');
  const tree = await treeOf(directory, revision);
  if (tree === undefined) {
    return refuse(
      'INP007',
      `there is no revision '${revision}'`,
      'write a branch, a tag or a commit, for example HEAD~1; what is only on the remote has to be fetched first: git fetch',
    );
  }
  const below = isAbsolute(path) ? relative(resolve(directory), path) : path;
  const full = cleanPath(posix.join(prefix === '' ? '.' : prefix, below));
  if (full === '..' || full.startsWith('../') || path.includes('\0')) return noSuchPath(revision, path, refuse);
  return { tree, prefix, path: full };
}

async function treeOf(directory: string, revision: string): Promise<string | undefined> {
  if (revision === '' || /[\0\n]/.test(revision)) return undefined;
  const answer = await git(directory, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{tree}`]);
  return answer.how === 'done' ? /^[0-9a-f]{40,64}$/m.exec(answer.output.toString('latin1'))?.[0] : undefined;
}

function lsTree({ tree, path }: Asked): string[] {
  return ['--literal-pathspecs', 'ls-tree', '-r', '-z', '--full-tree', '--end-of-options', tree, ...(path === '' ? [] : ['--', path])];
}

function failed(answer: Exclude<GitAnswer, { how: 'done' }>, refuse: Refuse): Reading {
  if (answer.how === 'missing') return refuse('INP005', `git doesn't run: ${answer.message}`, 'install git, so that it is in the PATH');
  return answer.message.startsWith('not a git repository')
    ? refuse('INP006', 'this folder is in no git repository', 'run it inside of one: a revision is read from its history')
    : refuse('INP006', `git refuses to read the repository: ${answer.message}`, 'mend what git says; git log has to work here');
}

function noSuchPath(revision: string, path: string, refuse: Refuse): Reading {
  return refuse('INP008', `there is no '${path}' in revision '${revision}'`, 'write a path that was there then, relative to this folder');
}

/** An entry of a tree; its path is that from the root of the repository. */
interface Entry {
  readonly mode: string;
  readonly id: string;
  readonly path: string;
}

function entriesOf(output: Buffer): Entry[] {
  const lines = output.toString('utf8').split('\0').slice(0, -1);
  return lines
    .map((line) => {
      const tab = line.indexOf('\t');
      const [mode = '', , id = ''] = line.slice(0, tab).split(' ');
      return { mode, id, path: line.slice(tab + 1) };
    })
    .sort((a, b) => compareText(a.path, b.path));
}

function chosen(entries: readonly Entry[], asked: string, options: ReadOptions) {
  const visible = entries.filter(({ path }) => !path.slice(asked.length).split('/').slice(0, -1).some(isPassedOver));
  const isLink = ({ mode }: Entry) => mode === '120000';
  const isModule = ({ mode }: Entry) => mode === '160000';
  return {
    files: visible.filter((entry) => !isLink(entry) && !isModule(entry) && (entry.path === asked || isRead(entry.path, options))),
    templates: visible.filter((entry) => !isLink(entry) && !isModule(entry) && entry.path !== asked && isTemplate(entry.path)),
    links: visible.filter((entry) => isLink(entry) && !isPassedOver(posix.basename(entry.path))),
    modules: visible.filter(isModule),
  };
}

/** Whether what a link leads to is read where it stands, or is nothing that is read. */
function leadsToRead({ path }: Entry, target: string, entries: readonly Entry[], files: readonly Entry[], options: ReadOptions): boolean {
  const led = cleanPath(posix.join(posix.dirname(path), target));
  if (files.some((file) => file.path === led || file.path.startsWith(`${led}/`))) return true;
  const file = entries.some((entry) => entry.path === led) || posix.extname(target) !== '';
  return file && !isRead(path, options);
}

/** The contents that `cat-file --batch` wrote, in the order of what it was asked; `undefined` where an object is missing. */
function blobsOf(output: Buffer, count: number): (Buffer | undefined)[] {
  let at = 0;
  return Array.from({ length: count }, () => {
    const end = output.indexOf(10, at);
    const size = /^[0-9a-f]+ blob ([0-9]+)$/.exec(output.toString('latin1', at, end))?.[1];
    if (size === undefined) {
      at = end + 1;
      return undefined;
    }
    const blob = output.subarray(end + 1, end + 1 + Number(size));
    at = end + 1 + Number(size) + 1;
    return blob;
  });
}
