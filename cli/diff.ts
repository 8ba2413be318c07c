import { compareText, type Finding, finding, hasErrors, inDocument, sortFindings } from '../lib/base';
import { compareWorlds, hasChanges, readAligned } from '../lib/compare';
import { clusterFiles, clustersFolder } from '../lib/input';
import { type ComparedCluster, diffJson, diffMarkdown, diffText, findingsText } from '../lib/report';
import { synthesizeAll } from '../main';
import type { DiffFlags } from './main';
import type { Terminal } from './terminal';
import { committedTrees, definedTree, type Tree, type Trees, treeAt } from './trees';

/** Two trees of a cluster, one of which may not be there. */
interface Pair {
  readonly name?: string;
  readonly before: Tree | undefined;
  readonly after: Tree | undefined;
}

/** `ichor diff`: what has changed between `dist/` as it was committed and what the definitions say, or between any two trees. */
export async function diff(revision: string | undefined, flags: DiffFlags, terminal: Terminal): Promise<void> {
  if ((flags.from === undefined) !== (flags.to === undefined) || (flags.from !== undefined && revision !== undefined)) {
    terminal.err("error: --from and --to go together, and without a revision; write --from REVISION:PATH for a folder's past\n");
    return terminal.exit(1);
  }
  const { pairs, findings: ofReading } =
    flags.from === undefined || flags.to === undefined
      ? await pairsOfClusters(revision ?? 'HEAD', flags.cluster, terminal.directory)
      : await pairOfPaths(flags.from, flags.to, terminal.directory);
  const compared = pairs.map(compare);
  const clusters = compared.map(({ cluster }) => cluster);
  const told = sortFindings([...ofReading, ...compared.flatMap((c) => c.findings)]);
  const findings = sortFindings([...told, ...clusters.flatMap(({ changes }) => changes.relabelled.map((one) => one.finding))]);
  if (flags.output === 'json') terminal.out(diffJson(clusters, findings));
  else {
    terminal.err(findingsText(told, terminal.errColours));
    terminal.out(flags.output === 'markdown' ? diffMarkdown(clusters) : diffText(clusters, terminal.outColours));
  }
  if (hasErrors(findings)) terminal.exit(1);
  else if (clusters.some(({ changes }) => hasChanges(changes))) terminal.exit(2);
}

function compare({ name, before, after }: Pair): { readonly cluster: ComparedCluster; readonly findings: readonly Finding[] } {
  const options = { ...(after ?? before)?.options };
  const nothing: Tree = { objects: [], options, shown: 'nothing' };
  const worlds = readAligned(before ?? nothing, after ?? nothing);
  const changes = compareWorlds(worlds.before, worlds.after);
  return {
    cluster: { ...(name === undefined ? {} : { name }), before: (before ?? nothing).shown, after: (after ?? nothing).shown, changes },
    findings: [...worlds.before.findings, ...worlds.after.findings],
  };
}

interface Pairs {
  readonly pairs: readonly Pair[];
  readonly findings: readonly Finding[];
}

async function pairOfPaths(from: string, to: string, directory: string): Promise<Pairs> {
  const [before, after] = await Promise.all([treeAt(directory, from), treeAt(directory, to)]);
  const findings = [...before.findings, ...after.findings];
  if (before.tree === undefined || after.tree === undefined) return { pairs: [], findings };
  return { pairs: [{ before: before.tree, after: after.tree }], findings };
}

async function pairsOfClusters(revision: string, cluster: string | undefined, directory: string): Promise<Pairs> {
  const [first, second] = revision.split('..', 2) as [string, string | undefined];
  const before = await committedTrees(directory, first || 'HEAD');
  if (hasErrors(before.findings) && before.trees.size === 0) return { pairs: [], findings: before.findings };
  const { failed, ...after } =
    second === undefined
      ? await definedTrees(directory, cluster)
      : { ...(await committedTrees(directory, second || 'HEAD')), failed: [] as readonly string[] };
  const findings = [...before.findings, ...after.findings];
  if (second !== undefined && hasErrors(after.findings) && after.trees.size === 0) return { pairs: [], findings };
  const names = [...new Set([...before.trees.keys(), ...after.trees.keys()])].sort(compareText);
  const wanted = names.filter((name) => !failed.includes(name) && (cluster === undefined || name === cluster));
  if (cluster !== undefined && wanted.length === 0 && !hasErrors(findings)) {
    const known = names.length === 0 ? 'there is none' : `write one of ${names.join(', ')}`;
    return {
      pairs: [],
      findings: [...findings, finding('INP008', inDocument(cluster), 'there is no cluster of this name', { repair: known })],
    };
  }
  return { pairs: wanted.map((name) => ({ name, before: before.trees.get(name), after: after.trees.get(name) })), findings };
}

/** What the definitions come to, and the names of those that have errors. */
async function definedTrees(directory: string, cluster: string | undefined): Promise<Trees & { readonly failed: readonly string[] }> {
  const all = clusterFiles(directory);
  const names = cluster === undefined ? all : all.filter((name) => name === cluster);
  if (names.length === 0) return { trees: new Map(), findings: [], failed: [] };
  const { syntheses, findings } = await synthesizeAll({ directory, names });
  const trees = new Map(
    syntheses.flatMap((synthesis) => {
      const { cluster: name } = synthesis.product;
      const tree = definedTree(synthesis, `${clustersFolder}/${name}.ts`);
      return tree === undefined ? [] : [[name, tree] as const];
    }),
  );
  return { trees, findings: findings.filter(({ severity }) => severity === 'error'), failed: names.filter((name) => !trees.has(name)) };
}
