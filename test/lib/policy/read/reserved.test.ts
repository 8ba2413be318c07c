import { labelText } from '../../../../lib/policy/label';
import { defaultProfile, type Profile } from '../../../../lib/policy/profile';
import { type Nodes, readNodes } from '../../../../lib/policy/read/nodes';
import { reservedIdentities } from '../../../../lib/policy/read/reserved';
import { entry } from './support/entries';
import { source } from './support/objects';

const read = (nodes: Nodes, profile: Partial<Profile> = {}) => reservedIdentities(nodes, [], { ...defaultProfile, ...profile });
const table = (nodes: Nodes, profile: Partial<Profile> = {}) =>
  Object.fromEntries(read(nodes, profile).map(({ name, labels }) => [name, labels.map(labelText).join(' ')]));
const rest = {
  health: 'reserved:health',
  ingress: 'reserved:ingress',
  init: 'reserved:init',
  unmanaged: 'reserved:unmanaged',
  world: 'reserved:world',
};
const host = { host: 'reserved:host' };
const hostWithApi = { 'host with kube-apiserver': 'reserved:host reserved:kube-apiserver' };
const remote = { 'remote-node': 'reserved:remote-node' };
const remoteWithApi = { 'remote-node with kube-apiserver': 'reserved:remote-node reserved:kube-apiserver' };
const outside = { 'kube-apiserver': 'reserved:kube-apiserver reserved:world' };

test.each<[string, Nodes, Record<string, string>]>([
  ['nothing known', {}, { ...hostWithApi, ...host, ...remoteWithApi, ...remote, ...outside, ...rest }],
  ['one node that is all', { count: 1, controlPlanes: 1 }, { ...hostWithApi, ...rest }],
  ['one node of a cluster whose API server is elsewhere', { count: 1, controlPlanes: 0 }, { ...host, ...outside, ...rest }],
  ['three control planes', { count: 3, controlPlanes: 3 }, { ...hostWithApi, ...remoteWithApi, ...rest }],
  ['control planes and workers', { count: 3, controlPlanes: 1 }, { ...hostWithApi, ...host, ...remoteWithApi, ...remote, ...rest }],
  ['workers alone', { count: 3, controlPlanes: 0 }, { ...host, ...remote, ...outside, ...rest }],
  ['an unknown number with a control plane', { controlPlanes: 1 }, { ...hostWithApi, ...host, ...remoteWithApi, ...remote, ...rest }],
])('%s', (_, nodes, identities) => {
  expect(table(nodes)).toEqual(identities);
  expect(Object.keys(table(nodes))).toEqual(Object.keys(identities));
});

test('of both families the world is two, and so is an API server outside', () => {
  expect(table({ count: 1, controlPlanes: 0 }, { ipv6: true })).toEqual({
    ...host,
    'kube-apiserver over IPv4': 'reserved:kube-apiserver reserved:world-ipv4',
    'kube-apiserver over IPv6': 'reserved:kube-apiserver reserved:world-ipv6',
    health: 'reserved:health',
    ingress: 'reserved:ingress',
    init: 'reserved:init',
    unmanaged: 'reserved:unmanaged',
    'world over IPv4': 'reserved:world-ipv4',
    'world over IPv6': 'reserved:world-ipv6',
  });
  expect(table({ count: 1, controlPlanes: 1 }, { ipv4: false, ipv6: true })).toEqual({ ...hostWithApi, ...rest });
});

test("Cilium's own endpoints and pods without labels have a say", () => {
  expect(
    read({})
      .filter(({ endpoint }) => endpoint)
      .map(({ kind }) => kind),
  ).toEqual(['health', 'ingress', 'init']);
});

test('the address of an API server outside is unknown', () => {
  const api = read({}).find(({ kind }) => kind === 'kube-apiserver');
  expect(api?.unknown?.map(({ source: of }) => of)).toEqual(['cidr', 'cidrgroup']);
});

const node = (name: string, labels: Record<string, string>) => source({ apiVersion: 'v1', kind: 'Node', metadata: { name, labels } });
const objects = [
  node('b', { zone: 'x', 'kubernetes.io/os': 'linux' }),
  node('a', { zone: 'x', 'kubernetes.io/os': 'linux' }),
  node('c', { zone: 'y', 'node-role.kubernetes.io/control-plane': '' }),
];

test('Node objects tell how many there are and which are control planes', () => {
  const { nodes, findings } = readNodes(objects);
  expect(findings).toEqual([]);
  expect([nodes.count, nodes.controlPlanes, nodes.objects?.map(({ name }) => name)]).toEqual([3, 1, ['a', 'b', 'c']]);
  expect(table(nodes)).toEqual({ ...hostWithApi, ...host, ...remoteWithApi, ...remote, ...rest });
  expect(readNodes([]).nodes).toEqual({});
  expect(readNodes([node('a', {})]).nodes.controlPlanes).toBe(undefined);
});

test('rules that name labels of nodes tell nodes apart', () => {
  const { nodes } = readNodes(objects);
  const ofNode = 'node:kubernetes.io/os=linux node:zone=x k8s:io.cilium.k8s.policy.cluster=default';
  const ofControlPlane = 'node:node-role.kubernetes.io/control-plane node:zone=y k8s:io.cilium.k8s.policy.cluster=default';
  expect(table(nodes, { nodeSelectorLabels: true })).toEqual({
    'host with kube-apiserver (c)': `reserved:host reserved:kube-apiserver ${ofControlPlane}`,
    'host (a, b)': `reserved:host ${ofNode}`,
    'remote-node with kube-apiserver (c)': `reserved:remote-node reserved:kube-apiserver ${ofControlPlane}`,
    'remote-node (a, b)': `reserved:remote-node ${ofNode}`,
    ...rest,
  });
  expect(table(nodes, { nodeSelectorLabels: true, cilium: '1.19' })['host (a, b)']).toBe('reserved:host');
  expect(table(nodes, { hostFirewall: true })['host (a, b)']).toBe('reserved:host k8s:zone=x');
  expect(table(nodes, { hostFirewall: true })['remote-node (a, b)']).toBe('reserved:remote-node');
});

test('without Node objects the labels that rules about nodes name are unknown', () => {
  const about = entry({ node: true, subject: ['zone', 'kubernetes.io/os'] });
  const profile: Profile = { ...defaultProfile, hostFirewall: true, nodeSelectorLabels: true };
  const unknown = reservedIdentities({ count: 3, controlPlanes: 3 }, [about], profile).map(({ name, unknown: u }) => [name, u]);
  const reason = 'no Node object tells the labels of nodes';
  const ofNode = { source: 'node', keyPrefix: '', reason };
  expect(unknown.slice(0, 2)).toEqual([
    ['host with kube-apiserver', [ofNode, { source: 'k8s', keyPrefix: 'zone', reason }]],
    ['remote-node with kube-apiserver', [ofNode]],
  ]);
});

test('where rules with addresses mean nodes, it is unknown which', () => {
  const [first] = read({ count: 1, controlPlanes: 1 }, { cidrMatch: ['nodes'] });
  expect(first?.unknown?.map(({ source: of }) => of)).toEqual(['cidr', 'cidrgroup']);
});
