import { type Cidr, parseCidr } from '../../../../lib/base';
import { label, labelText } from '../../../../lib/policy/label';
import { defaultProfile, type Profile } from '../../../../lib/policy/profile';
import { readNamespaces } from '../../../../lib/policy/read/namespaces';
import { podIdentities } from '../../../../lib/policy/read/pod-identity';
import { representatives, representing } from '../../../../lib/policy/read/representatives';
import type { SourceObject } from '../../../../lib/policy/read/source-object';
import { readWorkloads } from '../../../../lib/policy/read/workloads';
import { cidrSelector, fqdnSelector, labelSelector, requirement, type Selector, wildcard } from '../../../../lib/policy/selector';
import { entry, pods } from './support/entries';
import { deployment, namespace } from './support/objects';

const ns = 'k8s:io.kubernetes.pod.namespace';
const nsLabels = 'k8s:io.cilium.k8s.namespace.labels';
const here = 'k8s:io.cilium.k8s.policy.cluster=default';

function found(objects: readonly SourceObject[], peers: readonly Selector[], policyNamespace = '') {
  const { namespaces } = readNamespaces(objects);
  const known = podIdentities(readWorkloads(objects).workloads, namespaces, defaultProfile).identities;
  const entries = peers.length === 0 && policyNamespace === '' ? [] : [entry({ peers, namespace: policyNamespace })];
  return representatives({ entries, pods: known, namespaces, profile: defaultProfile });
}
const names = (...of: Parameters<typeof found>) => found(...of).map(({ name }) => name);

test('any other pod of each namespace that is there, and of one that is not', () => {
  const result = found([namespace('apps', { team: 'a' }), deployment('jobs', 'x')], [], 'policies');
  expect(result.map((i) => [i.kind, i.name, i.namespace, i.endpoint, i.labels.map(labelText)])).toEqual([
    [
      'other-pods',
      'any other pod in apps',
      'apps',
      true,
      [`${nsLabels}.kubernetes.io/metadata.name=apps`, `${nsLabels}.team=a`, here, `${ns}=apps`],
    ],
    ['other-pods', 'any other pod in jobs', 'jobs', true, [`${nsLabels}.kubernetes.io/metadata.name=jobs`, here, `${ns}=jobs`]],
    [
      'other-pods',
      'any other pod in policies',
      'policies',
      true,
      [`${nsLabels}.kubernetes.io/metadata.name=policies`, here, `${ns}=policies`],
    ],
    [
      'other-pods',
      'any pod in another namespace',
      'elsewhere',
      true,
      [`${nsLabels}.kubernetes.io/metadata.name=elsewhere`, here, `${ns}=elsewhere`],
    ],
  ]);
  expect(result.map(({ unknown }) => unknown?.map(({ keyPrefix }) => keyPrefix))).toEqual([
    undefined,
    ['io.cilium.k8s.namespace.labels.'],
    ['io.cilium.k8s.namespace.labels.'],
    undefined,
  ]);
});

test('another namespace is one that nobody names', () => {
  expect(found([namespace('elsewhere')], [pods(`${ns}=elsewhere-2`)]).map((i) => i.namespace)).toEqual([
    'elsewhere',
    'elsewhere-3',
    'elsewhere-2',
  ]);
});

const any = ['any pod in another namespace'];

test.each<[string, readonly string[], string, readonly string[]]>([
  [
    'labels and a namespace',
    ['any:k8s-app=kube-dns', `${ns}=kube-system`, here],
    'pods with k8s-app=kube-dns in kube-system',
    ['k8s:k8s-app=kube-dns', `${ns}=kube-system`],
  ],
  ['a namespace alone', [`${ns}=kube-system`, here], 'pods in kube-system', [`${ns}=kube-system`]],
  ['one of several values', ['any:app=a|b', `${ns}=x`], 'pods with app=a in x', ['k8s:app=a', `${ns}=x`]],
  ['a key that has to be there', ['any:app', `${ns}=x`], 'pods with app in x', ['k8s:app', `${ns}=x`]],
  ['any namespace', ['any:app=a', ns], 'pods with app=a in another namespace', ['k8s:app=a', `${ns}=elsewhere`]],
  ['the name label of a namespace', [`any:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name=x`], 'pods in x', [`${ns}=x`]],
  [
    'labels of a namespace',
    ['any:app=a', `any:io.cilium.k8s.namespace.labels.team=b`],
    'pods with app=a in a namespace with team=b',
    ['k8s:app=a', `${nsLabels}.team=b`],
  ],
  [
    'a ServiceAccount',
    [`${ns}=x`, 'any:io.cilium.k8s.policy.serviceaccount=robot'],
    'pods with ServiceAccount robot in x',
    ['k8s:io.cilium.k8s.policy.serviceaccount=robot'],
  ],
  [
    'another cluster',
    [`${ns}=x`, 'any:io.cilium.k8s.policy.cluster=west'],
    'pods in x of cluster west',
    ['k8s:io.cilium.k8s.policy.cluster=west'],
  ],
])('%s', (_, selector, name, labels) => {
  const result = found([], [pods(...selector)]);
  expect(result.map((i) => i.name)).toEqual([...any, name]);
  expect(result[1]?.labels.map(labelText)).toEqual(expect.arrayContaining([...labels]));
  expect(result[1]?.endpoint).toBe(!name.includes('cluster west'));
});

test.each<[string, Selector]>([
  ['everybody', wildcard],
  ['entities', pods('reserved:host')],
  ['addresses', cidrSelector(parseCidr('10.0.0.0/8') as Cidr, [], defaultProfile)],
  ['names', fqdnSelector(label('fqdn', 'example.com'))],
  ['nodes', pods('node:zone=a')],
  ['labels that are left out of identities', pods('k8s:pod-template-hash=x', `${ns}=x`)],
  ["labels that are the agent's own", pods('k8s:io.cilium.k8s.other=x', `${ns}=x`)],
  ['no value', labelSelector([requirement('k8s:app', 'In', [])])],
  ['values that exclude each other', labelSelector([requirement('k8s:app', 'In', ['a']), requirement('k8s:app', 'NotIn', ['a'])])],
  ['two namespaces at once', pods(`${ns}=x`, `${nsLabels}.kubernetes.io/metadata.name=y`)],
  ['every pod', pods(ns, here)],
])('%s: nobody more', (_, selector) => {
  expect(names([], [selector])).toEqual(any);
});

test('a namespace whose labels are known has no others', () => {
  const objects = [namespace('apps', { team: 'a' })];
  const both = ['any other pod in apps', ...any];
  expect(names(objects, [pods('any:app=x', `${ns}=apps`, `${nsLabels}.team=b`)])).toEqual(both);
  expect(names(objects, [pods('any:app=x', `${ns}=apps`, `${nsLabels}.team`)])).toEqual([...both, 'pods with app=x in apps with team']);
});

test('known pods stand for themselves', () => {
  const objects = [deployment('apps', 'web', { app: 'web' })];
  const others = ['any other pod in apps', ...any];
  expect(names(objects, [pods('any:app=web', `${ns}=apps`)])).toEqual(others);
  expect(names(objects, [pods('any:app=web', `${ns}=jobs`)])).toEqual([...others, 'pods with app=web in jobs']);
});

test('selectors that ask for the same pods have one representative', () => {
  const selectors = [pods('any:app=a', `${ns}=x`), pods('k8s:app=a', `${ns}=x`), pods(`${ns}=x`, 'any:app=a|b')];
  expect(names([], selectors)).toEqual([...any, 'pods with app=a in x']);
});

test('the order of selectors makes no difference', () => {
  const selectors = [pods('any:app=b', `${ns}=x`), pods('any:app=a', ns), pods('any:app=c', `${ns}=a`)];
  expect(found([], [...selectors].reverse())).toEqual(found([], selectors));
});

test('where rules with addresses mean pods, representatives have an address too', () => {
  const entries = [entry({ peers: [pods('any:app=b', `${ns}=x`), pods('any:app=a', `${ns}=x`)] })];
  const profile: Profile = { ...defaultProfile, cidrMatch: ['pods'] };
  const result = representatives({ entries, pods: [], namespaces: new Map(), profile });
  expect(result.map(({ name, labels }) => [name, labels.map(labelText).filter((text) => text.startsWith('cidr'))])).toEqual([
    ['any pod in another namespace', ['cidr:0.0.0.0/0']],
    ['pods with app=a in x', ['cidr:0.0.0.0/0']],
    ['pods with app=b in x', ['cidr:0.0.0.0/0']],
  ]);
});

test('those whom somebody asks for, with what their namespace has here', () => {
  // GIVEN
  const { namespaces } = readNamespaces([namespace('apps', { team: 'a' })]);
  const wanted = new Map([
    ['app', 'x'],
    ['io.kubernetes.pod.namespace', 'apps'],
    ['io.cilium.k8s.namespace.labels.team', 'b'],
  ]);
  const asked = entry({ subject: ['app'], peers: [] });
  const known = { entries: [asked], pods: [], namespaces, profile: defaultProfile };
  // WHEN
  const plain = representing(known);
  const further = representing({ ...known, further: { namespaces: ['jobs'], pods: [wanted], subjects: true } });
  // THEN
  expect(plain.identities.map(({ name }) => name)).toEqual(['any other pod in apps', 'any pod in another namespace']);
  expect(further.identities.map(({ name }) => name)).toEqual([
    'any other pod in apps',
    'any other pod in jobs',
    'any pod in another namespace',
    'pods with app=x in apps with team=b',
    'pods with app in another namespace',
  ]);
  expect(further.identities[3]?.labels.map(labelText)).toContain(`${nsLabels}.team=a`);
  expect(further.namespaces).toEqual(['apps', 'jobs']);
  expect(further.pods).toEqual([wanted, new Map([['app', '']])]);
});
