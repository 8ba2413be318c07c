import type { Json, JsonObject } from '../../../../lib/base';
import type { Entry } from '../../../../lib/policy/entry';
import { defaultProfile, type Profile } from '../../../../lib/policy/profile';
import { labelFilter } from '../../../../lib/policy/read/label-filter';
import { readNamespaces } from '../../../../lib/policy/read/namespaces';
import { readNodes } from '../../../../lib/policy/read/nodes';
import { podIdentities } from '../../../../lib/policy/read/pod-identity';
import { representatives } from '../../../../lib/policy/read/representatives';
import { reservedIdentities } from '../../../../lib/policy/read/reserved';
import { leadingPorts } from '../../../../lib/policy/read/service-ports';
import { readServices } from '../../../../lib/policy/read/services';
import type { SourceObject } from '../../../../lib/policy/read/source-object';
import { readWorkloads } from '../../../../lib/policy/read/workloads';
import * as fc from '../../../support/fast-check';
import { entry, pods } from './support/entries';

const kinds = [
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
  ['apps/v1', 'DaemonSet'],
  ['apps/v1', 'ReplicaSet'],
  ['batch/v1', 'Job'],
  ['batch/v1', 'CronJob'],
  ['v1', 'ReplicationController'],
  ['v1', 'Pod'],
  ['v1', 'Namespace'],
  ['v1', 'Node'],
  ['v1', 'Service'],
  ['v1', 'Endpoints'],
  ['discovery.k8s.io/v1', 'EndpointSlice'],
] as const;

/** Keys that are looked at, and such as trip those who look. */
const key = fc.constantFrom(
  ...['metadata', 'name', 'namespace', 'labels', 'spec', 'template', 'jobTemplate', 'containers', 'initContainers', 'restartPolicy'],
  ...['ports', 'containerPort', 'protocol', 'port', 'targetPort', 'selector', 'hostNetwork', 'serviceAccountName', 'replicas'],
  ...['endpoints', 'addresses', 'subsets', 'ip', 'addressType', 'app', 'constructor', '__proto__', 'kubernetes.io/service-name', ''],
);
const anything = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.oneof(fc.constantFrom<Json>('a', 'b', 'Always', 'TCP', 'IPv4', '192.0.2.1', '', 0, 1, 80, 1.5, -1, true, false, null), fc.string()),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 8 }),
  ),
})).value;
const half = fc.record({
  metadata: fc.oneof(anything, fc.record({ name: fc.constantFrom('a', 'b'), namespace: fc.constantFrom('a', 'b'), labels: anything })),
  spec: anything,
  template: anything,
});
const anyObject: fc.Arbitrary<SourceObject> = fc
  .tuple(fc.constantFrom(...kinds), fc.oneof(anything, half), fc.oneof(anything, half))
  .map(([[apiVersion, kind], outer, inner]) => {
    const base = typeof outer === 'object' && outer !== null && !Array.isArray(outer) ? (outer as JsonObject) : {};
    return { object: { ...base, apiVersion, kind, ...(Object.hasOwn(base, 'spec') ? {} : { spec: { template: inner } }) } };
  });
const anyProfile: fc.Arbitrary<Profile> = fc
  .record({
    cilium: fc.constantFrom('1.19' as const, '1.20' as const),
    hostFirewall: fc.boolean(),
    nodeSelectorLabels: fc.boolean(),
    ipv6: fc.boolean(),
    cidrMatch: fc.subarray(['nodes', 'pods'] as const),
  })
  .map((part) => ({ ...defaultProfile, ...part }));

const selectors = [
  pods('k8s:io.kubernetes.pod.namespace=a'),
  pods('any:app=a', 'k8s:io.kubernetes.pod.namespace'),
  pods('any:app', 'any:io.cilium.k8s.namespace.labels.app=a'),
  pods('any:app=x|y', 'k8s:io.kubernetes.pod.namespace=b', 'k8s:io.cilium.k8s.policy.cluster=west'),
  pods('reserved:host'),
];
const anyEntries = fc.array(fc.record({ namespace: fc.constantFrom('', 'a'), peers: fc.subarray(selectors) }).map(entry), { maxLength: 3 });

function everything(objects: readonly SourceObject[], entries: readonly Entry[], profile: Profile) {
  const { workloads, findings } = readWorkloads(objects);
  const namespaces = readNamespaces(objects);
  const nodes = readNodes(objects);
  const services = readServices(objects);
  const ofPods = podIdentities(workloads, namespaces.namespaces, profile);
  return {
    findings: [...findings, ...namespaces.findings, ...nodes.findings, ...services.findings],
    pods: ofPods.identities,
    workloads: ofPods.identities.map((identity) => ofPods.workloads.get(identity)?.map(({ source: _, ...rest }) => rest)),
    onNodes: ofPods.onNodes.map(({ source: _, ...rest }) => rest),
    reserved: reservedIdentities(nodes.nodes, entries, profile),
    others: representatives({ entries, pods: ofPods.identities, namespaces: namespaces.namespaces, profile }),
    services: services.services,
    ports: workloads.map((workload) => leadingPorts(workload, services.services)),
  };
}

test('any object gives identities or findings, and never fails', () => {
  fc.assert(
    fc.property(fc.array(anyObject, { maxLength: 4 }), anyEntries, anyProfile, (objects, entries, profile) => {
      const result = everything(objects, entries, profile);
      for (const identity of result.pods) expect(identity.labels.length).toBeGreaterThan(0);
    }),
    { numRuns: 200 },
  );
});

test('the order of objects makes no difference', () => {
  fc.assert(
    fc.property(
      fc
        .array(anyObject, { maxLength: 6 })
        .chain((objects) => fc.tuple(fc.constant(objects), fc.shuffledSubarray(objects, { minLength: objects.length }))),
      anyEntries,
      anyProfile,
      ([objects, shuffled], entries, profile) => {
        expect(everything(shuffled, [...entries].reverse(), profile)).toEqual(everything(objects, entries, profile));
      },
    ),
    { numRuns: 100 },
  );
});

test('every text is a prefix of labels or a fault', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 4 }), fc.string(), (labelPrefixes, of) => {
      expect(typeof labelFilter({ labelPrefixes }).isPart({ source: 'k8s', key: of })).toBe('boolean');
    }),
  );
});
