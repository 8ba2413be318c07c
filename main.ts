import { join, relative } from 'node:path';
import { type Finding, hasErrors, outputFolder, type Product, sortFindings, valueAt } from './lib/base';
import { checkClusters } from './lib/checks';
import { type LoadedCluster, loadClusters, parseDocuments, readDocuments } from './lib/input';
import { compareWithDisk, publish, publishedText, render } from './lib/output';
import type { SourceObject } from './lib/policy';
import type { FileChange } from './lib/report';
import { type Synthesis, synthesize } from './synthesize';

/** What a run came to: findings, and what it did, or with `check` would do, to the output. */
export interface Run {
  readonly clusters: readonly string[];
  readonly findings: readonly Finding[];
  readonly changes: readonly FileChange[];
}

/** How to run. */
export interface RunOptions {
  /** The folder that has `clusters/` and gets `dist/`. */
  readonly directory: string;
  /** Clusters by name. @default all */
  readonly names?: readonly string[];
  /** Compare only, write nothing. @default false */
  readonly check?: boolean;
}

/** The modules that definitions import under the package's name. */
export const packages = {
  ichor: () => require('./index'),
  'ichor/policy': () => require('./lib/policy'),
  'ichor/checks': () => require('./lib/checks'),
} as const;

/** Loads the clusters and synthesizes them in memory. */
export async function synthesizeAll({
  directory,
  names = [],
}: RunOptions): Promise<{ readonly syntheses: readonly Synthesis[]; readonly findings: readonly Finding[] }> {
  const { clusters, findings } = await loadClusters(directory, names, packages);
  const syntheses = await Promise.all(clusters.map((cluster) => synthesizeOne(directory, cluster)));
  return { syntheses, findings: sortFindings([...findings, ...checkClusters(clusters), ...syntheses.flatMap((s) => s.findings)]) };
}

/** Loads, synthesizes and writes, or with `check` compares: all clusters or, where anything is an error, none. */
export async function run(options: RunOptions): Promise<Run> {
  const { directory, names = [], check = false } = options;
  const { syntheses, findings } = await synthesizeAll(options);
  const clusters = syntheses.map((s) => s.product.cluster);
  if (hasErrors(findings)) return { clusters, findings, changes: [] };
  const dist = relative('', join(directory, outputFolder));
  const output = (check ? compareWithDisk : publish)(
    dist,
    syntheses.map((s) => s.product),
    { all: names.length === 0 },
  );
  return { clusters, findings: sortFindings([...findings, ...output.findings]), changes: output.changes };
}

async function synthesizeOne(directory: string, { file, exported }: LoadedCluster): Promise<Synthesis> {
  const wanted = valueAt(exported, 'definition', 'manifests');
  const paths = (Array.isArray(wanted) ? wanted : [])
    .map((manifests) => valueAt(manifests, 'path'))
    .filter((path) => typeof path === 'string');
  const read = await Promise.all(paths.map((path) => readDocuments(directory, path)));
  const manifests = { documents: read.flatMap((r) => r.documents), findings: read.flatMap((r) => r.findings) };
  return synthesize(exported, file, manifests, (path) => publishedText(join(directory, outputFolder), path));
}

/** The sources with the line at which each value stands in the file that is emitted; those without a file stay as they are. */
export async function located(product: Product, sources: readonly SourceObject[]): Promise<readonly SourceObject[]> {
  const files = new Map(product.files.map((file) => [`${outputFolder}/${file.path}`, file]));
  return Promise.all(
    sources.map(async (source) => {
      const file = source.at?.in === 'document' ? files.get(source.at.file) : undefined;
      if (file === undefined || source.at === undefined) return source;
      const { documents } = await parseDocuments(render(file), source.at.file);
      return documents[0] ?? source;
    }),
  );
}
