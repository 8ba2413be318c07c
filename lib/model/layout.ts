/**
 * The layers of `kubernetes/`, in the order in which they are applied: script, Flux and Argo CD all follow the folder names.
 * Cilium itself comes after the first two and before the rest.
 */
export const layers = {
  namespaces: '00-namespaces',
  crds: '10-crds',
  storage: '20-storage',
  policies: '30-policies',
  workloads: '40-workloads',
} as const;

/** One of the layers. */
export type Layer = keyof typeof layers;

/** Paths of a cluster's files, relative to the output folder. */
export const layout = {
  talosPatch: (cluster: string, machine: 'controlplane' | 'worker') => `${cluster}/talos/${machine}-patch.yaml`,
  createScript: (cluster: string) => `${cluster}/talos/create.sh`,
  ciliumValues: (cluster: string) => `${cluster}/cilium/values.yaml`,
  connectivity: (cluster: string) => `${cluster}/CONNECTIVITY.md`,
  budget: (cluster: string) => `${cluster}/BUDGET.md`,
  applyScript: (cluster: string) => `${cluster}/apply.sh`,
  object: (cluster: string, layer: Layer, kind: string, name: string, namespace?: string) =>
    `${cluster}/kubernetes/${layers[layer]}/${kind}-${name.replace(/[^A-Za-z0-9._-]/g, '_')}${namespace === undefined ? '' : `.${namespace}`}.yaml`,
} as const;
