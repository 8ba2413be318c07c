import { checked, found, goodTalos, goodValues, helmRelease, undecided } from './support/tree';

const cilium = { 'apps/cilium.yaml': helmRelease(goodValues) };
const script = (command: string) => `#!/bin/sh\nset -e\n${command}\n`;
const docker = (flags = '', version = 'v1.13.9') =>
  script(`talosctl cluster create docker --image ghcr.io/siderolabs/talos:${version} --kubernetes-version 1.36.3 --workers 0 ${flags}`);
const service = `apiVersion: v1
kind: Service
metadata: { name: web, namespace: edge }
spec: { type: NodePort, ports: [{ port: 80, nodePort: 30080 }] }
`;

describe('talosctl cluster create docker', () => {
  const files = (flags: string, version?: string) => ({
    ...cilium,
    'apps/web.yaml': service,
    'cluster.sh': docker(flags, version),
    'talos/patch.yaml': goodTalos,
  });
  const patched = '--config-patch-controlplanes @talos/patch.yaml';

  test('says the platform, the releases, the ports and the nodes', async () => {
    const result = await checked(files(`${patched} -p 80:30080/tcp`));
    expect(found(result)).toEqual([]);
    expect(undecided(result, 'INV001', 'INV012', 'INV018', 'INV026', 'TAL004', 'VER004', 'VER007')).toEqual([]);
  });

  test('maps ports that nobody has, or that a variable says', async () => {
    expect(found(await checked(files(`${patched} --exposed-ports=80:30080/tcp,81:30081/udp`)))).toEqual(['INV026 cluster.sh:3:160']);
    const unknown = await checked(files(`${patched} -p "\${PORTS}"`));
    expect(undecided(unknown, 'INV026')).toEqual(["INV026 since '${PORTS}' is filled in later"]);
  });

  test('has patches in files and in itself', async () => {
    const inside = `${patched} --config-patch '{ cluster: { proxy: { disabled: false } } }' --config-patch-workers '[{"op":"add","path":"/a","value":1}]'`;
    expect(found(await checked(files(inside)))).toEqual(['INV008 cluster.sh:3:244 [0]']);
    const turned = `${patched} --config-patch-controlplanes 'machine: { features: { kubePrism: { enabled: true, port: 7446 } } }'`;
    expect(found(await checked(files(turned)))).toContain('INV003 apps/cilium.yaml:9:5 spec.values.k8sServicePort');
    const gone = await checked(files('--config-patch @gone.yaml'));
    expect(undecided(gone, 'INV001')).toEqual(["INV001 since the patch gone.yaml can't be read here"]);
  });

  test('is for trying out where there are machines, and needs more than its provisioner', async () => {
    const talos = goodTalos.replace('machine:', 'machine:\n  install: { disk: /dev/sda, image: "ghcr.io/siderolabs/installer:v1.13.9" }');
    const metal = await checked({ ...files(patched, 'v1.12.4'), 'talos/patch.yaml': talos });
    expect(found(metal)).toEqual([]);
    const other = await checked({ ...cilium, 'cluster.sh': script('talosctl cluster create --provisioner qemu') });
    expect(undecided(other, 'INV012')).toEqual(['INV012 since nothing here says whether nodes are machines or containers']);
    const older = await checked({
      ...cilium,
      'cluster.sh': script('talosctl cluster create --workers 0'),
      'talos/controlplane.yaml': goodTalos,
    });
    expect(undecided(older, 'INV012')).toEqual([]);
  });
});

test('talosctl gen config says the form of the config, the release of Kubernetes, and whose each patch is', async () => {
  const generated = script(
    'talosctl gen config home https://192.168.1.10:6443 --talos-version v1.13 --kubernetes-version 1.37.0 --config-patch-control-plane "@$patches/cp.yaml"',
  );
  const config = goodTalos.replace('machine:', 'machine:\n  install: { disk: /dev/sda, image: "ghcr.io/siderolabs/installer:v1.14.2" }');
  const result = await checked({ ...cilium, 'talos/make.sh': generated, 'talos/cp.yaml': config });
  expect(found(result)).toEqual(['VER006 talos/make.sh:3:95']);
  expect(undecided(result, 'TAL004', 'INV006')).toEqual([]);
  // Without the form, config of Talos 1.14 would have documents in its place.
  const { 'talos/make.sh': _, ...alone } = { ...cilium, 'talos/make.sh': generated, 'talos/controlplane.yaml': config };
  expect(found(await checked(alone)).filter((line) => line.startsWith('INV006'))).not.toEqual([]);
});

describe('helm in a script', () => {
  const talos = { 'talos/controlplane.yaml': goodTalos };
  const wrong = goodValues.replace('mode: kubernetes', 'mode: multi-pool');

  test('has values in files, and settings that win', async () => {
    const install = (more: string) =>
      script(`helm upgrade --install cilium cilium/cilium --version 1.20.2 -n kube-system -f values.yaml ${more}`);
    const files = (more: string) => ({ ...talos, 'net/values.yaml': goodValues, 'net/install.sh': install(more) });
    expect(found(await checked(files('')))).toEqual([]);
    expect(undecided(await checked(files('')), 'HLM001', 'INV005', 'INV065')).toEqual([]);
    expect(found(await checked(files('--set ipam.mode=multi-pool,debug.enabled=true')))).toEqual(['INV005 net/install.sh:3:98']);
    const reused = await checked(files('--reuse-values'));
    expect(undecided(reused, 'INV005')).toEqual([
      'INV005 since not all values of net/install.sh are known: --reuse-values takes some from elsewhere',
    ]);
  });

  test('says the release of a values file, and is one with another that says the same', async () => {
    const install = script('helm install cilium cilium --repo https://helm.cilium.io --version 1.19.3 --values "$here"/values.yaml');
    const result = await checked({ ...talos, 'net/values.yaml': wrong, 'net/a.sh': install, 'net/plans/b.sh': install });
    expect(found(result)).toEqual(expect.arrayContaining(['INV005 net/values.yaml:5:9 ipam.mode', 'VER007 net/a.sh:3:68']));
  });

  test('is no second one beside who keeps it', async () => {
    const install = script('helm install cilium cilium/cilium --set ipam.mode=multi-pool');
    expect(found(await checked({ ...talos, ...cilium, 'hack/try.sh': install }))).toEqual([]);
  });

  test('of another chart, or with another verb, is nothing to say of', async () => {
    const text = script('helm install web bitnami/nginx --version 1.20.2\nhelm list cilium cilium/cilium\nhelm install --wait cilium');
    const result = await checked({ ...talos, 'hack/try.sh': text });
    expect(undecided(result, 'INV005')).toEqual(['INV005 since no Helm values for Cilium are here']);
  });
});
