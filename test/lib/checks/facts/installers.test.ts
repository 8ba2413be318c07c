import { inDocument, type JsonObject } from '../../../../lib/base';
import { installersOf } from '../../../../lib/checks/facts/installers';

const at = inDocument('apps.yaml');
const object = (apiVersion: string, kind: string, name: string, spec: object): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'kube-system' },
  spec: spec as JsonObject,
});
const release = (spec: object, name = 'cilium') => object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', name, spec);
const repository = (url: string, tag: string) => object('source.toolkit.fluxcd.io/v1', 'OCIRepository', 'network', { url, ref: { tag } });
const application = (spec: object, kind = 'Application') => object('argoproj.io/v1alpha1', kind, 'network', spec);
const installers = (...objects: readonly JsonObject[]) =>
  installersOf(
    objects.map((one) => ({ object: one, at })),
    [],
  );
const chartRef = { chartRef: { kind: 'OCIRepository', name: 'network' } };

test('a HelmRelease is of Cilium by its chart, or by the source that it names', () => {
  expect(installers(release({ chart: { spec: { chart: 'cilium', version: 'v1.20.2' } }, values: { debug: {} } }))).toMatchObject([
    {
      what: "the HelmRelease 'kube-system/cilium'",
      by: 'flux',
      release: { namespace: 'kube-system', name: 'cilium' },
      version: '1.20.2',
      values: { debug: {} },
      at,
    },
  ]);
  expect(
    installers(repository('oci://example.com/charts/cilium', '1.20.2'), release(chartRef)).map(({ version }) => version),
  ).toMatchObject(['1.20.2']);
  expect(installers(repository('oci://example.com/charts/redis', '1.20.2'), release(chartRef))).toEqual([]);
});

test('Helm names the release after the HelmRelease, with the namespace before it where that is another', () => {
  const named = (spec: object) => installers(release({ chart: { spec: { chart: 'cilium' } }, ...spec }, 'cni'))[0]?.release;
  expect(named({})).toEqual({ namespace: 'kube-system', name: 'cni' });
  expect(named({ targetNamespace: 'cilium' })).toEqual({ namespace: 'cilium', name: 'cilium-cni' });
  expect(named({ targetNamespace: 'cilium', releaseName: 'cilium' })).toEqual({ namespace: 'cilium', name: 'cilium' });
});

test('a range of versions is no release, and values from elsewhere are not known', () => {
  const [one] = installers(
    release({ chart: { spec: { chart: 'cilium', version: '1.20.x' } }, valuesFrom: [{ kind: 'Secret', name: 's' }], values: {} }),
  );
  expect(one).not.toHaveProperty('version');
  expect(one).not.toHaveProperty('values');
});

test('an Application has one source or several, and an ApplicationSet makes such ones', () => {
  const source = { chart: 'cilium', targetRevision: '1.20.2', helm: { valuesObject: { debug: {} } } };
  const several = { sources: [{ path: 'values' }, source], destination: { namespace: 'kube-system' } };
  expect(installers(application(several))).toMatchObject([
    {
      what: "the Application 'kube-system/network'",
      by: 'argo',
      release: { namespace: 'kube-system', name: 'network' },
      version: '1.20.2',
      values: { debug: {} },
      at,
    },
  ]);
  expect(installers(application({ template: { spec: { source } } }, 'ApplicationSet')).map(({ what }) => what)).toMatchObject([
    "the ApplicationSet 'kube-system/network'",
  ]);
  expect(installers(application({ source: { chart: 'metallb' } }))).toEqual([]);
});

test('a manifest of the machine config installs Cilium where its agents are among its documents', () => {
  const inline = (contents: string) => installersOf([], [{ name: 'cni', contents, at }]).map(({ what }) => what);
  const agents = 'apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: cilium\n';
  expect(inline(`apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n---\n${agents}`)).toEqual(["the inline manifest 'cni'"]);
  expect(inline(agents.replace('DaemonSet', 'ConfigMap'))).toEqual([]);
});
