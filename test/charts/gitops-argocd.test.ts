import { type argocd, flannel, secretRef } from 'ichor';
import { emitted, network, releases } from '../support/rack';
import { byArgocd, keptCluster, whole } from './support/kept';

const cluster = (changes = {}) => keptCluster({ ...whole, gitops: byArgocd(), ...changes });
const keep = 'argocd.argoproj.io/sync-options';
const wave = 'argocd.argoproj.io/sync-wave';

/** The Applications of the steps by what they are for. */
function applications({ below }: ReturnType<typeof cluster>) {
  return new Map(below('argocd/apps').map(([, object]) => [String(object.metadata.name).replace('rack-', ''), object]));
}

test('each layer that exists has an Application, and one has them all', () => {
  const written = cluster();
  const all = applications(written);
  const paths = [...all.values()].flatMap(({ spec }) => spec.source.path ?? []);
  const folders = written.layers.map((layer) => `dist/rack/kubernetes/${layer}`);
  expect(paths.sort()).toEqual(['config/crd/standard', ...folders].sort());
  expect([...all.keys()]).toContain('cilium');
  const root = written.parsed.get('argocd/Application-rack.argocd.yaml');
  expect(root.spec.source).toEqual({ repoURL: 'https://git.example.com/me/home', targetRevision: 'main', path: 'dist/rack/argocd/apps' });
});

test('waves put namespaces, kinds of Gateway API, Cilium, its resources, policies and workloads in this order', () => {
  const waves = [...applications(cluster())].map(([name, { metadata }]) => [Number(metadata.annotations[wave]), name]);
  expect(waves.sort()).toEqual([
    [0, 'namespaces'],
    [1, 'crds'],
    [1, 'gateway-api'],
    [2, 'cilium'],
    [3, 'network'],
    [3, 'storage'],
    [4, 'policies'],
    [5, 'gateways'],
    [5, 'workloads'],
  ]);
});

test('Argo CD tells that Applications and policies are well, of which it says nothing by itself', () => {
  const asked = (changes = {}) =>
    Object.keys(cluster(changes).parsed.get('argocd/ConfigMap-argocd-cm.argocd.yaml').data).map((key) =>
      key.replace('resource.customizations.health.', ''),
    );
  expect(asked().sort()).toEqual(['argoproj.io_Application', 'cilium.io_CiliumClusterwideNetworkPolicy', 'cilium.io_CiliumNetworkPolicy']);
  expect(asked({ network: flannel(), expose: [] })).toEqual(['argoproj.io_Application']);
});

test('everything is applied by the server and tried for ever; kinds that come later are not looked for before', () => {
  const later = ['gateways', 'network', 'policies'];
  for (const [name, { spec }] of applications(cluster())) {
    const { syncOptions, retry } = spec.syncPolicy;
    expect(syncOptions).toContain('ServerSideApply=true');
    expect([name, syncOptions.includes('SkipDryRunOnMissingResource=true')]).toEqual([name, later.includes(name)]);
    expect(retry.limit).toBe(-1);
  }
});

describe('never deletes what holds data or others up', () => {
  test('Applications of namespaces, kinds, storage and Cilium delete nothing, and none takes what it applied with it', () => {
    const all = [...applications(cluster())];
    const kept = all.filter(([, { spec }]) => spec.syncPolicy.automated.prune !== true).map(([name]) => name);
    expect(kept.sort()).toEqual(['cilium', 'crds', 'gateway-api', 'namespaces', 'storage']);
    for (const [name, { spec }] of all)
      expect([name, ['Prune=false', 'Delete=false'].every((option) => spec.syncPolicy.syncOptions.includes(option))]).toEqual([
        name,
        kept.includes(name),
      ]);
    expect(JSON.stringify([...cluster().parsed])).not.toContain('finalizer');
    expect(cluster().parsed.get('argocd/Application-rack.argocd.yaml').spec.syncPolicy.automated).toEqual({ prune: false, selfHeal: true });
  });

  test('each namespace, kind, claim, object of storage, and each of its own objects says so', () => {
    const { below, parsed } = cluster();
    const held = ['kubernetes/00-namespaces', 'kubernetes/10-crds', 'kubernetes/20-storage', 'argocd'].flatMap(below);
    expect(held.filter(([, { metadata }]) => metadata.annotations?.[keep] !== 'Prune=false,Delete=false').map(([path]) => path)).toEqual(
      [],
    );
    const claim = parsed.get('kubernetes/40-workloads/PersistentVolumeClaim-films.apps.yaml');
    expect(claim.metadata.annotations[keep]).toBe('Validate=false,Prune=false,Delete=false');
  });
});

describe.each(Object.entries(releases))('Cilium %s', (minor, version) => {
  test('is what is there already, with the very values of the file, and nothing of it is mended behind the back', () => {
    const written = cluster({ network: network({ values: { debug: { enabled: null } } as never }, version) });
    const { spec } = applications(written).get('cilium') as { spec: Record<string, never> };
    expect(spec).toMatchObject({
      source: { repoURL: 'https://helm.cilium.io', chart: 'cilium', targetRevision: version, helm: { releaseName: 'cilium' } },
      destination: { namespace: 'kube-system' },
      syncPolicy: { automated: { prune: false, selfHeal: false } },
    });
    const values = written.parsed.get('cilium/values.yaml');
    expect((spec as never as { source: { helm: object } }).source.helm).toEqual({ releaseName: 'cilium', valuesObject: values });
    expect(values.debug).toEqual({ enabled: null });
  });

  test("takes Gateway API's kinds from upstream's tag", () => {
    const { spec } = applications(cluster({ network: network({}, version) })).get('gateway-api') as { spec: Record<string, never> };
    const standard = { repoURL: 'https://github.com/kubernetes-sigs/gateway-api', path: 'config/crd/standard' };
    const file = 'gateway.networking.k8s.io_tlsroutes.yaml';
    expect(spec).toMatchObject(
      minor === '1.20'
        ? { source: { ...standard, targetRevision: 'v1.6.1' } }
        : {
            sources: [
              { ...standard, targetRevision: 'v1.4.1' },
              { path: 'config/crd/experimental', targetRevision: 'v1.4.1', directory: { include: file } },
            ],
          },
    );
  });
});

test("the Job of Hubble's certificates, which each release names anew, leaves nothing out of sync", () => {
  const annotations = (changes: object) => emitted({ ...whole, ...changes }).values().certgen?.annotations.job;
  expect(annotations({ gitops: byArgocd() })).toEqual({ 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous' });
  expect(annotations({ gitops: byArgocd(), network: network({ hubble: false }) })).toBeUndefined();
  expect(annotations({})).toBeUndefined();
});

test('with Flannel there is no Cilium, nor what needs it', () => {
  const all = applications(cluster({ network: flannel(), expose: [] }));
  expect([...all.keys()].sort()).toEqual(['crds', 'namespaces', 'storage', 'workloads']);
});

test('the file says for which release it is, and by which Secret the repository is read', () => {
  const head = (gitops: ReturnType<typeof argocd>) =>
    cluster({ gitops }).files.get('rack/argocd/Application-rack.argocd.yaml')?.split('\n')[0];
  const install = (version: string) => `https://raw.githubusercontent.com/argoproj/argo-cd/v${version}/manifests/install.yaml`;
  expect(head(byArgocd())).toBe(
    `# For Argo CD 3.6.1 (${install('3.6.1')}), which reads https://git.example.com/me/home without a password.`,
  );
  expect(head(byArgocd({ secretRef: secretRef('home'), version: '3.5.7' }))).toBe(
    `# For Argo CD 3.5.7 (${install('3.5.7')}), which reads https://git.example.com/me/home with the Secret argocd/home, which has the label argocd.argoproj.io/secret-type: repository.`,
  );
});
