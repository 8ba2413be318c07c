import { statSync } from 'node:fs';
import { normalize, sep } from 'node:path';
import { compareText, type Finding, finding, hasErrors, inDocument, type Product } from '../../base';
import type { Change, CompareOptions } from '../change';
import { hashOf } from '../manifest';
import { render } from '../render';
import { claimPaths } from './claims';
import { entriesOf } from './disk';
import { failure } from './failure';
import { type ClusterPlan, isClusterFolder, Survey, type Wanted } from './survey';

/** What publishing has to do, what that changes, and what is wrong with it. With an error there is nothing to do. */
export interface Plan {
  /** The output folder, with `/` and without one at the end. */
  readonly dist: string;
  readonly clusters: readonly ClusterPlan[];
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
}

/** Compares the products with the output folder; it changes nothing. */
export function planFor(folder: string, products: readonly Product[], options: CompareOptions): Plan {
  const dist = normalize(folder)
    .split(sep)
    .join('/')
    .replace(/(?<=.)\/$/, '');
  const { claims, findings } = claimPaths(dist, products);
  const refused = (): Plan => ({ dist, clusters: [], changes: [], findings });
  if (hasErrors(findings)) return refused();

  const wanted = new Map(products.map(({ cluster, files }) => [cluster, files.map(toWanted)]));
  const clusters: ClusterPlan[] = [];
  const changes: Change[] = [];
  try {
    if (statSync(dist, { throwIfNoEntry: false })?.isDirectory() === false) {
      findings.push(
        finding('OUT005', inDocument(dist), 'is a file, but a folder must stand here', { repair: 'move it away, then synthesize again' }),
      );
      return refused();
    }
    const gone = options.all === true ? goneClusters(dist, wanted) : [];
    for (const cluster of [...wanted.keys(), ...gone].sort(compareText)) {
      const survey = new Survey(dist, cluster, wanted.get(cluster), claims);
      clusters.push(survey.plan());
      changes.push(...survey.changes);
      findings.push(...survey.findings);
    }
  } catch (error) {
    findings.push(failure(error, (error as NodeJS.ErrnoException).path ?? dist, 'read', 'nothing was changed'));
  }
  if (hasErrors(findings)) return refused();
  return { dist, clusters, changes: changes.sort((a, b) => compareText(a.path, b.path)), findings };
}

function toWanted(file: Product['files'][number]): Wanted {
  const bytes = Buffer.from(render(file));
  return { path: file.path, bytes, hash: hashOf(bytes), executable: file.executable === true };
}

/** The folders that Ichor wrote for clusters that no definition has any more. */
function goneClusters(dist: string, wanted: ReadonlyMap<string, unknown>): string[] {
  if (statSync(dist, { throwIfNoEntry: false }) === undefined) return [];
  return entriesOf(dist)
    .filter(({ name, kind }) => kind === 'folder' && !name.startsWith('.') && !wanted.has(name) && isClusterFolder(dist, name))
    .map(({ name }) => name);
}
