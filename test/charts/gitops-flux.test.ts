import { flannel, flux, secretRef } from 'ichor';
import { gitOpsEntries } from '../../lib/model';
import { emitted, network, releases } from '../support/rack';
import { byFlux, keptCluster, whole } from './support/kept';

interface Kustomization {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly path: string;
    readonly prune: boolean;
    readonly wait: boolean;
    readonly deletionPolicy: string;
    readonly dependsOn?: readonly { readonly name: string }[];
    readonly healthCheckExprs?: readonly { readonly kind: string }[];
  };
}

const cluster = (changes = {}) => keptCluster({ ...whole, gitops: byFlux(), ...changes });

function kustomizations({ below }: ReturnType<typeof cluster>): ReadonlyMap<string, Kustomization['spec']> {
  return new Map(
    below('flux/sync').flatMap(([, object]) =>
      object.kind === 'Kustomization' ? [[(object as Kustomization).metadata.name, (object as Kustomization).spec]] : [],
    ),
  );
}

/** Everything that has to be ready before. */
function ancestors(all: ReadonlyMap<string, Kustomization['spec']>, name: string): readonly string[] {
  const direct = (all.get(name)?.dependsOn ?? []).map((other) => other.name);
  return [...new Set([...direct, ...direct.flatMap((other) => ancestors(all, other))])].sort();
}

test('nothing is there for it unless the definition asks', () => {
  const [without, asked] = [keptCluster(whole), cluster()];
  const paths = ({ files }: typeof asked) => [...files.keys()].filter((path) => !path.startsWith('rack/flux/'));
  expect([...without.files.keys()]).toEqual(paths(asked));
  expect(JSON.stringify([...without.parsed])).not.toMatch(/fluxcd|argocd\.argoproj\.io\/(?!sync-options)/);
});

test('what is applied once has all that the rest needs', () => {
  const { below } = cluster();
  const kinds = below(gitOpsEntries.flux).map(([, { kind }]) => kind);
  expect(new Set(kinds)).toEqual(new Set(['GitRepository', 'Kustomization']));
  expect(
    below('flux')
      .filter(([path]) => !path.startsWith(gitOpsEntries.flux))
      .map(([, { kind }]) => kind),
  ).toEqual(['HelmRelease', 'HelmRepository']);
});

test('each layer that exists has a Kustomization, and each leads to a folder that does', () => {
  const written = cluster();
  const paths = [...kustomizations(written).values()].map(({ path }) => path);
  const folders = written.layers.map((layer) => `./dist/rack/kubernetes/${layer}`);
  expect(written.layers).toHaveLength(7);
  expect(paths.sort()).toEqual(['./config/crd', './dist/rack/flux/cilium', './dist/rack/flux/sync', ...folders].sort());
});

test('namespaces, kinds of Gateway API, Cilium, its resources, policies and workloads come in this order', () => {
  const all = kustomizations(cluster());
  const behind = (step: string) => ancestors(all, `rack-${step}`).map((name) => name.replace('rack-', ''));
  expect(behind('namespaces')).toEqual([]);
  expect(behind('gateway-api')).toEqual(['namespaces']);
  expect(behind('crds')).toEqual(['namespaces']);
  expect(behind('cilium')).toEqual(['crds', 'gateway-api', 'namespaces']);
  expect(behind('storage')).toEqual(['cilium', 'crds', 'gateway-api', 'namespaces']);
  expect(behind('network')).toEqual(['cilium', 'crds', 'gateway-api', 'namespaces']);
  expect(behind('policies')).toEqual(['cilium', 'crds', 'gateway-api', 'namespaces', 'network']);
  expect(behind('workloads')).toEqual(['cilium', 'crds', 'gateway-api', 'namespaces', 'network', 'policies', 'storage']);
  expect(behind('gateways')).toEqual(['cilium', 'crds', 'gateway-api', 'namespaces', 'network', 'policies']);
});

test.each([
  ['without gateways and pools', { expose: [], objects: [] }],
  ['with Flannel', { expose: [], network: flannel() }],
])('%s, what is left keeps its order, and waits for nothing that is not there', (_, changes) => {
  const all = kustomizations(cluster(changes));
  for (const [name, { dependsOn = [] }] of all) {
    expect([name, dependsOn.filter((other) => !all.has(other.name))]).toEqual([name, []]);
    expect(ancestors(all, name)).not.toContain(name);
  }
  expect(ancestors(all, 'rack-workloads')).toContain('rack-namespaces');
  expect(all.has('rack-cilium')).toBe('expose' in changes && !('network' in changes));
});

test('each step is over when what it applied is ready, policies when Cilium took them, gateways when they answer', () => {
  for (const [name, { wait, healthCheckExprs = [] }] of kustomizations(cluster())) {
    expect([name, wait]).toEqual([name, name !== 'rack']);
    const judged = healthCheckExprs.map(({ kind }) => kind);
    const wanted = { 'rack-policies': ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'], 'rack-gateways': ['Gateway'] };
    expect(judged).toEqual(wanted[name as keyof typeof wanted] ?? []);
  }
});

describe('never deletes what holds data or others up', () => {
  const isDisabled = (object: { metadata: { annotations?: Record<string, string> } }) =>
    object.metadata.annotations?.['kustomize.toolkit.fluxcd.io/prune'] === 'disabled';

  test('no Kustomization takes what it applied with it, and those of namespaces, kinds, storage and Cilium prune nothing', () => {
    const all = kustomizations(cluster());
    const pruning = [...all].filter(([, { prune }]) => prune).map(([name]) => name);
    expect(pruning.sort()).toEqual(['rack-gateways', 'rack-network', 'rack-policies', 'rack-workloads']);
    expect([...all.values()].filter(({ deletionPolicy }) => deletionPolicy !== 'Orphan')).toEqual([]);
  });

  test('each namespace, kind, claim, object of storage, and each of its own objects says so', () => {
    const { below } = cluster();
    const folders = ['kubernetes/00-namespaces', 'kubernetes/10-crds', 'kubernetes/20-storage', 'flux'];
    const held = folders.flatMap(below);
    const claims = below('kubernetes/40-workloads').filter(([, { kind }]) => kind === 'PersistentVolumeClaim');
    expect(claims).toHaveLength(1);
    expect([...held, ...claims].filter(([, object]) => !isDisabled(object)).map(([path]) => path)).toEqual([]);
    const others = ['25-network', '30-policies', '40-workloads', '50-gateways'].flatMap((layer) => below(`kubernetes/${layer}`));
    expect(others.filter(([, object]) => isDisabled(object))).toEqual(claims);
  });

  test("Gateway API's kinds, which are upstream's, get the word when they are applied", () => {
    expect(kustomizations(cluster()).get('rack-gateway-api')).toMatchObject({
      prune: false,
      commonMetadata: { annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } },
    });
  });
});

describe.each(Object.entries(releases))('Cilium %s', (minor, version) => {
  const release = (changes = {}) =>
    cluster({ network: network({ values: { debug: { enabled: null } } as never }, version), ...changes }).parsed.get(
      'flux/cilium/HelmRelease-cilium.flux-system.yaml',
    );

  test('is the release that is there already, with the very values of the file, null among them', () => {
    const { parsed } = cluster({ network: network({ values: { debug: { enabled: null } } as never }, version) });
    const { spec } = release();
    expect(spec).toMatchObject({ releaseName: 'cilium', targetNamespace: 'kube-system', storageNamespace: 'kube-system' });
    expect(spec.chart.spec).toMatchObject({ chart: 'cilium', version, sourceRef: { kind: 'HelmRepository', name: 'cilium' } });
    expect(spec.values).toEqual(parsed.get('cilium/values.yaml'));
    expect(spec.values.debug).toEqual({ enabled: null });
    expect(parsed.get('flux/cilium/HelmRepository-cilium.flux-system.yaml').spec.url).toBe('https://helm.cilium.io');
  });

  test('is tried again when it fails, and neither taken back nor mended by force', () => {
    const { spec } = release();
    const strategy = { name: 'RetryOnFailure', retryInterval: '2m' };
    expect(spec).toMatchObject({ install: { strategy }, upgrade: { strategy }, driftDetection: { mode: 'warn' } });
    expect(JSON.stringify(spec)).not.toMatch(/remediation|rollback/);
  });

  test('comes from an OCI artifact where the definition says so', () => {
    const { parsed, below } = cluster({ network: network({}, version), gitops: byFlux({ chart: 'oci' }) });
    expect(below('flux/cilium')).toHaveLength(2);
    expect(parsed.get('flux/cilium/HelmRelease-cilium.flux-system.yaml').spec).toMatchObject({
      chartRef: { kind: 'OCIRepository', name: 'cilium' },
    });
    expect(parsed.get('flux/cilium/OCIRepository-cilium.flux-system.yaml').spec).toMatchObject({
      url: 'oci://quay.io/cilium/charts/cilium',
      ref: { tag: version },
    });
  });

  test("takes Gateway API's kinds from upstream's tag, and nothing else of it", () => {
    const { spec } = cluster({ network: network({}, version) }).parsed.get('flux/sync/GitRepository-gateway-api.flux-system.yaml');
    const wanted = minor === '1.20' ? 'v1.6.1' : 'v1.4.1';
    expect(spec).toMatchObject({ url: 'https://github.com/kubernetes-sigs/gateway-api', ref: { tag: wanted } });
    expect(spec.ignore.split('\n').slice(0, 2)).toEqual(['/*', '!/config']);
    expect(spec.ignore.includes('!/config/crd/experimental/gateway.networking.k8s.io_tlsroutes.yaml')).toBe(minor === '1.19');
  });
});

test('the repository is read as the definition says, from the root too', () => {
  const asked = flux({
    url: 'ssh://git@git.example.com/me/home',
    secretRef: secretRef('home-key'),
    branch: 'stable',
    path: '.',
    interval: '5m',
  });
  const written = cluster({ gitops: asked });
  expect(written.parsed.get('flux/sync/GitRepository-rack.flux-system.yaml').spec).toEqual({
    url: 'ssh://git@git.example.com/me/home',
    ref: { branch: 'stable' },
    secretRef: { name: 'home-key' },
    interval: '5m',
    timeout: '1m',
  });
  expect(kustomizations(written).get('rack-namespaces')?.path).toBe('./kubernetes/00-namespaces');
});

test('the source says for which release it is, and what its Secret has', () => {
  const head = (gitops: ReturnType<typeof flux>) =>
    cluster({ gitops }).files.get('rack/flux/sync/GitRepository-rack.flux-system.yaml')?.split('\n')[0];
  const install = 'For Flux 2.9.5 (https://github.com/fluxcd/flux2/releases/download/v2.9.5/install.yaml)';
  expect(head(byFlux())).toBe(`# ${install}, which reads https://git.example.com/me/home without a password.`);
  expect(head(byFlux({ secretRef: secretRef('home') }))).toBe(
    `# ${install}, which reads https://git.example.com/me/home with the Secret flux-system/home, which has username and password.`,
  );
  expect(head(flux({ url: 'ssh://git@git.example.com/me/home', secretRef: secretRef('home') }))).toBe(
    `# ${install}, which reads ssh://git@git.example.com/me/home with the Secret flux-system/home, which has identity and known_hosts.`,
  );
});

test('who applies before Flux does so by its name, so that what goes from git goes from the cluster', () => {
  const script = (changes = {}) => emitted({ ...whole, ...changes }).files.get('rack/apply.sh') ?? '';
  const managers = (text: string) => [...new Set([...text.matchAll(/--field-manager (\S+)/g)].map(([, name]) => name))];
  expect(managers(script())).toEqual(['ichor']);
  expect(managers(script({ gitops: byFlux() }))).toEqual(['kustomize-controller']);
});
