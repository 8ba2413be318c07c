import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Finding, hasErrors, isObject, outputFolder } from '../lib/base';
import type { ComparedObjects } from '../lib/compare';
import { type InputDocument, type Reading, type ReadOptions, readDocuments, readRevision, readText } from '../lib/input';
import { layout } from '../lib/model';
import { defaultProfile, type Profile, profileOfValues } from '../lib/policy';
import type { Synthesis } from '../synthesize';

/** Objects to compare, and what it was that was read. */
export interface Tree extends ComparedObjects {
  /** As people find it: `dist/joelclaw`, `HEAD:dist/joelclaw`, `clusters/joelclaw.ts`. */
  readonly shown: string;
}

/** The trees that were asked for, by cluster, and what is wrong with them. */
export interface Trees {
  readonly trees: ReadonlyMap<string, Tree>;
  readonly findings: readonly Finding[];
}

/** What a cluster without Cilium enforces: nothing. */
const withoutCilium: Profile = { ...defaultProfile, enforcement: 'never' };

/** What `dist/` held at a revision, by cluster; nothing where there was none. */
export async function committedTrees(directory: string, revision: string): Promise<Trees> {
  const reading = await readRevision(directory, revision, outputFolder, { lenient: true });
  const findings = worthTelling(reading).filter(({ id }) => id !== 'INP008');
  const start = `${revision}:${outputFolder}/`;
  const clusters = new Map<string, InputDocument[]>();
  for (const document of reading.documents) {
    const [name] = document.at.file.slice(start.length).split('/');
    if (!document.at.file.startsWith(start) || name === undefined) continue;
    clusters.set(name, [...(clusters.get(name) ?? []), document]);
  }
  const trees = await Promise.all(
    [...clusters].map(async ([name, documents]) => [name, await treeOf(directory, documents, join(outputFolder, name), revision)] as const),
  );
  return { trees: new Map(trees), findings };
}

/** What was read of a folder, a file or `REVISION:PATH`. */
export interface ReadTree extends Reading {
  /** The path as places have it, without the revision. */
  readonly inner: string;
  readonly revision: string | undefined;
}

/** Reads a folder or file, or, where there is none of that name, `REVISION:PATH`. */
export async function readTree(directory: string, path: string, options: ReadOptions = {}): Promise<ReadTree> {
  const colon = path.indexOf(':');
  const revision = existsSync(resolve(directory, path)) || colon < 0 ? undefined : path.slice(0, colon);
  const inner = (revision === undefined ? path : path.slice(colon + 1)).replace(/\/+$/, '') || '.';
  const reading =
    revision === undefined
      ? await readDocuments(directory, inner, { ...options, lenient: true })
      : await readRevision(directory, revision, inner, { ...options, lenient: true });
  return { ...reading, inner, revision };
}

/** A folder, or, where there is none of that name, `REVISION:PATH`. */
export async function treeAt(directory: string, path: string): Promise<{ readonly tree?: Tree; readonly findings: readonly Finding[] }> {
  const { inner, revision, ...reading } = await readTree(directory, path);
  const findings = worthTelling(reading);
  if (hasErrors(findings) && reading.documents.length === 0) return { findings };
  return { tree: { ...(await treeOf(directory, reading.documents, inner, revision)), shown: path }, findings };
}

/** What a definition comes to; nothing where it has errors. */
export function definedTree({ connectivity, product: { cluster, files } }: Synthesis, file: string): Tree | undefined {
  if (files.length === 0) return undefined;
  if (connectivity !== undefined) return { objects: connectivity.sources, options: connectivity.options, shown: file };
  const objects = files.flatMap(({ path, content }) =>
    content.kind === 'documents' && path.startsWith(`${cluster}/kubernetes/`) ? content.documents : [],
  );
  return { objects: objects.filter(isObject).map((object) => ({ object })), options: { profile: withoutCilium }, shown: file };
}

async function treeOf(directory: string, documents: readonly InputDocument[], path: string, revision: string | undefined): Promise<Tree> {
  const shown = revision === undefined ? path : `${revision}:${path}`;
  const find = (file: string) => documents.find(({ at }) => at.file === `${shown}${file}`);
  const values = find(layout.ciliumValues(''));
  if (values === undefined) {
    const isOutput = find(layout.talosPatch('', 'controlplane')) !== undefined;
    return { objects: documents, shown, ...(isOutput ? { options: { profile: withoutCilium } } : {}) };
  }
  const comment = (await readText(directory, `${path}${layout.ciliumValues('')}`, revision))?.split('\n', 1)[0] ?? '';
  const release = /^#.*\bchart cilium v?(\d+\.\d+\.\d+)/.exec(comment)?.[1];
  return { objects: documents, shown, options: { profile: profileOfValues(values.object, release) } };
}

/** What reading found, without what is only told. */
function worthTelling({ findings }: Reading): readonly Finding[] {
  return findings.filter(({ severity }) => severity !== 'info');
}
