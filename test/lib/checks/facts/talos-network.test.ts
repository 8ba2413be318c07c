import type { JsonObject } from '../../../../lib/base';
import { talosNetworkFacts } from '../../../../lib/checks/facts/talos-network';

const document = (kind: string, fields: object): JsonObject => ({ apiVersion: 'v1alpha1', kind, ...fields });
const told = (...documents: readonly JsonObject[]) => {
  const facts = talosNetworkFacts(documents, 'patch.yaml');
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, fact.state === 'known' ? fact.value : fact.state]));
};
const rule = (fields: object, name = 'rule') => document('NetworkRuleConfig', { name, ...fields });

test("where nothing is said, it is Talos' own: no mesh, discovery, nothing blocked, 110 pods", () => {
  expect(told()).toEqual({
    'talos.kubeSpan': false,
    'talos.discovery': true,
    'talos.firewall': { blocks: false, openings: [] },
    'talos.maxPods': 110,
  });
});

test.each([
  ['v1alpha1', { machine: { network: { kubespan: { enabled: true } } } }, true],
  ['its own document', document('KubeSpanConfig', { enabled: true }), true],
  ['a document that is taken out', document('KubeSpanConfig', { enabled: true, $patch: 'delete' }), false],
  ['a document that leaves it off', document('KubeSpanConfig', { mtu: 1420 }), false],
])('the mesh, by %s', (_, patch, mesh) => {
  expect(told(patch)['talos.kubeSpan']).toBe(mesh);
});

test.each([
  ['v1alpha1', { cluster: { discovery: { enabled: false } } }, false],
  ['v1alpha1 that leaves it on', { cluster: { discovery: { enabled: true } } }, true],
  ['its own document', document('DiscoveryServiceConfig', { name: 'default', $patch: 'delete' }), false],
  ['a document without the name, which Talos ignores', document('DiscoveryServiceConfig', { $patch: 'delete' }), true],
])('discovery, by %s', (_, patch, isOn) => {
  expect(told(patch)['talos.discovery']).toBe(isOn);
});

test.each([
  ['v1alpha1', { machine: { kubelet: { extraConfig: { maxPods: 200 } } } }],
  ['its own document', document('KubeletConfig', { config: { maxPods: 200 } })],
])('how many pods a node may have, by %s', (_, patch) => {
  expect(told(patch)['talos.maxPods']).toBe(200);
});

test('the firewall lets in what its rules name, single ports and ranges; what is taken out or no port opens nothing', () => {
  const facts = told(
    document('NetworkDefaultActionConfig', { ingress: 'block' }),
    rule({ portSelector: { protocol: 'TCP', ports: [10250, '2379-2380'] } }),
    rule({ portSelector: { protocol: 'udp', ports: ['all'] } }),
    rule({ portSelector: { protocol: 'udp', ports: [8472] }, $patch: 'delete' }),
    rule({}),
  );
  expect(facts['talos.firewall']).toEqual({
    blocks: true,
    openings: [
      { protocol: 'tcp', ports: { min: 10250, max: 10250 } },
      { protocol: 'tcp', ports: { min: 2379, max: 2380 } },
    ],
  });
  expect(told(document('NetworkDefaultActionConfig', { ingress: 'accept' }))['talos.firewall']).toMatchObject({ blocks: false });
});
