import { checked, found, goodTalos, goodValues, helmRelease, undecided } from './support/tree';

const cilium = { 'apps/cilium.yaml': helmRelease(goodValues) };

const talconfig = (more = '', version = 'v1.13.9') => `clusterName: home
talosVersion: ${version}
kubernetesVersion: v1.36.3
endpoint: https://192.168.1.10:6443
allowSchedulingOnMasters: true
clusterPodNets: [10.244.0.0/16]
clusterSvcNets: [10.96.0.0/12]
cniConfig: { name: none }
nodes:
  - hostname: cp-1
    ipAddress: 192.168.1.11
    controlPlane: true
    installDisk: /dev/sda
    networkInterfaces:
      - { interface: eth0, addresses: [192.168.1.11/24], vip: { ip: 192.168.1.10 } }
${more}`;
const withoutProxy = `patches:
  - |-
    cluster:
      proxy: { disabled: true }
`;

describe('talhelper', () => {
  test('a talconfig.yaml with what Cilium needs is good', async () => {
    const result = await checked({ ...cilium, 'talos/talconfig.yaml': talconfig(withoutProxy) });
    expect(found(result)).toEqual([]);
    expect(undecided(result, 'INV001', 'INV018', 'INV031', 'INV083')).toEqual([]);
  });

  test('what its own words and patches say stands there', async () => {
    const text = talconfig().replace('{ name: none }', '{ name: flannel }');
    expect(found(await checked({ ...cilium, 'talos/talconfig.yaml': text }))).toEqual([
      'INV001 apps/cilium.yaml:7:5 spec.values.kubeProxyReplacement',
      'INV002 talos/talconfig.yaml:8:14 cniConfig.name',
    ]);
  });

  test('patches in files, JSON patches, and the VIP', async () => {
    const patches = `patches:
  - "@./patches/prism.yaml"
controlPlane:
  patches:
    - |-
      - op: add
        path: /cluster/proxy
        value: { disabled: true }
`;
    const text = talconfig(patches).replace('vip: { ip: 192.168.1.10 }', 'vip: { ip: 192.168.1.11 }');
    const prism = 'machine: { features: { kubePrism: { enabled: true, port: 7446 } } }\n';
    const result = await checked({ ...cilium, 'talos/talconfig.yaml': text, 'talos/patches/prism.yaml': prism });
    expect(found(result)).toEqual([
      'INV003 apps/cilium.yaml:9:5 spec.values.k8sServicePort',
      'INV086 talos/talconfig.yaml:15:65 nodes[0].networkInterfaces[0].vip.ip',
      'INV008 talos/talconfig.yaml:21:9 controlPlane.patches[0][0]',
    ]);
  });

  test('a patch that is not here leaves the config unknown', async () => {
    const result = await checked({ ...cilium, 'talos/talconfig.yaml': talconfig('patches: ["@./gone.yaml"]\n') });
    expect(found(result)).toEqual([]);
    expect(undecided(result, 'INV001')).toEqual(["INV001 since the patch talos/gone.yaml can't be read here"]);
  });

  test('JSON patches in files say what they set, and what they take away leaves the config unknown', async () => {
    const text = talconfig('controlPlane: { patches: ["@./patches/proxy.yaml"] }\n');
    const files = (patch: string) => ({ ...cilium, 'talos/talconfig.yaml': text, 'talos/patches/proxy.yaml': patch });
    const set = await checked(files('- { op: add, path: /cluster/proxy, value: { disabled: true } }\n'));
    expect(found(set)).toEqual(['INV008 talos/patches/proxy.yaml:1:3']);
    const gone = await checked(files('- { op: remove, path: /cluster/proxy }\n'));
    expect(undecided(gone, 'INV001')).toEqual(['INV001 since the JSON patch talos/patches/proxy.yaml is not applied here']);
  });

  test('its nodes are counted, and a version that is filled in later is unknown', async () => {
    const files = { 'apps/cilium.yaml': helmRelease(goodValues.replace('replicas: 1', 'replicas: 2')) };
    const result = await checked({ ...files, 'talos/talconfig.yaml': talconfig(withoutProxy, '${TALOS}') });
    expect(found(result)).toEqual(['INV018 apps/cilium.yaml:14:17 spec.values.operator.replicas']);
    expect(undecided(result, 'INV083')).toEqual(["INV083 since '${TALOS}' is filled in later"]);
  });
});

describe('topf', () => {
  const topf =
    'clusterName: home\nclusterEndpoint: https://192.168.1.10:6443\nkubernetesVersion: 1.36.3\ntalosVersion: 1.13.9\nnodes:\n  - { host: cp-1, ip: 192.168.1.11, role: control-plane }\n';

  test('its folders are the roles, and those of single nodes say nothing about all', async () => {
    const result = await checked({
      ...cilium,
      'topf.yaml': topf,
      'all/01-net.yaml': goodTalos,
      'worker/01.yaml': 'machine: { features: { kubePrism: { enabled: false } } }\n',
      'node/cp-1/01.yaml': 'cluster: { proxy: { disabled: false } }\n',
    });
    expect(found(result)).toEqual([]);
  });

  test('a control plane overrides what all have', async () => {
    const files = {
      ...cilium,
      'topf.yaml': topf,
      'all/01-net.yaml': goodTalos,
      'control-plane/02.yaml': 'cluster: { proxy: { disabled: false } }\n',
    };
    expect((await checked(files)).findings.filter(({ id }) => id === 'INV001')).toMatchObject([
      { also: [{ file: 'control-plane/02.yaml', line: 1, column: 21 }] },
    ]);
  });
});

describe('machine configs', () => {
  const whole = (port: number, name = 'cp-1') => `version: v1alpha1
machine:
  type: controlplane
  token: \${MACHINE_TOKEN}
  install: { disk: /dev/sda, image: ghcr.io/siderolabs/installer:v1.13.9 }
  network: { hostname: ${name}, interfaces: [{ interface: eth0, addresses: [192.168.1.11/24] }] }
  features: { kubePrism: { enabled: true, port: ${port} } }
cluster:
  id: aaaa
  secret: \${CLUSTER_SECRET}
  controlPlane: { endpoint: "https://192.168.1.10:6443" }
  allowSchedulingOnControlPlanes: true
  network: { cni: { name: none }, podSubnets: [10.244.0.0/16], serviceSubnets: [10.96.0.0/12] }
  proxy: { disabled: true }
`;

  test('a whole one tells everything: platform, version, node', async () => {
    const result = await checked({ ...cilium, 'clusterconfig/cp-1.yaml': whole(7445) });
    expect(found(result)).toEqual([]);
    expect(undecided(result, 'INV003', 'INV017', 'INV018', 'INV083', 'TAL004')).toEqual([]);
  });

  test('two that disagree leave the fact unknown', async () => {
    const result = await checked({ ...cilium, 'c/a.yaml': whole(7445), 'c/b.yaml': whole(7446, 'cp-2').replace('.11/24', '.12/24') });
    expect(found(result)).toEqual([]);
    expect(undecided(result, 'INV003', 'INV001')).toEqual(['INV003 since c/a.yaml and c/b.yaml say different things about it']);
  });

  test('a field that Talos does not know stands in its line', async () => {
    const result = await checked({ ...cilium, 'c/a.yaml': whole(7445).replace('  install:', '  instal: {}\n  install:') });
    expect(found(result)).toEqual(['TAL004 c/a.yaml:5:3 machine.instal']);
    const patched = await checked({ ...cilium, 'c/a.yaml': whole(7445).replace('{ kubePrism', '{ kubeprism: {}, kubePrism') });
    expect(found(patched)).toEqual(['TAL004 c/a.yaml:7:15 machine.features.kubeprism']);
  });

  test('a document stands once in a text, but in patches for Talos 1.14', async () => {
    const sysctl = (value: string) => `machine: { sysctls: { a: '${value}' } }\n`;
    const host = (name: string) => `apiVersion: v1alpha1\nkind: HostnameConfig\nhostname: ${name}\nauto: 'off'\n`;
    const of = async (version: string, files: Readonly<Record<string, string>>) =>
      (await checked({ ...cilium, 'talos/talconfig.yaml': talconfig(withoutProxy, version), ...files })).findings.flatMap(
        ({ id, status, at, message }) => (id === 'INV009' && status === 'found' ? [`${at.file} ${message}`] : []),
      );
    const patch = { 'talos/patches/all.yaml': [sysctl('1'), host('a'), sysctl('2'), host('b')].join('---\n') };
    expect(await of('v1.13.9', patch)).toEqual([
      'talos/patches/all.yaml the document of machine and cluster stands twice in one text, and Talos reads neither',
      "talos/patches/all.yaml 'HostnameConfig' stands twice in one text, and Talos reads neither",
    ]);
    expect(await of('v1.14.2', patch)).toEqual([]);
    expect(await of('v1.13.9', { 'talos/patches/a.yaml': sysctl('1'), 'talos/patches/b.yaml': sysctl('2') })).toEqual([]);
    const two = talconfig(`${withoutProxy}  - 'machine: { sysctls: { a: "1" } }'\n`);
    expect(await of('v1.13.9', { 'talos/talconfig.yaml': two })).toEqual([]);
  });

  test('documents of the newer form', async () => {
    const documents = `apiVersion: v1alpha1
kind: KubePrismConfig
port: 7446
---
apiVersion: v1alpha1
kind: KubeFlannelCNIConfig
$patch: delete
---
apiVersion: v1alpha1
kind: KubeProxyConfig
enabled: false
`;
    expect(found(await checked({ ...cilium, 'talos/controlplane.yaml': documents }))).toEqual([
      'INV003 apps/cilium.yaml:9:5 spec.values.k8sServicePort',
    ]);
  });

  test('one patch among others that may lie elsewhere says what it says, and nothing more', async () => {
    const result = await checked({ ...cilium, 'talos/prism.yaml': 'machine: { features: { kubePrism: { port: 7446 } } }\n' });
    expect(found(result)).toEqual(['INV003 apps/cilium.yaml:9:5 spec.values.k8sServicePort']);
    expect(undecided(result, 'INV002')).toEqual(['INV002 since no Talos config here says it, and there may be more of it elsewhere']);
  });

  test('a template among the patches may say more', async () => {
    const files = { ...cilium, 'talos/controlplane.yaml': goodTalos, 'talos/more.yaml': '{{ if .x }}\nmachine: {{ .y }}\n' };
    const result = await checked(files);
    expect(undecided(result, 'INV001')).toEqual(["INV001 since talos/more.yaml can't be read, and may say more about it"]);
  });

  test('nothing about Talos is unknown', async () => {
    const result = await checked(cilium);
    expect(found(result)).toEqual([]);
    expect(undecided(result, 'INV001')).toEqual(['INV001 since no Talos config of control planes is here']);
  });
});
