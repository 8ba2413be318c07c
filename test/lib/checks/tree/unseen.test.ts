import { checked, goodTalos, goodValues, helmRelease } from './support/tree';

const base = { 'talos/controlplane.yaml': goodTalos, 'cilium.yaml': helmRelease(goodValues) };
const web = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: web:1 }] } }
`;
const policy = (app: string) => `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: own, namespace: shop }
spec:
  endpointSelector: { matchLabels: { app: ${app} } }
  ingress: [{ fromEntities: [cluster], toPorts: [{ ports: [{ port: '80', protocol: TCP }] }] }]
`;
const release = (namespace: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: cache, namespace: '${namespace}' }
spec: { chart: { spec: { chart: redis, version: 1.0.0 } } }
`;
const dangling = async (files: Readonly<Record<string, string>>) => {
  const { findings } = await checked({ ...base, 'web.yaml': web, ...files });
  return findings.filter(({ id }) => id === 'POL013').map(({ repair }) => repair);
};

describe('a policy that selects pods of which no file tells', () => {
  test('is a mistake where files tell of all pods', async () => {
    expect(await dangling({ 'policy.yaml': policy('redis') })).toEqual(['write labels that the pods have']);
  });

  test.each([
    ['a HelmRelease', release('shop')],
    ['a HelmRelease somewhere', release('${NAMESPACE}')],
    [
      'an Application',
      'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: x }\nspec: { source: { chart: redis }, destination: { namespace: shop } }\n',
    ],
    [
      'an ApplicationSet',
      "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: x }\nspec: { template: { spec: { sources: [{ chart: redis }], destination: { namespace: '{{ ns }}' } } } }\n",
    ],
    ['an operator', 'apiVersion: dragonflydb.io/v1alpha1\nkind: Dragonfly\nmetadata: { name: x, namespace: shop }\n'],
    [
      'a gateway of others',
      'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: x, namespace: shop }\nspec: { gatewayClassName: envoy }\n',
    ],
    [
      'a chart of Kustomize',
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: shop\nhelmCharts: [{ name: redis }]\n',
    ],
    ['a helmfile', 'releases: [{ name: cache, namespace: shop, chart: redis/redis }]\n'],
  ])('may mean those of %s', async (_, text) => {
    expect(await dangling({ 'policy.yaml': policy('redis'), 'other.yaml': text })).toEqual([]);
  });

  test('is a mistake still where a chart is for another namespace, or the labels are nearly those of a pod', async () => {
    expect(await dangling({ 'policy.yaml': policy('redis'), 'other.yaml': release('data') })).toHaveLength(1);
    expect(await dangling({ 'policy.yaml': policy('wep'), 'other.yaml': release('shop') })).toEqual(["write 'app: web'"]);
  });
});
