import { existsSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { type Finding, inDocument } from '../lib/base';
import { acceptanceFile, checkTree } from '../lib/checks/tree';
import { clusterFiles, type InputDocument, ignoredByGit } from '../lib/input';
import { findingsJson, findingsMarkdown, findingsSarif, findingsText, treeText } from '../lib/report';
import { synthesizeAll } from '../main';
import type { CheckFlags } from './main';
import { ownPackage } from './package';
import type { Terminal } from './terminal';
import { readTree } from './trees';

/** What was checked, and what is wrong with it. */
interface Checked {
  /** As people find it: clusters by name, folders by path. */
  readonly shown: readonly string[];
  readonly clusters: readonly string[];
  readonly findings: readonly Finding[];
}

/** `ichor check`: every rule, on the definitions or on anybody's files. */
export async function check(words: readonly string[], flags: CheckFlags, terminal: Terminal): Promise<void> {
  const path = pathAmong(words, flags, terminal.directory);
  const checked = path === undefined ? await definitions(words, terminal) : await files(path, flags, terminal);
  const { shown, clusters, findings } = checked;
  if (flags.output === 'json') terminal.out(findingsJson('check', findings, { clusters }));
  else if (flags.output === 'sarif') terminal.out(findingsSarif(findings, ownPackage().version));
  else if (flags.output === 'markdown') terminal.out(findingsMarkdown(findings, shown));
  else if (path !== undefined) terminal.out(treeText(findings, shown.join(', '), terminal.outColours));
  else terminal.out(findings.length === 0 ? `${shown.join(', ')}: nothing found\n` : findingsText(findings, terminal.outColours));
  if (failed(findings, flags.failOn)) terminal.exit(1);
}

/** Whether findings are bad enough for exit code 1. */
export function failed(findings: readonly Finding[], failOn: 'error' | 'warning'): boolean {
  return findings.some((f) => f.severity === 'error' || (failOn === 'warning' && f.severity === 'warning'));
}

async function definitions(names: readonly string[], { directory }: Terminal): Promise<Checked> {
  const { syntheses, findings } = await synthesizeAll({ directory, names });
  const clusters = syntheses.map((s) => s.product.cluster);
  return { shown: clusters, clusters, findings };
}

/** The path that is asked about; a word that is the name of a definition is no path. */
function pathAmong(words: readonly string[], { values }: CheckFlags, directory: string): string | undefined {
  const [word, second] = words;
  if (word === undefined) return values;
  const names = clusterFiles(directory);
  if (second !== undefined || names.includes(word)) return undefined;
  return names.length === 0 || existsSync(resolve(directory, word)) || /[/:.]/.test(word) ? word : undefined;
}

async function files(path: string, { values }: CheckFlags, { directory }: Terminal): Promise<Checked> {
  const asked = isAbsolute(path) ? relative(directory, path) || '.' : path;
  const options = { templates: true, operations: true, callsOf: ['helm', 'talosctl'], named: ['kubeconfig', 'talosconfig'] };
  const { documents, findings, inner, revision } = await readTree(directory, asked, options);
  if (documents.length === 0 && findings.length > 0) return { shown: [asked], clusters: [asked], findings };
  const valuesFile = values === undefined ? undefined : relative(directory, resolve(directory, values));
  const isThere = documents.some(({ at }) => at.file === valuesFile);
  const own = valuesFile === undefined || isThere ? { documents: [], findings: [] } : await readTree(directory, valuesFile, options);
  const reading = { documents: [...documents, ...own.documents], findings: [...findings, ...own.findings] };
  const { clusters, findings: found } = await checkTree(reading, {
    at: inDocument(asked),
    valuesFiles: valuesFile === undefined ? [] : [valuesFile],
    accepting: await accepting(directory, documents, inner, revision),
    ignored: await leftAlone(directory, documents, revision),
  });
  const named = clusters.filter((name) => name !== '');
  return { shown: [asked], clusters: named.length > 0 ? named : [asked], findings: found };
}

/** Which files of a folder git never sees; a revision has only what it saw. */
async function leftAlone(
  directory: string,
  documents: readonly InputDocument[],
  revision: string | undefined,
): Promise<(file: string) => boolean> {
  if (revision !== undefined) return () => false;
  const ignored = await ignoredByGit(directory, [...new Set(documents.map(({ at }) => at.file))]);
  return (file) => ignored.has(file);
}

/** The repository's acceptances: those of the folder that is asked about, or else of the one where the verb runs. */
async function accepting(
  directory: string,
  documents: readonly InputDocument[],
  inner: string,
  revision: string | undefined,
): Promise<InputDocument | undefined> {
  const shown = (path: string) => (revision === undefined ? path : `${revision}:${path}`);
  const inside = shown(inner === '.' ? acceptanceFile : `${inner.replace(/^\.\//, '')}/${acceptanceFile}`);
  const found = documents.find(({ at }) => at.file === inside);
  if (found !== undefined || inner.startsWith('..')) return found;
  if (revision === undefined && !existsSync(resolve(directory, acceptanceFile))) return undefined;
  return (await readTree(directory, shown(acceptanceFile))).documents[0];
}
