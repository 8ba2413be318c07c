import { type Finding, type FindingId, type Place, type RegistryEntry, registry, sortFindings } from '../../base';
import type { InputDocument, Reading } from '../../input';
import { checkFacts } from '../check';
import { acceptedInTree } from './acceptances';
import { withoutChartTemplates } from './charts';
import { clustersOf } from './clusters';
import { factsOfTree, type TreeFacts } from './facts';
import { filledIn } from './layers';
import { repairsOfFiles } from './repairs';
import { openSecrets } from './secrets';

/** How to check a tree. */
export interface TreeCheckOptions {
  /** The place to name for what no document tells. */
  readonly at: Place;
  /** Files of Helm values for Cilium, as reports show them; without any they are found. */
  readonly valuesFiles?: readonly string[];
  /** The repository's `ichor.yaml`, whether it is among what was read or not. */
  readonly accepting?: InputDocument | undefined;
  /** Whether git leaves a file out, whose secrets are then nobody else's. @default it takes them all */
  ignored?(file: string): boolean;
}

/** What was found in a tree. */
export interface TreeCheck {
  /** The clusters that it is of, by the folders that tell them apart; one without a name where there is one. */
  readonly clusters: readonly string[];
  readonly findings: readonly Finding[];
}

/**
 * Applies every rule to what was read: somebody's Flux or Argo CD repository, Talos config, manifests. Findings stand where the
 * value stands in its file. What files can't decide, since a program fills it in, it is encrypted, or it stands elsewhere, is
 * undecided.
 */
export async function checkTree({ documents, findings: ofReading }: Reading, options: TreeCheckOptions): Promise<TreeCheck> {
  const { at, valuesFiles = [] } = options;
  const own = options.accepting;
  const { documents: others, findings: ofCharts } = withoutChartTemplates(documents.filter(({ at: { file } }) => file !== own?.at.file));
  const unread = ofReading.filter(({ id }) => id === 'INP001' || id === 'INP009').map((f) => f.at.file);
  const open = openSecrets(others, options.ignored ?? (() => false));
  const clusters = await clustersOf(others, valuesFiles);
  const found: Finding[] = [];
  for (const cluster of clusters) {
    const tree = await factsOfTree(cluster, { at, valuesFiles, unread });
    const { policies } = tree.facts;
    const ofWorld = policies.state === 'known' ? policies.value.world().findings : [];
    found.push(...[...checkFacts(tree.facts, [], at), ...ofWorld].map((f) => inFiles(f, tree)));
  }
  const all = sortFindings([...ofReading.filter(({ id }) => id !== 'INP002'), ...ofCharts, ...open, ...onceEach(found)]);
  return { clusters: clusters.map(({ name }) => name), findings: sortFindings(acceptedInTree(all, own)) };
}

/** What is found of one place once, though the document comes into several namespaces or clusters. */
function onceEach(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((found) => {
    if (found.status !== 'found' || !/^POL\d/.test(found.id)) return true;
    const key = JSON.stringify([found.id, found.at]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The finding as a repository has it: where it stands there, as bad as it is there, and undecided where a value isn't there. */
function inFiles(found: Finding, { located }: TreeFacts): Finding {
  const own = located(found.at);
  const others = found.also.map((place) => ({ place, located: located(place) }));
  const also = others.map((other) => other.located?.place ?? other.place);
  const at = own?.place ?? found.at;
  const why = [own, ...others.map((other) => other.located)].map((each) => filledIn(each?.value)).find((text) => text !== undefined);
  const entry: RegistryEntry | undefined = registry[found.id as FindingId];
  if (found.status === 'undecided') return { ...found, at, also };
  if (why !== undefined) {
    const { repair: _, ...rest } = found;
    return { ...rest, at, also, severity: 'info', status: 'undecided', message: `${entry?.title ?? found.id}: not decided, since ${why}` };
  }
  const repair = repairsOfFiles[found.id as FindingId] ?? found.repair;
  return {
    ...found,
    at,
    also,
    severity: entry !== undefined && found.severity === entry.severity ? (entry.foreign ?? found.severity) : found.severity,
    ...(repair === undefined ? {} : { repair }),
  };
}
