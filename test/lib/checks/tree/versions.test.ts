import { checked, goodTalos, goodValues, helmRelease, undecided } from './support/tree';

const cilium = (version = '1.20.2') => ({ 'apps/cilium.yaml': helmRelease(goodValues).replace('1.20.2', version) });
const topf = (talos: string, kubernetes: string) => ({
  'topf.yaml': `clusterName: home
clusterEndpoint: https://192.168.1.10:6443
kubernetesVersion: ${kubernetes}
talosVersion: ${talos}
nodes:
  - { host: cp-1, ip: 192.168.1.11, role: control-plane }
`,
  'control-plane/01.yaml': goodTalos,
});
/** `SEVERITY ID PLACE: MESSAGE` of what is found about releases. */
const about = async (files: Readonly<Record<string, string>>) =>
  (await checked(files)).findings.flatMap(({ id, status, severity, at, message }) =>
    id.startsWith('VER') && status === 'found' ? [`${severity} ${id} ${at.file} ${at.path}: ${message}`] : [],
  );

describe('releases in a repository', () => {
  test('that fit each other are fine', async () => {
    expect(await about({ ...cilium(), ...topf('v1.13.9', 'v1.36.3') })).toEqual([]);
  });

  test('that do not go together', async () => {
    expect(await about({ ...cilium(), ...topf('v1.12.4', 'v1.36.3') })).toEqual([
      "error VER004 topf.yaml kubernetesVersion: Talos 1.12 doesn't support Kubernetes '1.36.3'",
    ]);
    expect(await about({ ...cilium(), ...topf('1.14.2', '1.37.1') })).toEqual([
      "warning VER006 topf.yaml kubernetesVersion: Cilium 1.20 is tested by upstream up to Kubernetes 1.36; nothing is known of it with '1.37.1'",
    ]);
  });

  test('that are known to be bad, or reported to be', async () => {
    expect(await about({ ...cilium('1.19.3'), ...topf('1.14.1', '1.35.1') })).toEqual([
      "error VER007 apps/cilium.yaml spec.chart.spec.version: Cilium '1.19.3' is known to be bad: a NetworkPolicy peer with only an ipBlock also lets in every pod of the namespace (https://github.com/cilium/cilium/issues/46305)",
      "error VER007 topf.yaml talosVersion: Talos '1.14.1' is known to be bad: new nodes can end in a restart loop at boot (workload isolation) (https://github.com/siderolabs/talos/issues/14374)",
      "warning VER005 apps/cilium.yaml spec.chart.spec.version: Cilium '1.19.3' may be bad: on Talos, host networking was reported to die with kube-proxy replacement (https://github.com/cilium/cilium/issues/46010)",
    ]);
  });

  test('with a fault of gateways on ports of the nodes, only where there are some', async () => {
    const gateway =
      'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: web, namespace: edge }\nspec: { gatewayClassName: cilium, listeners: [{ name: http, port: 8080, protocol: HTTP }] }\n';
    const values = (more: string) => ({
      'apps/cilium.yaml': helmRelease(`${goodValues}gatewayAPI: { enabled: true, ${more}gatewayClass: { create: 'true' } }\n`),
    });
    const files = { ...topf('1.13.9', '1.36.3'), 'apps/gateway.yaml': gateway };
    expect(await about({ ...files, ...values('') })).toEqual([]);
    expect(await about({ ...files, ...values('hostNetwork: { enabled: true }, ') })).toEqual([
      "warning VER005 apps/cilium.yaml spec.chart.spec.version: Cilium '1.20.2' may be bad: gateways on ports of the nodes (hostNetwork) were reported to stop answering (https://github.com/cilium/cilium/releases/tag/v1.20.3)",
    ]);
    const unknown = helmRelease(goodValues, '  valuesFrom: [{ kind: Secret, name: s }]\n');
    expect(undecided(await checked({ ...files, 'apps/cilium.yaml': unknown }), 'VER005')).toEqual([
      "VER005 since not all values of HelmRelease 'kube-system/cilium' are known: spec.valuesFrom[0] takes some from the Secret 's'",
    ]);
  });

  test('older than the tables are told, and newer ones warned of', async () => {
    expect(await about({ ...cilium('1.18.5'), ...topf('1.11.5', '1.34.0') })).toEqual([
      "info VER002 apps/cilium.yaml spec.chart.spec.version: Cilium '1.18.5' is older than what Ichor has configuration for",
      "info VER002 topf.yaml talosVersion: Talos '1.11.5' is older than what Ichor has configuration for",
    ]);
    expect(await about({ ...cilium('1.21.0'), ...topf('1.15.0', '1.38.0') })).toEqual([
      "warning VER003 apps/cilium.yaml spec.chart.spec.version: Cilium '1.21.0' is newer than Ichor's tables, which end at 1.20: its settings, defaults and known faults aren't known",
      "warning VER003 topf.yaml talosVersion: Talos '1.15.0' is newer than Ichor's tables, which end at 1.14: its settings, defaults and known faults aren't known",
    ]);
  });
});

describe('the release of Kubernetes', () => {
  const config = (kubelet: string, more = '') => ({
    'talos/controlplane.yaml': `machine:
  install: { disk: /dev/sda, image: 'ghcr.io/siderolabs/installer:v1.12.4' }
  kubelet: { image: 'ghcr.io/siderolabs/kubelet:${kubelet}' }
  features: { kubePrism: { enabled: true, port: 7445 } }
cluster:
  allowSchedulingOnControlPlanes: true
  network: { cni: { name: none } }
  proxy: { disabled: true }
${more}`,
  });

  test('is the tag of the images in the config', async () => {
    expect(await about({ ...cilium(), ...config('v1.36.3') })).toEqual([
      "error VER004 talos/controlplane.yaml machine.kubelet.image: Talos 1.12 doesn't support Kubernetes '1.36.3'",
    ]);
  });

  test('is unknown where images have several', async () => {
    const files = { ...cilium(), ...config('v1.35.2', "  apiServer: { image: 'registry.k8s.io/kube-apiserver:v1.36.3' }\n") };
    expect(await about(files)).toEqual([]);
    expect(undecided(await checked(files), 'VER004')).toEqual([
      "VER004 since the files say different releases of Kubernetes, '1.35.2' and '1.36.3'",
    ]);
  });

  test('is that of the newer documents too', async () => {
    const kubelet = `machine: { install: { disk: /dev/sda, image: 'ghcr.io/siderolabs/installer:v1.14.2@sha256:aa' } }
---
apiVersion: v1alpha1
kind: KubeletConfig
image: ghcr.io/siderolabs/kubelet:v1.32.0
`;
    expect(await about({ ...cilium(), 'talos/controlplane.yaml': kubelet })).toEqual([
      "error VER004 talos/controlplane.yaml image: Talos 1.14 doesn't support Kubernetes '1.32.0'",
    ]);
  });

  test("of talhelper may stand in its file of variables, where it isn't encrypted", async () => {
    const files = (variables: string) => ({
      ...cilium(),
      'talos/talconfig.yaml':
        'clusterName: home\nendpoint: https://192.168.1.10:6443\ntalosVersion: ${talosVersion}\nkubernetesVersion: ${kubernetesVersion}\nnodes:\n  - { hostname: cp-1, ipAddress: 192.168.1.11, controlPlane: true, installDisk: /dev/sda }\n',
      'talos/talenv.yaml': variables,
    });
    expect(await about(files('talosVersion: v1.12.4\nkubernetesVersion: v1.36.3\n'))).toEqual([
      "error VER004 talos/talenv.yaml kubernetesVersion: Talos 1.12 doesn't support Kubernetes '1.36.3'",
    ]);
    const secret = await checked(files("talosVersion: v1.12.4\nkubernetesVersion: 'ENC[AES256_GCM,data:x]'\n"));
    expect(undecided(secret, 'VER004')).toEqual(['VER004 since it is encrypted']);
    const missing = await checked(files('talosVersion: v1.12.4\n'));
    expect(undecided(missing, 'VER004')).toEqual(["VER004 since '${kubernetesVersion}' is filled in later"]);
  });
});
