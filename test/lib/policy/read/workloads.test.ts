import type { JsonObject } from '../../../../lib/base';
import { readWorkloads } from '../../../../lib/policy/read/workloads';
import { deployment, source } from './support/objects';

const read = (object: JsonObject) => {
  const { workloads, findings } = readWorkloads([source(object)]);
  return { workload: workloads[0], findings: findings.map(({ id, message, repair }) => [id, message, repair]) };
};
const pod = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'main' }] } };

test('a Deployment with everything', () => {
  const { workload, findings } = read({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'apps', labels: { of: 'the Deployment' } },
    spec: {
      replicas: 3,
      template: {
        metadata: { labels: { tier: 'front', app: 'web', 'pod-template-hash': 'x' }, annotations: { a: 'b' } },
        spec: {
          serviceAccountName: 'web',
          hostNetwork: false,
          initContainers: [
            { name: 'setup', ports: [{ containerPort: 1 }] },
            { name: 'proxy', restartPolicy: 'Always', ports: [{ name: 'metrics', containerPort: 9090 }] },
          ],
          containers: [
            {
              name: 'main',
              ports: [
                { name: 'http', containerPort: 8080 },
                { containerPort: 53, protocol: 'UDP' },
              ],
            },
          ],
        },
      },
    },
  });
  expect(findings).toEqual([]);
  expect({ ...workload, source: undefined }).toEqual({
    kind: 'Deployment',
    namespace: 'apps',
    name: 'web',
    key: 'apps/web',
    labels: { app: 'web', tier: 'front' },
    addedKeys: ['pod-template-hash', 'topology.kubernetes.io/region', 'topology.kubernetes.io/zone'],
    serviceAccount: 'web',
    ports: [
      { name: 'http', protocol: 'TCP', port: 8080, sidecar: false },
      { name: '', protocol: 'UDP', port: 53, sidecar: false },
      { name: 'metrics', protocol: 'TCP', port: 9090, sidecar: true },
    ],
    hostNetwork: false,
    replicas: 3,
    source: undefined,
  });
});

test('what is left out is what Kubernetes takes', () => {
  const { workload } = read({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: {} });
  expect(workload).toMatchObject({ key: 'default/a', serviceAccount: 'default', labels: {}, ports: [], hostNetwork: false, replicas: 1 });
});

test('the old name of the ServiceAccount counts where the new one is missing', () => {
  const spec = { serviceAccount: 'old' };
  expect(read({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec }).workload?.serviceAccount).toBe('old');
  const both = { ...spec, serviceAccountName: 'new' };
  expect(read({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: both }).workload?.serviceAccount).toBe('new');
});

test.each<[string, string, JsonObject, readonly string[], Record<string, string>]>([
  [
    'apps/v1',
    'StatefulSet',
    { template: pod },
    ['controller-revision-hash', 'statefulset.kubernetes.io/pod-name', 'apps.kubernetes.io/pod-index'],
    {},
  ],
  ['apps/v1', 'DaemonSet', { template: pod }, ['controller-revision-hash', 'pod-template-generation'], {}],
  ['apps/v1', 'ReplicaSet', { template: pod }, [], {}],
  ['v1', 'ReplicationController', { template: pod }, [], {}],
  [
    'batch/v1',
    'Job',
    { template: pod, completionMode: 'Indexed' },
    ['batch.kubernetes.io/controller-uid', 'controller-uid', 'batch.kubernetes.io/job-completion-index'],
    { 'batch.kubernetes.io/job-name': 'x', 'job-name': 'x' },
  ],
  ['batch/v1', 'Job', { template: pod, manualSelector: true }, [], {}],
  [
    'batch/v1',
    'CronJob',
    { jobTemplate: { spec: { template: pod } } },
    ['batch.kubernetes.io/job-name', 'job-name', 'batch.kubernetes.io/controller-uid', 'controller-uid'],
    {},
  ],
])('%s %s with the labels that Kubernetes adds', (apiVersion, kind, spec, added, known) => {
  const { workload, findings } = read({ apiVersion, kind, metadata: { name: 'x' }, spec });
  expect(findings).toEqual([]);
  expect(workload?.addedKeys).toEqual([...added, 'topology.kubernetes.io/region', 'topology.kubernetes.io/zone']);
  expect(workload?.labels).toEqual({ app: 'a', ...known });
  expect(workload?.replicas).toBe(kind === 'DaemonSet' ? undefined : 1);
});

test("a template's own job-name stays", () => {
  const template = { ...pod, metadata: { labels: { 'job-name': 'mine' } } };
  const { workload } = read({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'x' }, spec: { template } });
  expect(workload?.labels).toEqual({ 'batch.kubernetes.io/job-name': 'x', 'job-name': 'mine' });
});

test('kinds of other groups are no workloads', () => {
  expect(read({ apiVersion: 'batch.volcano.sh/v1alpha1', kind: 'Job', metadata: { name: 'x' }, spec: { template: pod } }).workload).toBe(
    undefined,
  );
  expect(read({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' } })).toEqual({ workload: undefined, findings: [] });
});

test.each<[string, JsonObject, [string, string, string | undefined][]]>([
  ['no name', { apiVersion: 'v1', kind: 'Pod', metadata: {}, spec: {} }, [['OBJ004', 'Pod: it has no name', "write 'metadata.name'"]]],
  [
    'no template',
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a', namespace: 'n' }, spec: {} },
    [['OBJ007', "Deployment 'n/a': it makes no pods", "write 'spec.template.spec'"]],
  ],
  [
    'a template that is a text',
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, spec: { template: { spec: 'x' } } },
    [['OBJ006', "Deployment 'a': 'spec.template.spec' is 'x'", 'write a map']],
  ],
  [
    'labels that are no texts',
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', labels: { version: 1, nested: {}, 'a b': 'c', c: 'd e' } }, spec: {} },
    [
      ['OBJ005', "Pod 'a': the label 'version' is '1' and no text", "write '1'"],
      ['OBJ005', "Pod 'a': the label 'nested' is a map and no text", 'write a text'],
      [
        'OBJ005',
        "Pod 'a': 'a b' is no key of a label: it must be at most 63 letters, digits, -, _ and ., and begin and end with a letter or digit",
        undefined,
      ],
      [
        'OBJ005',
        "Pod 'a': 'd e' is no value of a label: it must be at most 63 letters, digits, -, _ and ., and begin and end with a letter or digit",
        undefined,
      ],
    ],
  ],
  [
    'ports that are none',
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a' },
      spec: { containers: [{ ports: [{ containerPort: 0 }, { containerPort: 1, protocol: 'tcp' }, 'x'] }] },
    },
    [
      ['OBJ008', "Pod 'a': this port has no number", 'write a number from 1 to 65535'],
      ['OBJ008', "Pod 'a': 'tcp' is no protocol of a port", 'write TCP, UDP, SCTP or nothing'],
      ['OBJ006', "Pod 'a': 'spec.containers[0].ports[2]' is 'x'", 'write a map'],
    ],
  ],
  [
    'values of the wrong kind',
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { hostNetwork: 'yes', serviceAccountName: 3, containers: {} } },
    [
      ['OBJ006', "Pod 'a': 'spec.hostNetwork' is 'yes'", 'write true or false'],
      ['OBJ006', "Pod 'a': 'spec.serviceAccountName' is '3'", 'write a text'],
      ['OBJ006', "Pod 'a': 'spec.containers' is a map", 'write a list'],
    ],
  ],
])('%s', (_, object, findings) => {
  const found = read(object).findings;
  expect([...found].sort()).toEqual([...findings].sort());
});

test('findings know where the value stands', () => {
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', labels: { 'x.io/y': 1 } }, spec: {} };
  const at = { in: 'document', file: 'a.yaml', line: 3 } as const;
  expect(readWorkloads([{ object, at }]).findings[0]?.at).toEqual({ ...at, path: 'metadata.labels["x.io/y"]' });
  const place = (path: string) => ({ ...at, path, line: 7 });
  expect(readWorkloads([{ object, at, place }]).findings[0]?.at).toEqual({ ...at, line: 7, path: 'metadata.labels["x.io/y"]' });
  expect(readWorkloads([{ object }]).findings[0]?.at).toEqual({ in: 'document', file: 'Pod/a', path: 'metadata.labels["x.io/y"]' });
});

test('workloads come by namespace and name', () => {
  const { workloads } = readWorkloads([deployment('b', 'a'), deployment('a', 'b'), deployment('a', 'a')]);
  expect(workloads.map(({ key }) => key)).toEqual(['a/a', 'a/b', 'b/a']);
});
