import { defaultProfile } from '../../../../lib/policy/profile';
import { labelFilter } from '../../../../lib/policy/read/label-filter';

const isPart = (key: string, labelPrefixes: readonly string[] = [], source = 'k8s') =>
  labelFilter({ ...defaultProfile, labelPrefixes }).isPart({ source, key });

test.each([
  'app',
  'app.kubernetes.io/name',
  'batch.kubernetes.io/job-name',
  'job-name',
  'io.kubernetes.pod.namespace',
  'io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name',
  'io.cilium.k8s.policy.cluster',
  'io.cilium.k8s.policy.serviceaccount',
  'node-role.kubernetes.io/control-plane',
  'example.com/kubernetes.io',
  'my-pod-template-hash',
  'io.kubernetes.pod.namespace.more',
])('%s is part of identities', (key) => {
  expect(isPart(key)).toBe(true);
});

test.each([
  'io.kubernetes.container.name',
  'kubernetes.io/os',
  'kubernetes.io.more',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/job-completion-index',
  'batch.kubernetes.io/controller-uid',
  'beta.kubernetes.io/arch',
  'anything.beta.kubernetes.io/arch',
  'io.cilium.k8s.namespace.labels.beta.kubernetes.io/arch',
  'k8s.io/cluster-service',
  'pod-template-generation',
  'pod-template-hash',
  'controller-revision-hash',
  'controller-uid',
  'annotation.x',
  'annotations',
  'etcd_node',
  'topology.kubernetes.io/zone',
])('%s is left out', (key) => {
  expect(isPart(key)).toBe(false);
});

test('one prefix that takes in leaves out everything else', () => {
  expect(isPart('app', ['k8s:tier'])).toBe(false);
  expect(isPart('tier', ['k8s:tier'])).toBe(true);
  expect(isPart('tier', ['k8s:tier'], 'node')).toBe(false);
  expect(isPart('io.kubernetes.pod.namespace', ['k8s:tier'])).toBe(true);
  expect(isPart('app.kubernetes.io/name', ['k8s:tier'])).toBe(true);
});

test('a prefix that leaves out is for what begins so', () => {
  expect(isPart('job-name', ['!job-name'])).toBe(false);
  expect(isPart('app', ['!job-name'])).toBe(true);
  expect(isPart('my-job-name', ['!job-name'])).toBe(true);
  expect(isPart('job-name', ['k8s:!job-name'])).toBe(false);
});

test('a source with a ! in front is a source that no label has, and what is taken in leaves out everything else', () => {
  expect(isPart('job-name', ['!k8s:job-name'])).toBe(false);
  expect(isPart('app', ['!k8s:job-name'])).toBe(false);
});

test('the longest that takes in wins over the shortest that leaves out', () => {
  expect(isPart('foo.bar', ['!foo', 'foo\\.bar'])).toBe(true);
  expect(isPart('foo.bar', ['foo\\.bar', '!foo'])).toBe(true);
  expect(isPart('foo.baz', ['!foo', 'foo\\.bar'])).toBe(false);
  expect(isPart('topology.kubernetes.io/zone', ['topology\\.kubernetes\\.io/zone'])).toBe(true);
  expect(isPart('foo', ['foo', '!foo'])).toBe(false);
});

test('expressions are those of the beginning', () => {
  expect(isPart('team-a', ['team-[ab]$'])).toBe(true);
  expect(isPart('team-c', ['team-[ab]$'])).toBe(false);
  expect(isPart('my-team-a', ['team-[ab]$'])).toBe(false);
});

test('what is no expression is told', () => {
  expect(labelFilter({ labelPrefixes: ['app', '(', 'k8s:', ''] }).faults).toEqual(['(', 'k8s:']);
});
