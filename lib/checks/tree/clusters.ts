import { comparePlaces } from '../../base';
import type { InputDocument } from '../../input';
import { ciliumReleases } from './cilium';
import { type Kustomized, kustomized } from './kustomize';
import { talosParts } from './talos';
import { folderOf, Tree } from './tree';

/** The documents of one cluster of a tree. */
export interface ClusterDocuments {
  /** The folder's name by which clusters are told apart; empty where there is one cluster. */
  readonly name: string;
  readonly kustomized: Kustomized;
}

/**
 * Divides a tree into the clusters that it is of. Where several files install Cilium, make different things of the one that does,
 * or list machines, the first folders that differ on the way to them are the clusters' names; what stands below a folder of such a
 * name, anywhere in the tree, is of that cluster, and everything else of all.
 */
export async function clustersOf(documents: readonly InputDocument[], valuesFiles: readonly string[]): Promise<ClusterDocuments[]> {
  const all = await kustomized(documents);
  const tree = new Tree(all.documents, all.why);
  const releases = await ciliumReleases(tree, valuesFiles);
  const { inventories } = await talosParts(tree);
  const installing = releases.filter(({ installs }) => installs);
  const files = (installing.length > 0 ? installing : releases).map(({ at }) => at.file);
  const apart = all.documents.filter(({ at }) => installing.some((release) => comparePlaces(release.at, at) === 0)).flatMap(all.apart);
  const found = divergence(files) ?? divergence(apart) ?? divergence(inventories.map(({ document }) => document.at.file));
  if (found === undefined) return [{ name: '', kustomized: all }];
  const names = new Set(found);
  const of = (name: string) => documents.filter(({ at }) => isOf(at.file, name, names));
  return Promise.all([...names].sort().map(async (name) => ({ name, kustomized: await kustomized(of(name)) })));
}

/** The first folders that differ on the way to the files; nothing where two stand in one folder, or one above the others. */
function divergence(files: readonly string[]): string[] | undefined {
  if (files.length < 2) return undefined;
  const paths = files.map((file) => folderOf(file).split('/'));
  const [first = []] = paths;
  let depth = 0;
  while (depth < first.length && paths.every((path) => path[depth] === first[depth])) depth += 1;
  const names = paths.map((path) => path[depth]);
  return names.every((name) => name !== undefined) && new Set(names).size > 1 ? (names as string[]) : undefined;
}

function isOf(file: string, name: string, names: ReadonlySet<string>): boolean {
  const folders = folderOf(file).split('/');
  return folders.includes(name) || !folders.some((folder) => names.has(folder));
}
