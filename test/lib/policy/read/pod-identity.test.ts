import type { JsonObject } from '../../../../lib/base';
import { type Cidr, parseCidr } from '../../../../lib/base';
import { labelText } from '../../../../lib/policy/label';
import { defaultProfile, type Profile } from '../../../../lib/policy/profile';
import { readNamespaces } from '../../../../lib/policy/read/namespaces';
import { podIdentities } from '../../../../lib/policy/read/pod-identity';
import type { SourceObject } from '../../../../lib/policy/read/source-object';
import { readWorkloads } from '../../../../lib/policy/read/workloads';
import { cidrSelector, labelSelector, matches, requirement } from '../../../../lib/policy/selector';
import { deployment, namespace, source } from './support/objects';

const identitiesOf = (objects: readonly SourceObject[], profile: Partial<Profile> = {}) =>
  podIdentities(readWorkloads(objects).workloads, readNamespaces(objects).namespaces, { ...defaultProfile, ...profile });
const labelsOf = (objects: readonly SourceObject[], profile: Partial<Profile> = {}) =>
  identitiesOf(objects, profile).identities.map(({ labels }) => labels.map(labelText));

test('the labels of a pod, its namespace, cluster and ServiceAccount', () => {
  const objects = [
    namespace('apps', { team: 'a', 'beta.kubernetes.io/x': 'y' }),
    deployment('apps', 'web', { app: 'web', 'app.kubernetes.io/name': 'web', 'topology.kubernetes.io/zone': 'z', 'kubernetes.io/x': 'y' }),
  ];
  expect(labelsOf(objects, { clusterName: 'home' })).toEqual([
    [
      'k8s:app=web',
      'k8s:app.kubernetes.io/name=web',
      'k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name=apps',
      'k8s:io.cilium.k8s.namespace.labels.team=a',
      'k8s:io.cilium.k8s.policy.cluster=home',
      'k8s:io.cilium.k8s.policy.serviceaccount=default',
      'k8s:io.kubernetes.pod.namespace=apps',
    ],
  ]);
  const [identity] = identitiesOf(objects).identities;
  expect(identity).toMatchObject({ kind: 'pods', name: 'apps/web', namespace: 'apps', endpoint: true, ports: [], unknown: [] });
});

test("pods can't give themselves what is the agent's to give", () => {
  const forged = {
    'io.kubernetes.pod.namespace': 'kube-system',
    'io.cilium.k8s.policy.cluster': 'other',
    'io.cilium.k8s.policy.serviceaccount': 'admin',
    'io.cilium.k8s.namespace.labels.team': 'a',
    'io.cilium.k8s.anything': 'x',
  };
  const ns = namespace('apps', { 'kubernetes.io/metadata.name': 'forged' });
  expect(labelsOf([ns, deployment('apps', 'web', forged)])).toEqual(labelsOf([ns, deployment('apps', 'web')]));
  expect(labelsOf([ns, deployment('apps', 'web')])[0]).toContain('k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name=apps');
});

test('without a Namespace object its labels are unknown, but for its name', () => {
  const [identity] = identitiesOf([deployment('apps', 'web')]).identities;
  expect(identity?.unknown).toEqual([
    { source: 'k8s', keyPrefix: 'io.cilium.k8s.namespace.labels.', reason: "no Namespace object tells the labels of namespace 'apps'" },
  ]);
  const asks = (key: string, value: string) => labelSelector([requirement(`k8s:io.cilium.k8s.namespace.labels.${key}`, 'In', [value])]);
  const answer = (key: string, value: string) => identity && matches(asks(key, value), identity, defaultProfile);
  expect(answer('team', 'a')).toBe(undefined);
  expect(answer('kubernetes.io/metadata.name', 'apps')).toBe(true);
  expect(answer('kubernetes.io/metadata.name', 'other')).toBe(false);
});

test('names of ports are known in small letters, the last of a name, and not those of init containers', () => {
  const containers = [
    {
      ports: [
        { name: 'HTTP', containerPort: 80 },
        { name: 'dns', containerPort: 53 },
      ],
    },
    { ports: [{ name: 'dns', containerPort: 5353, protocol: 'UDP' }, { name: '123', containerPort: 1 }, { containerPort: 2 }] },
  ];
  const initContainers = [{ restartPolicy: 'Always', ports: [{ name: 'proxy', containerPort: 15001 }] }];
  const objects = [deployment('apps', 'web', {}, { containers, initContainers })];
  const ports = [
    { name: 'dns', protocol: 'UDP', port: 5353 },
    { name: 'http', protocol: 'TCP', port: 80 },
  ];
  expect(identitiesOf(objects).identities[0]?.ports).toEqual(ports);
  expect(identitiesOf(objects, { cilium: '1.19' }).identities[0]?.ports).toEqual(ports);
  expect(labelsOf(objects)[0]).toContain('gen:io.cilium.k8s.named-ports=dns.UDP.5353_http.TCP.80');
  expect(labelsOf(objects, { cilium: '1.19' })[0]?.filter((text) => text.startsWith('gen:'))).toEqual([]);
});

test('many names of ports take several labels', () => {
  const ports = Array.from({ length: 5 }, (_, i) => ({ name: `abcdefghijklm${i}`, containerPort: 10000 + i }));
  const labels = labelsOf([deployment('apps', 'web', {}, { containers: [{ ports }] })])[0] as string[];
  expect(labels.filter((text) => text.startsWith('gen:'))).toEqual([
    'gen:io.cilium.k8s.named-ports=abcdefghijklm0.TCP.10000_abcdefghijklm1.TCP.10001',
    'gen:io.cilium.k8s.named-ports-1=abcdefghijklm2.TCP.10002_abcdefghijklm3.TCP.10003',
    'gen:io.cilium.k8s.named-ports-2=abcdefghijklm4.TCP.10004',
  ]);
});

test('workloads with equal labels and ports are one identity', () => {
  const named: JsonObject = { containers: [{ ports: [{ name: 'http', containerPort: 80 }] }] };
  const objects = [
    deployment('apps', 'b', { app: 'x' }),
    deployment('apps', 'a', { app: 'x' }),
    deployment('apps', 'c', { app: 'y' }),
    deployment('apps', 'd', { app: 'x' }, named),
    deployment('jobs', 'a', { app: 'x' }),
  ];
  const { identities, workloads } = identitiesOf(objects);
  expect(identities.map(({ name }) => name)).toEqual(['apps/a, apps/b', 'apps/c', 'apps/d', 'jobs/a']);
  expect(identities.map((identity) => workloads.get(identity)?.map(({ key }) => key))).toEqual([
    ['apps/a', 'apps/b'],
    ['apps/c'],
    ['apps/d'],
    ['jobs/a'],
  ]);
});

test('pods on the network of the node have no identity of their own', () => {
  const { identities, onNodes } = identitiesOf([deployment('apps', 'web', {}, { hostNetwork: true })]);
  expect(identities).toEqual([]);
  expect(onNodes.map(({ key }) => key)).toEqual(['apps/web']);
});

test("a Job's name is known, that of a CronJob's Jobs is not", () => {
  const template = { spec: {} };
  const job = source({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'once' }, spec: { template } });
  const cron = source({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'often' },
    spec: { jobTemplate: { spec: { template } } },
  });
  const { identities } = identitiesOf([namespace('default'), job, cron]);
  const reason = "Kubernetes gives it to the pods of CronJob 'often' when they start";
  expect(identities.map(({ name, unknown }) => [name, unknown])).toEqual([
    [
      'default/often',
      [
        { source: 'k8s', keyPrefix: 'batch.kubernetes.io/job-name', reason },
        { source: 'k8s', keyPrefix: 'job-name', reason },
      ],
    ],
    ['default/once', []],
  ]);
  expect(identities[1]?.labels.map(labelText)).toEqual(
    expect.arrayContaining(['k8s:job-name=once', 'k8s:batch.kubernetes.io/job-name=once']),
  );
});

test('what the filter is told to take in and no file knows is unknown', () => {
  const [identity] = identitiesOf([namespace('apps'), deployment('apps', 'web')], { labelPrefixes: ['pod-template-hash.*'] }).identities;
  expect(identity?.unknown?.map(({ keyPrefix }) => keyPrefix)).toEqual([]);
  const [wider] = identitiesOf([namespace('apps'), deployment('apps', 'web')], {
    labelPrefixes: ['topology\\.kubernetes\\.io/zone'],
  }).identities;
  expect(wider?.unknown?.map(({ keyPrefix }) => keyPrefix)).toEqual(['topology.kubernetes.io/zone']);
});

test('where rules with addresses mean pods, every address means them and others perhaps', () => {
  const profile: Profile = { ...defaultProfile, cidrMatch: ['pods'] };
  const [identity] = identitiesOf([namespace('apps'), deployment('apps', 'web')], profile).identities;
  const means = (block: string) => identity && matches(cidrSelector(parseCidr(block) as Cidr, [], profile), identity, profile);
  expect(means('0.0.0.0/0')).toBe(true);
  expect(means('10.0.0.0/8')).toBe(undefined);
  expect(means('::/0')).toBe(false);
});
