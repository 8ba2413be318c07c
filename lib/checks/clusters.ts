import { type Finding, finding, inDefinition, type Place, valueAt } from '../base';

/** A definition, and the file that exports it. */
export interface DefinedCluster {
  readonly file: string;
  readonly exported: unknown;
}

/** What is wrong between clusters: those with a number in a mesh have one each. */
export function checkClusters(clusters: readonly DefinedCluster[]): Finding[] {
  const taken = new Map<number, { readonly name: string; readonly at: Place }>();
  return clusters.flatMap(({ file, exported }) => {
    const name = String(valueAt(exported, 'definition', 'name'));
    const { id, path } = numberOf(exported);
    if (typeof id !== 'number' || id === 0) return [];
    const at = inDefinition(file, path);
    const other = taken.get(id);
    if (other === undefined) taken.set(id, { name, at });
    return other === undefined
      ? []
      : [
          finding('CLU002', at, `${id} is the number of the cluster '${other.name}' already`, {
            repair: 'write another number, or leave it out where the cluster is part of no mesh',
            also: [other.at],
          }),
        ];
  });
}

function numberOf(exported: unknown): { readonly id: unknown; readonly path: string } {
  const options = valueAt(exported, 'definition', 'network', 'options');
  const own = valueAt(options, 'values', 'cluster', 'id');
  return own === undefined ? { id: valueAt(options, 'id'), path: 'network.id' } : { id: own, path: 'network.values.cluster.id' };
}
