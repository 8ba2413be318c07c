/**
 * The layers of `kubernetes/`, in the order in which they are applied: script, Flux and Argo CD all follow the folder names.
 * Cilium itself comes after storage, and before the network, whose kinds its operator brings. Gateways come last, after the
 * Services that their routes lead to.
 */
export const layers = {
  namespaces: '00-namespaces',
  crds: '10-crds',
  storage: '20-storage',
  network: '25-network',
  policies: '30-policies',
  workloads: '40-workloads',
  gateways: '50-gateways',
} as const;

/** One of the layers. */
export type Layer = keyof typeof layers;

/**
 * The folders of a cluster's output that are applied once, by hand or by a plan, so that Flux or Argo CD begin; they read the rest
 * from there on.
 */
export const gitOpsEntries = { flux: 'flux/sync', argocd: 'argocd' } as const;

/** Paths of a cluster's files, relative to the output folder. */
export const layout = {
  talosPatch: (cluster: string, machine: 'controlplane' | 'worker') => `${cluster}/talos/${machine}-patch.yaml`,
  laterPatch: (cluster: string) => `${cluster}/talos/later-patch.yaml`,
  nodePatch: (cluster: string, node: string) => `${cluster}/talos/nodes/${node}-patch.yaml`,
  schematic: (cluster: string, name: string) => `${cluster}/talos/schematic-${name}.yaml`,
  createScript: (cluster: string) => `${cluster}/talos/create.sh`,
  configureScript: (cluster: string) => `${cluster}/talos/configure.sh`,
  ciliumValues: (cluster: string) => `${cluster}/cilium/values.yaml`,
  connectivity: (cluster: string) => `${cluster}/CONNECTIVITY.md`,
  budget: (cluster: string) => `${cluster}/BUDGET.md`,
  applyScript: (cluster: string) => `${cluster}/apply.sh`,
  plans: (cluster: string) => `${cluster}/PLAN.md`,
  planScript: (cluster: string, plan: string) => `${cluster}/plans/${plan}.sh`,
  gitOps: (cluster: string, tool: 'flux' | 'argocd', folder: string, kind: string, name: string, namespace: string) =>
    `${cluster}/${tool}/${folder === '' ? '' : `${folder}/`}${kind}-${name}.${namespace}.yaml`,
  object: (cluster: string, layer: Layer, kind: string, name: string, namespace?: string) =>
    `${cluster}/kubernetes/${layers[layer]}/${kind}-${name.replace(/[^A-Za-z0-9._-]/g, '_')}${namespace === undefined ? '' : `.${namespace}`}.yaml`,
} as const;

/**
 * The label by which a Service is known to be of a pool; its value is the pool's name. Pools give addresses to Services that
 * have it, and nothing without it is announced, so that a load balancer of somebody else's neither takes an address nor shows
 * one to the network.
 */
export const poolLabel = 'ichor/pool';
