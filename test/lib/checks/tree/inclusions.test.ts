import { checked, found, goodTalos, goodValues, helmRelease } from './support/tree';

const kustomization = (body: string, kind = 'Kustomization') =>
  `apiVersion: kustomize.config.k8s.io/v1${kind === 'Component' ? 'alpha1' : 'beta1'}\nkind: ${kind}\n${body}`;
const base = { 'talos/controlplane.yaml': goodTalos, 'cilium.yaml': helmRelease(goodValues) };
const names = (name: string) => `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: ${name} }
spec:
  endpointSelector: { matchLabels: { app: web } }
  egress:
    - toFQDNs: [{ matchName: example.com }]
      toPorts: [{ ports: [{ port: '443', protocol: TCP }] }]
`;
const askDns = `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: dns }
spec:
  endpointSelector: {}
  egress:
    - toEndpoints: [{ matchLabels: { k8s-app: kube-dns, io.kubernetes.pod.namespace: kube-system } }]
      toPorts: [{ ports: [{ port: '53', protocol: ANY }], rules: { dns: [{ matchPattern: '*' }] } }]
`;
const policies = async (files: Readonly<Record<string, string>>) => {
  const { findings } = await checked({ ...base, ...files });
  return findings.filter(({ id, status }) => /^POL00/.test(id) && status === 'found').map(({ message }) => message.split(':')[0]);
};

describe('what kustomizations include', () => {
  const component = {
    'components/dns/kustomization.yaml': kustomization('resources: [policy.yaml]\n', 'Component'),
    'components/dns/policy.yaml': askDns,
  };

  test('comes into the namespace of who includes it, a component into that of each', async () => {
    const files = {
      ...component,
      'apps/a/kustomization.yaml': kustomization('namespace: a\nresources: [web.yaml]\ncomponents: [../../components/dns]\n'),
      'apps/a/web.yaml': names('web'),
      'apps/b/kustomization.yaml': kustomization('namespace: b\nresources: [web.yaml]\ncomponents: [../../components/dns]\n'),
      'apps/b/web.yaml': names('web'),
      'apps/c/kustomization.yaml': kustomization('namespace: c\nresources: [web.yaml]\n'),
      'apps/c/web.yaml': names('web'),
    };
    expect(await policies(files)).toEqual(["CiliumNetworkPolicy 'c/web'"]);
  });

  test('that nobody includes, binds nobody', async () => {
    const open = names('open');
    const unused = { 'components/open/kustomization.yaml': kustomization('resources: [policy.yaml]\n', 'Component') };
    const used = { 'apps/kustomization.yaml': kustomization('namespace: a\ncomponents: [../components/dns]\n') };
    expect(await policies({ ...component, ...unused, ...used, 'components/open/policy.yaml': open })).toEqual([]);
    expect(await policies({ ...unused, 'components/open/policy.yaml': open })).toEqual(["CiliumNetworkPolicy 'default/open'"]);
  });

  test("by Flux' list of components comes into its target's namespace", async () => {
    const flux = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: web, namespace: flux-system }
spec: { path: ./apps/web, targetNamespace: web, components: [../../components/dns] }
`;
    const app = { 'apps/web/policy.yaml': names('web'), 'apps/web/kustomization.yaml': kustomization('resources: [policy.yaml]\n') };
    expect(await policies({ ...component, ...app, 'flux/web.yaml': flux })).toEqual([]);
  });

  test('further in takes the namespace from outside, which wins', async () => {
    const files = {
      'apps/kustomization.yaml': kustomization('namespace: outer\nresources: [web]\n'),
      'apps/web/kustomization.yaml': kustomization('namespace: inner\nresources: [deep/policy.yaml]\n'),
      'apps/web/deep/policy.yaml': names('web'),
    };
    expect(await policies(files)).toEqual(["CiliumNetworkPolicy 'outer/web'"]);
  });

  test('is found once, though it comes into several namespaces', async () => {
    const files = {
      'base/kustomization.yaml': kustomization('resources: [policy.yaml]\n'),
      'base/policy.yaml': names('web'),
      'a/kustomization.yaml': kustomization('namespace: a\nresources: [../base]\n'),
      'b/kustomization.yaml': kustomization('namespace: b\nresources: [../base]\n'),
    };
    expect(await policies(files)).toEqual(["CiliumNetworkPolicy 'a/web'"]);
  });

  test('is a HelmRelease too, whose namespace is that of its release', async () => {
    const release = helmRelease(goodValues).replace(', namespace: kube-system', '');
    const flux = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: cilium, namespace: flux-system }
spec: { path: ./apps/cilium, targetNamespace: kube-system }
`;
    const helmfile = 'releases:\n  - { name: cilium, namespace: kube-system, chart: cilium/cilium, version: 1.20.2, values: [x.gotmpl] }\n';
    const result = await checked({
      'talos/controlplane.yaml': goodTalos,
      ...{ 'apps/cilium/release.yaml': release, 'apps/ks.yaml': flux, 'helmfile.yaml': helmfile },
    });
    expect(found(result)).toEqual([]);
  });
});
