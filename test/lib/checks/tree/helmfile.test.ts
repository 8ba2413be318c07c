import { checked, found, goodTalos, goodValues, helmRelease, indented, undecided } from './support/tree';

const helmfile = (release: string) => `helmDefaults: { wait: true }
releases:
  - { name: crds, namespace: observability, chart: oci://example.com/crds, version: 1.0.0 }
  - name: cilium
    namespace: kube-system
    chart: oci://example.com/charts/cilium
${indented(release, 4)}`;
const talos = { 'talos/controlplane.yaml': goodTalos };
const pool = `apiVersion: cilium.io/v2
kind: CiliumLoadBalancerIPPool
metadata: { name: pool }
spec: { blocks: [{ start: 192.168.1.200, stop: 192.168.1.210 }] }
`;
const kustomization = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: cilium, namespace: flux-system }
spec: { path: ./apps/cilium }
`;

describe('a helmfile', () => {
  test('brings Cilium before Flux, and so its kinds', async () => {
    const flux = {
      ...talos,
      'apps/cilium/release.yaml': helmRelease(goodValues),
      'apps/cilium/pool.yaml': pool,
      'apps/ks.yaml': kustomization,
    };
    const bootstrap = { 'bootstrap/helmfile.yaml': helmfile('version: 1.20.2\nvalues: [values.yaml.gotmpl]\n') };
    const [without, together] = await Promise.all([checked(flux), checked({ ...flux, ...bootstrap })]);
    expect(found(without).filter((line) => line.startsWith('INV045'))).toEqual(['INV045 apps/cilium/pool.yaml:1:1']);
    expect(found(together).filter((line) => line.startsWith('INV'))).toEqual([]);
  });

  test('that brings another release than Flux is told', async () => {
    const { findings } = await checked({
      ...talos,
      'apps/cilium.yaml': helmRelease(goodValues),
      'bootstrap/helmfile.d/01-apps.yaml': helmfile('version: 1.20.1\nvalues: [values.yaml.gotmpl]\n'),
    });
    expect(findings.filter(({ id }) => id === 'INV080')).toMatchObject([
      {
        severity: 'warning',
        message:
          "a new cluster begins with Cilium '1.20.1', which the release 'kube-system/cilium' of bootstrap/helmfile.d/01-apps.yaml brings, and then the HelmRelease 'kube-system/cilium' makes it '1.20.2'",
        also: [{ file: 'bootstrap/helmfile.d/01-apps.yaml', line: 4, column: 5 }],
      },
    ]);
  });

  test('that gives other values', async () => {
    const differing = await checked({
      ...talos,
      'apps/cilium.yaml': helmRelease(goodValues),
      'bootstrap/helmfile.yaml': helmfile('version: 1.20.2\nvalues: [../net/cilium.yaml]\nset: [{ name: debug.enabled, value: "true" }]\n'),
      'net/cilium.yaml': goodValues,
    });
    expect(differing.findings.filter(({ id }) => id === 'INV080').map(({ message }) => message)).toEqual([
      "the values of the HelmRelease 'kube-system/cilium' are not those of the release 'kube-system/cilium' of bootstrap/helmfile.yaml ('debug'): when that takes over, the agents of every node start anew with other settings",
    ]);
  });

  test('is who installs Cilium where nobody keeps it so', async () => {
    const result = await checked({
      ...talos,
      'helmfile.yaml': helmfile('version: 1.20.2\nvalues: [cilium.yaml, { ipam: { mode: cluster-pool } }]\n'),
      'cilium.yaml': goodValues,
    });
    expect(found(result)).toEqual(['INV005 helmfile.yaml:8:37 releases[1].values[1].ipam.mode']);
  });

  test('whose values are rendered first, says no values', async () => {
    const result = await checked({ ...talos, 'helmfile.yaml': helmfile('version: 1.20.2\nvalues: [values.yaml.gotmpl]\n') });
    expect(undecided(result, 'INV005')).toEqual([
      "INV005 since not all values of the release 'kube-system/cilium' of helmfile.yaml are known: their file values.yaml.gotmpl is not here",
    ]);
  });
});
