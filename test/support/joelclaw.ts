import { type ClusterDefinition, defineCluster } from 'ichor';
import { filesOf, findingsOf } from 'ichor/testing';
import joelclaw from '../../clusters/joelclaw';

/** The committed definition. */
export const definition: ClusterDefinition = joelclaw.definition;

/** The committed definition with other values for some of its options. */
export function variant(changes: Partial<ClusterDefinition>): ReturnType<typeof defineCluster> {
  return defineCluster({ ...definition, ...changes });
}

/** The files that a change to the definition adds, changes or removes, by their path below the cluster's folder, sorted. */
export function filesChangedBy(changes: Partial<ClusterDefinition>): { added: string[]; changed: string[]; removed: string[] } {
  const before = filesOf(joelclaw);
  const cluster = variant(changes);
  const after = filesOf(cluster);
  if (after.size === 0) throw new Error(`the variant has errors: ${JSON.stringify(findingsOf(cluster), null, 2)}`);
  const short = (path: string) => path.replace(/^joelclaw\//, '');
  return {
    added: [...after.keys()]
      .filter((path) => !before.has(path))
      .map(short)
      .sort(),
    changed: [...after.keys()]
      .filter((path) => before.has(path) && before.get(path) !== after.get(path))
      .map(short)
      .sort(),
    removed: [...before.keys()]
      .filter((path) => !after.has(path))
      .map(short)
      .sort(),
  };
}
