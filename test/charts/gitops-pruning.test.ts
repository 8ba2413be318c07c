import { type ClusterDefinition, flannel } from 'ichor';
import { byArgocd, byFlux, keptCluster, whole } from './support/kept';

type Written = ReturnType<typeof keptCluster>;
interface Applier {
  readonly name: string;
  /** The folder that it applies, from that of the cluster. */
  readonly folder: string;
  readonly prunes: boolean;
}

const repository = 'dist/rack/';
const inside = (path: string) =>
  path.replace('./', '').startsWith(repository) ? path.replace('./', '').slice(repository.length) : undefined;

/** Who applies which folder, and whether it deletes what is no longer there. */
function appliers({ parsed }: Written): Applier[] {
  return [...parsed.values()].flatMap(({ kind, metadata, spec }) => {
    const path = kind === 'Kustomization' ? spec.path : kind === 'Application' ? spec.source?.path : undefined;
    const folder = path === undefined ? undefined : inside(path);
    return folder === undefined ? [] : [{ name: metadata.name, folder, prunes: (spec.prune ?? spec.syncPolicy?.automated.prune) === true }];
  });
}

const isKept = ({ metadata }: { metadata: { annotations?: Record<string, string> } }) =>
  metadata.annotations?.['kustomize.toolkit.fluxcd.io/prune'] === 'disabled' ||
  metadata.annotations?.['argocd.argoproj.io/sync-options']?.includes('Prune=false') === true;

/**
 * What goes from the cluster when the output goes from one state to another, by the rules of both: a folder that is gone is an
 * error, upon which nothing happens; who applied it stays, since nobody deletes that either; of the others each deletes what
 * it applied and finds no more, unless that says otherwise.
 */
function deletedBy(before: Written, after: Written): string[] {
  const now = new Map(appliers(after).map((one) => [one.name, one]));
  return appliers(before).flatMap((then) => {
    const { folder, prunes } = now.get(then.name) ?? then;
    const [had, has] = [before.below(then.folder), after.below(folder)];
    if (!prunes || has.length === 0) return [];
    const present = new Set(has.map(([path]) => path.slice(folder.length)));
    return had.filter(([path, object]) => !present.has(path.slice(then.folder.length)) && !isKept(object)).map(([path]) => path);
  });
}

const holds = /^(flux|argocd|kubernetes\/(00-namespaces|10-crds|20-storage))\/|\/(PersistentVolume|Namespace|StorageClass|CustomResource)/;

describe.each([
  ['Flux', byFlux],
  ['Argo CD', byArgocd],
])('%s', (_, keeper) => {
  const before = keptCluster({ ...whole, gitops: keeper() });
  const changed = (changes: Partial<ClusterDefinition>) => deletedBy(before, keptCluster({ ...whole, gitops: keeper(), ...changes }));

  test('has the layers to lose', () => {
    expect(appliers(before).length).toBeGreaterThan(7);
    expect(before.layers.flatMap((layer) => before.below(`kubernetes/${layer}`)).length).toBeGreaterThan(20);
  });

  test.each<[string, Partial<ClusterDefinition>]>([
    ['Flannel in place of Cilium', { network: flannel(), expose: [] }],
    ['no raw objects: kinds and claims', { objects: [] }],
    ['another StorageClass', { storage: { kind: 'existing', className: 'nfs' } as never }],
    ['no workloads', { workloads: [], expose: [] }],
  ])('%s: nothing goes that holds data or others up', (_title, changes) => {
    expect(changed(changes).filter((path) => holds.test(path))).toEqual([]);
  });

  test('switched off, or its output moved elsewhere, nothing goes at all', () => {
    expect(deletedBy(before, keptCluster(whole))).toEqual([]);
    const empty = { ...before, parsed: new Map(), below: () => [] };
    expect(deletedBy(before, empty)).toEqual([]);
  });

  test('what policies and workloads no longer are goes; the last objects of a layer stay, for a person to delete', () => {
    const { expose = [] } = whole;
    expect(changed({ expose: expose.slice(0, 1) })).toEqual(['kubernetes/30-policies/CiliumClusterwideNetworkPolicy-gateways.yaml']);
    expect(changed({ expose: expose.slice(1), objects: [] })).toEqual(['kubernetes/40-workloads/Service-db-on-lan.apps.yaml']);
  });
});
