import { checked, found, goodTalos, goodValues, helmRelease, indented, undecided } from './support/tree';

const talos = { 'talos/controlplane.yaml': goodTalos };
const wrong = (values: string) => values.replace('mode: kubernetes', 'mode: cluster-pool');

describe('Helm values for Cilium', () => {
  test('nothing is wrong with good ones', async () => {
    const result = await checked({ ...talos, 'apps/cilium.yaml': helmRelease(goodValues) });
    expect(found(result)).toEqual([]);
    expect(result.clusters).toEqual(['']);
  });

  test('of a HelmRelease stand where its values are', async () => {
    const result = await checked({ ...talos, 'apps/cilium.yaml': helmRelease(wrong(goodValues)) });
    expect(found(result)).toEqual(['INV005 apps/cilium.yaml:11:13 spec.values.ipam.mode']);
  });

  test('of a ConfigMap stand in its text, and those of the HelmRelease win', async () => {
    const map = (values: string) => `apiVersion: v1
kind: ConfigMap
metadata: { name: cilium-values, namespace: kube-system }
data:
  values.yaml: |
${indented(values, 4)}`;
    const from = '  valuesFrom: [{ kind: ConfigMap, name: cilium-values }]\n';
    const [bad, mended] = await Promise.all([
      checked({ ...talos, 'apps/map.yaml': map(wrong(goodValues)), 'apps/release.yaml': helmRelease('debug: {}\n', from) }),
      checked({
        ...talos,
        'apps/map.yaml': map(wrong(goodValues)),
        'apps/release.yaml': helmRelease('ipam: { mode: kubernetes }\n', from),
      }),
    ]);
    expect(found(bad)).toEqual(['INV005 apps/map.yaml:10:13 data["values.yaml"].ipam.mode']);
    expect(found(mended)).toEqual([]);
  });

  test('of a file from which Kustomize makes the ConfigMap', async () => {
    const result = await checked({
      ...talos,
      'apps/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nconfigMapGenerator:\n  - { name: cilium-values, files: [values.yaml=./helm/values.yaml] }\n',
      'apps/helm/values.yaml': wrong(goodValues),
      'apps/release.yaml': helmRelease('debug: {}\n', '  valuesFrom: [{ kind: ConfigMap, name: cilium-values }]\n'),
    });
    expect(found(result)).toEqual(['INV005 apps/helm/values.yaml:5:9 ipam.mode']);
  });

  test.each([
    ['a Secret', '{ kind: Secret, name: s }', "spec.valuesFrom[0] takes some from the Secret 's'"],
    [
      'a ConfigMap that is not here',
      '{ kind: ConfigMap, name: m }',
      "the ConfigMap 'm', of which spec.valuesFrom[0] takes 'values.yaml', is not here",
    ],
    ['a path', '{ kind: ConfigMap, name: m, targetPath: a.b }', "spec.valuesFrom[0] puts one of the ConfigMap 'm' into a path"],
  ])('from %s are unknown', async (_, from, why) => {
    const result = await checked({ ...talos, 'apps/cilium.yaml': helmRelease(wrong(goodValues), `  valuesFrom: [${from}]\n`) });
    expect(found(result)).toEqual([]);
    expect(undecided(result, 'INV005')).toEqual([`INV005 since not all values of HelmRelease 'kube-system/cilium' are known: ${why}`]);
  });

  test('of the chart that an OCIRepository brings, with its release', async () => {
    const release = helmRelease(`${goodValues}cgroups: {}\n`).replace(
      'chart: { spec: { chart: cilium, version: 1.20.2 } }',
      'chartRef: { kind: OCIRepository, name: cilium }',
    );
    const source =
      'apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: { name: cilium }\nspec: { url: oci://registry.example/charts/cilium, ref: { tag: 1.20.2 } }\n';
    const result = await checked({ ...talos, 'apps/release.yaml': release, 'apps/source.yaml': source });
    expect(found(result)).toEqual(['INV041 apps/release.yaml:22:5 spec.values.cgroups']);
  });

  test('of an Application: an object, a text and parameters', async () => {
    const application = (helm: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: cilium, namespace: argocd }
spec:
  source:
    repoURL: https://helm.cilium.io
    chart: cilium
    targetRevision: 1.20.2
    helm:
${indented(helm, 6)}`;
    const [object, text, parameter] = await Promise.all(
      [
        `valuesObject:\n${indented(wrong(goodValues), 2)}`,
        `values: |\n${indented(wrong(goodValues), 2)}`,
        `valuesObject:\n${indented(goodValues, 2)}parameters:\n  - { name: k8sServicePort, value: "7446" }\n`,
      ].map((helm) => checked({ ...talos, 'argo/cilium.yaml': application(helm) })),
    );
    expect(found(object as never)).toEqual(['INV005 argo/cilium.yaml:15:17 spec.source.helm.valuesObject.ipam.mode']);
    expect(found(text as never)).toEqual(['INV005 argo/cilium.yaml:15:17 spec.source.helm.values.ipam.mode']);
    expect(found(parameter as never)).toEqual(['INV003 argo/cilium.yaml:27:35 spec.source.helm.parameters[0].value']);
  });

  test('of helmCharts and of a chart around it', async () => {
    const kustomized = `helmCharts:\n  - { name: cilium, version: 1.20.2, valuesFile: values.yaml, valuesInline: { ipam: { mode: multi-pool } } }\n`;
    const around =
      'apiVersion: v2\nname: net\nversion: 1.0.0\ndependencies:\n  - { name: cilium, version: 1.20.2, repository: https://helm.cilium.io }\n';
    const [inline, chart] = await Promise.all([
      checked({ ...talos, 'net/kustomization.yaml': kustomized, 'net/values.yaml': goodValues }),
      checked({ ...talos, 'net/Chart.yaml': around, 'net/values.yaml': `cilium:\n${indented(wrong(goodValues), 2)}` }),
    ]);
    expect(found(inline as never)).toEqual(['INV005 net/kustomization.yaml:2:87 helmCharts[0].valuesInline.ipam.mode']);
    expect(found(chart as never)).toEqual(['INV005 net/values.yaml:6:11 cilium.ipam.mode']);
  });

  test('of a values file, found by its keys or named', async () => {
    const files = { ...talos, 'helm/net.yaml': wrong(goodValues), 'helm/other.yaml': 'replicas: 2\nimage: { tag: "1" }\n' };
    expect(found(await checked(files))).toEqual(['INV005 helm/net.yaml:5:9 ipam.mode']);
    const two = { ...files, 'helm/second.yaml': goodValues };
    const both = await checked(two);
    expect(found(both)).toEqual([]);
    expect(undecided(both, 'INV005')).toEqual([
      'INV005 since Cilium is here more than once, as helm/net.yaml and as helm/second.yaml: name one folder, or its values with --values',
    ]);
    expect(found(await checked(two, ['helm/net.yaml']))).toEqual(['INV005 helm/net.yaml:5:9 ipam.mode']);
  });

  test('that are patched are unknown', async () => {
    const patch =
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: cilium }\nspec: { values: { debug: { enabled: true } } }\n';
    const result = await checked({ ...talos, 'apps/patch.yaml': patch });
    expect(undecided(result, 'INV005')).toEqual([
      "INV005 since not all values of HelmRelease 'cilium' are known: a patch of the HelmRelease changes them",
    ]);
  });
});

describe('what another program fills in', () => {
  test.each(['${MODE}', '{{ .mode }}', 'ENC[AES256_GCM,data:x]'])('%s decides nothing', async (text) => {
    const values = goodValues.replace('mode: kubernetes', `mode: "${text}"`);
    const result = await checked({ ...talos, 'apps/cilium.yaml': helmRelease(values) });
    const why = text.startsWith('ENC') ? 'it is encrypted' : `'${text}' is filled in later`;
    expect(found(result)).toEqual([]);
    expect(undecided(result, 'INV005')).toEqual([`INV005 since ${why}`]);
  });

  test('a template is told, and is no error', async () => {
    const result = await checked({ 'apps/a.yaml': 'a: 1\n---\n{{ if .b }}\nkind: {{ .b }}\n' });
    expect(result.findings.filter(({ id }) => id.startsWith('INP'))).toMatchObject([
      { id: 'INP009', severity: 'info', message: 'this is a template, and says nothing until it is rendered' },
    ]);
  });
});
