import { checked, found, goodValues, helmRelease, undecided } from './support/tree';

const template = (more = '') => `kind: Cluster
name: home
kubernetes: { version: v1.36.3 }
talos: { version: v1.13.9 }
patches:
  - name: network
    inline:
      cluster: { network: { cni: { name: none }, podSubnets: [10.244.0.0/16], serviceSubnets: [10.96.0.0/12] }, proxy: { disabled: true } }
  - name: disk
    inline:
      machine: { install: { disk: /dev/sda } }
${more}---
kind: ControlPlane
machineClass: { name: small, size: 1 }
patches:
  - { name: alone, inline: { cluster: { allowSchedulingOnControlPlanes: true } } }
---
kind: Workers
name: one
patches:
  - { name: subnet, inline: { machine: { kubelet: { nodeIP: { validSubnets: [192.168.1.0/24] } } } } }
---
kind: Workers
name: two
patches:
  - { name: subnet, inline: { machine: { kubelet: { nodeIP: { validSubnets: [192.168.1.0/24] } } } } }
`;
const cilium = { 'apps/cilium.yaml': helmRelease(goodValues) };

describe("a cluster template of Omni's", () => {
  test('has releases, and patches for all and for each role', async () => {
    const result = await checked({ ...cilium, 'omni/home.yaml': template() });
    expect(found(result)).toEqual([]);
    expect(undecided(result, 'INV001', 'INV002', 'INV013', 'TAL004', 'VER002')).toEqual([]);
  });

  test('is judged where its values stand', async () => {
    const wrong = template().replace('name: none', 'name: flannel').replace('install: { disk: /dev/sda }', 'instal: { disk: /dev/sda }');
    expect(found(await checked({ ...cilium, 'omni/home.yaml': wrong }))).toEqual([
      'INV002 omni/home.yaml:8:36 patches[0].inline.cluster.network.cni.name',
      expect.stringMatching(/^TAL004 omni\/home\.yaml:11:18 patches\[1\]\.inline\.machine\.instal/),
    ]);
  });

  test('may have patches beside it', async () => {
    const files = { ...cilium, 'omni/home.yaml': template('  - file: patches/prism.yaml\n') };
    const prism = { 'omni/patches/prism.yaml': 'machine: { features: { kubePrism: { enabled: true, port: 7446 } } }\n' };
    const [alone, together] = await Promise.all([checked(files), checked({ ...files, ...prism })]);
    expect(undecided(alone, 'INV003')).toEqual(["INV003 since the patch omni/patches/prism.yaml can't be read here"]);
    expect(found(together)).toEqual(['INV003 apps/cilium.yaml:9:5 spec.values.k8sServicePort']);
  });

  test('is one of several, of which nobody knows which is meant', async () => {
    const result = await checked({ ...cilium, 'omni/home.yaml': template(), 'omni/lab.yaml': template() });
    expect(undecided(result, 'INV001')).toEqual([
      'INV001 since omni/home.yaml and omni/lab.yaml are clusters of their own: name the folder of one',
    ]);
  });
});
