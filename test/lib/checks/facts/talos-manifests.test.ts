import type { JsonObject } from '../../../../lib/base';
import { talosManifestFacts } from '../../../../lib/checks/facts/talos-manifests';

const document = (kind: string, fields: object): JsonObject => ({ apiVersion: 'v1alpha1', kind, ...fields });
const told = (...documents: readonly JsonObject[]) => {
  const facts = talosManifestFacts(documents, 'patch.yaml');
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, fact.state === 'known' ? fact.value : fact.state]));
};
const label = 'node.kubernetes.io/exclude-from-external-load-balancers';
const deleted = { $patch: 'delete' };

test("where nothing is said, it is Talos' own: no manifests, no speakers, and control planes out of load balancing", () => {
  expect(told()).toEqual({ 'talos.inlineManifests': [], 'talos.bgp': [], 'talos.excludesControlPlanes': true });
});

test('manifests stand in a list, or each in a document of its own; one that is taken out counts for nothing', () => {
  const facts = told(
    { cluster: { inlineManifests: [{ name: 'one', contents: 'kind: Job' }] } },
    document('KubeInlineManifestConfig', { name: 'two', manifest: 'kind: Secret' }),
    document('KubeInlineManifestConfig', { name: 'three', $patch: 'delete' }),
  );
  expect(facts['talos.inlineManifests']).toEqual([
    { name: 'one', contents: 'kind: Job', at: { in: 'document', file: 'patch.yaml', path: 'cluster.inlineManifests' } },
    { name: 'two', contents: 'kind: Secret', at: { in: 'document', file: 'patch.yaml', path: 'KubeInlineManifestConfig' } },
  ]);
});

test('a speaker has its neighbors, and what it takes over from others', () => {
  const facts = told(
    document('BGPInstanceConfig', {
      name: 'fabric',
      vrf: 'vrf-fabric',
      localASN: 64400,
      neighbors: [{ address: '192.168.1.1', peerASN: 64300 }],
      importRoutes: [{ bgpInstance: 'workload', prefixes: ['10.80.0.0/16'] }],
    }),
  );
  expect(facts['talos.bgp']).toEqual([
    {
      name: 'fabric',
      vrf: 'vrf-fabric',
      asn: 64400,
      neighbors: [{ address: '192.168.1.1', asn: 64300 }],
      imports: [{ from: 'workload', prefixes: ['10.80.0.0/16'] }],
      at: { in: 'document', file: 'patch.yaml', path: 'BGPInstanceConfig' },
    },
  ]);
});

test.each([
  ['v1alpha1', { machine: { nodeLabels: { [label]: deleted } } }, false],
  ['v1alpha1, with all other labels', { machine: { nodeLabels: deleted } }, false],
  ['its own document', document('KubeNodeConfig', { labels: { [label]: deleted } }), false],
  ['its own document, with all other labels', document('KubeNodeConfig', { labels: deleted }), false],
  ['a patch of another label', { machine: { nodeLabels: { rack: deleted } } }, true],
])('control planes lose the label by %s', (_, patch, isExcluded) => {
  expect(told(patch as JsonObject)['talos.excludesControlPlanes']).toBe(isExcluded);
});
