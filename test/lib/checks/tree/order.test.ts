import { checked, found, goodTalos, goodValues, helmRelease } from './support/tree';

const talos = { 'talos/controlplane.yaml': goodTalos };
const pool = `apiVersion: cilium.io/v2
kind: CiliumLoadBalancerIPPool
metadata: { name: lan }
spec: { blocks: [{ cidr: 192.168.7.0/28 }] }
`;
const kustomization = (name: string, path: string, needs: readonly string[] = []) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec:
  path: ./${path}
  dependsOn: [${needs.map((need) => `{ name: ${need} }`).join(', ')}]
`;
const order = async (files: Readonly<Record<string, string>>) => {
  const result = await checked({ ...talos, 'apps/cilium/app/release.yaml': helmRelease(goodValues), ...files });
  return result.findings.filter(({ id, status }) => id === 'INV045' && status === 'found');
};

describe("objects of Cilium's kinds under Flux", () => {
  test("can't come with the HelmRelease whose operator brings their kinds", async () => {
    const [finding, ...others] = await order({
      'apps/cilium/ks.yaml': kustomization('cilium', 'apps/cilium/app'),
      'apps/cilium/app/pool.yaml': pool,
    });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'warning',
      at: { file: 'apps/cilium/app/pool.yaml' },
      message:
        "Flux applies CiliumLoadBalancerIPPool 'lan' together with the HelmRelease 'kube-system/cilium', whose operator brings the kind: on a new cluster it refuses all of 'cilium', and Cilium never comes",
      repair: 'move it to a Kustomization with dependsOn: [{ name: cilium }], or install Cilium before Flux',
    });
  });

  test('wait for it in a Kustomization of their own, directly or behind another', async () => {
    const files = (needs: readonly string[]) => ({
      'apps/ks.yaml': [
        kustomization('cilium', 'apps/cilium/app'),
        kustomization('between', 'apps/between', ['cilium']),
        kustomization('config', 'apps/cilium/config', needs),
      ].join('---\n'),
      'apps/cilium/config/pool.yaml': pool,
      'apps/cilium/config/other.yaml': pool.replace('name: lan', 'name: other').replace('192.168.7.0', '192.168.8.0'),
    });
    expect(await order(files(['cilium']))).toEqual([]);
    expect(await order(files(['between']))).toEqual([]);
    const [finding, ...others] = await order(files([]));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'info',
      at: { file: 'apps/ks.yaml' },
      message:
        "nothing says that 'config' with objects such as CiliumLoadBalancerIPPool 'other' waits for 'cilium', whose operator brings the kind: on a new cluster the first try fails, unless Cilium is there before Flux",
      repair: 'write dependsOn: [{ name: cilium }]',
    });
  });

  test('Kustomizations that wait for each other in a circle wait for nobody', async () => {
    const findings = await order({
      'apps/ks.yaml': [
        kustomization('cilium', 'apps/cilium/app'),
        kustomization('config', 'apps/cilium/config', ['other']),
        kustomization('other', 'apps/other', ['config']),
      ].join('---\n'),
      'apps/cilium/config/pool.yaml': pool,
    });
    expect(findings).toHaveLength(1);
  });

  test('are nothing to say of where no Kustomization tells how they are applied', async () => {
    expect(await order({ 'apps/cilium/app/pool.yaml': pool })).toEqual([]);
  });
});

describe("objects of Cilium's kinds under Argo CD", () => {
  const application = (name: string, sources: string, more = '', annotations = '') => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd, annotations: { ${annotations} } }
spec: { sources: [${sources}], destination: { namespace: kube-system }${more} }
`;
  const chart = '{ repoURL: https://helm.cilium.io, chart: cilium, targetRevision: 1.20.2 }';
  const folder = (path: string) => `{ repoURL: https://git.example/home.git, path: ${path} }`;
  const annotated = (annotations: string) => pool.replace('name: lan', `name: lan, annotations: { ${annotations} }`);
  const wave = (n: number) => `argocd.argoproj.io/sync-wave: "${n}"`;
  const skip = 'argocd.argoproj.io/sync-options: SkipDryRunOnMissingResource=true';
  const judged = async (files: Readonly<Record<string, string>>) =>
    (await checked({ ...talos, ...files })).findings.filter(({ id, status }) => id === 'INV045' && status === 'found');

  test('in the Application of the chart need a later wave, and not to be looked for before', async () => {
    const files = (object: string, more = '') => ({
      'argo/cilium.yaml': application('cilium', `${chart}, ${folder('apps/cilium/')}`, more),
      'apps/cilium/pool.yaml': object,
    });
    const options = ', syncPolicy: { syncOptions: [SkipDryRunOnMissingResource=true] }';
    expect(await judged(files(annotated(`${wave(1)}, ${skip}`)))).toEqual([]);
    expect(await judged(files(annotated(wave(1)), options))).toEqual([]);
    expect(await judged(files(annotated(skip)))).toHaveLength(1);
    const [finding, ...others] = await judged(files(annotated(wave(1))));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'warning',
      at: { file: 'apps/cilium/pool.yaml' },
      also: [{ file: 'argo/cilium.yaml' }],
      message:
        "Argo CD syncs CiliumLoadBalancerIPPool 'lan' together with the chart of the Application 'argocd/cilium', whose operator brings the kind: on a new cluster the sync fails before Cilium is there",
      repair: 'annotate it with argocd.argoproj.io/sync-wave: "1" and argocd.argoproj.io/sync-options: SkipDryRunOnMissingResource=true',
    });
  });

  test('in another Application come in a later wave, or are tried again', async () => {
    const files = (annotations: string, more = '') => ({
      'argo/cilium.yaml': application('cilium', chart, '', wave(-2)),
      'argo/lan.yaml': application('lan', folder('./apps/lan'), more, annotations),
      'apps/lan/pool.yaml': pool,
    });
    expect(await judged(files(wave(-1)))).toEqual([]);
    expect(await judged(files(wave(-2), ', syncPolicy: { retry: { limit: 5 } }'))).toEqual([]);
    const [finding, ...others] = await judged(files(wave(-2)));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'info',
      at: { file: 'argo/lan.yaml' },
      message:
        "nothing says that 'lan' with objects such as CiliumLoadBalancerIPPool 'lan' comes behind 'cilium', whose operator brings the kind: on a new cluster the first sync fails, unless Cilium is there before Argo CD",
      repair: 'annotate it with argocd.argoproj.io/sync-wave: "-1", or write syncPolicy.retry',
    });
  });
});

describe('addresses of IPv6', () => {
  const announcer =
    'apiVersion: cilium.io/v2alpha1\nkind: CiliumL2AnnouncementPolicy\nmetadata: { name: all }\nspec: { loadBalancerIPs: true }\n';
  const six = pool.replace('192.168.7.0/28', 'fd00::/120').replace('cilium.io/v2', 'cilium.io/v2alpha1');
  const of = async (version: string, ...files: readonly string[]) => {
    const result = await checked({
      ...talos,
      'apps/cilium.yaml': helmRelease(`${goodValues}ipv6: { enabled: true }\n`).replace(/version: '?1\.20\.\d+'?/, `version: ${version}`),
      'apps/lan.yaml': files.join('---\n'),
    });
    return found(result).filter((line) => line.startsWith('INV056'));
  };

  test('are announced on the local network from Cilium 1.19 on', async () => {
    expect(await of('1.18.5', six, announcer)).toEqual(['INV056 apps/lan.yaml:1:1']);
    expect(await of('1.18.5', six)).toEqual([]);
    expect(await of('1.19.6', six, announcer)).toEqual([]);
  });
});

describe('who installs Cilium', () => {
  const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: cilium, namespace: argocd }
spec:
  source: { chart: cilium, targetRevision: 1.20.2 }
  destination: { namespace: kube-system }
`;
  const owners = async (files: Readonly<Record<string, string>>) =>
    found(await checked({ ...talos, ...files })).filter((line) => /^INV0(78|79|80)/.test(line));

  test('is one of Flux and Argo CD', async () => {
    expect(await owners({ 'apps/cilium.yaml': helmRelease(goodValues) })).toEqual([]);
    expect(await owners({ 'apps/a.yaml': application, 'apps/cilium.yaml': helmRelease(goodValues) })).toEqual([
      'INV078 apps/cilium.yaml:1:1',
    ]);
  });

  test('has the values with which it was installed before', async () => {
    const files = (values: string) => ({ 'apps/cilium.yaml': helmRelease(goodValues), 'bootstrap/cilium-values.yaml': values });
    expect(await owners(files(goodValues))).toEqual([]);
    expect(await owners(files(goodValues.replace('replicas: 1', 'replicas: 2')))).toEqual(['INV080 apps/cilium.yaml:1:1']);
    expect(await owners(files(goodValues.replace('name: home', "name: '${CLUSTER}'")))).toEqual([]);
  });
});
