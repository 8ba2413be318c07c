import type { JsonObject } from '../../../../lib/base';
import { defaultProfile, type Profile } from '../../../../lib/policy/profile';
import type { ServiceReference } from '../../../../lib/policy/read/cilium-rule';
import { leadingPorts } from '../../../../lib/policy/read/service-ports';
import { behindServices } from '../../../../lib/policy/read/service-references';
import { readServices } from '../../../../lib/policy/read/services';
import type { SourceObject } from '../../../../lib/policy/read/source-object';
import { readWorkloads } from '../../../../lib/policy/read/workloads';
import { deployment, source } from './support/objects';

const service = (namespace: string, name: string, spec: JsonObject, labels: JsonObject = {}) =>
  source({ apiVersion: 'v1', kind: 'Service', metadata: { namespace, name, labels }, spec });
const slice = (namespace: string, name: string, addresses: readonly string[], rest: JsonObject = {}) =>
  source({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { namespace, name: `${name}-x`, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    ports: [{ port: 443 }],
    endpoints: [{ addresses, conditions: { ready: false } }],
    ...rest,
  });
const behind = (objects: readonly SourceObject[], question: ServiceReference, profile: Partial<Profile> = {}) =>
  behindServices(question, readServices(objects).services, { ...defaultProfile, ...profile });
const named = (serviceName: string, namespace?: string): ServiceReference => ({
  k8sService: { serviceName, ...(namespace ? { namespace } : {}) },
});

const objects = [
  service('apps', 'web', { selector: { app: 'web' }, ports: [{ port: 80 }] }, { tier: 'front' }),
  service('jobs', 'web', { selector: { app: 'other' } }),
  service('apps', 'outside', { ports: [{ port: 443 }] }, { tier: 'back' }),
  slice('apps', 'outside', ['192.0.2.2', '192.0.2.1']),
  service('apps', 'alias', { type: 'ExternalName', externalName: 'example.com' }),
  service('apps', 'lost', {}),
];
const ns = 'io.kubernetes.pod.namespace';

test('a Service with a selector is its pods in its namespace', () => {
  expect(behind(objects, named('web', 'apps'))).toEqual({ endpoints: [{ matchLabels: { app: 'web', [ns]: 'apps' } }], addresses: [] });
});

test('a name without a namespace is of every namespace', () => {
  expect(behind(objects, named('web')).endpoints).toEqual([
    { matchLabels: { app: 'web', [ns]: 'apps' } },
    { matchLabels: { app: 'other', [ns]: 'jobs' } },
  ]);
});

test('a Service without a selector is its addresses, ready or not', () => {
  expect(behind(objects, named('outside', 'apps'))).toEqual({ endpoints: [], addresses: ['192.0.2.1/32', '192.0.2.2/32'] });
  expect(behind(objects, named('outside', 'apps'), { ipv4: false, ipv6: true }).addresses).toEqual([]);
  expect(behind(objects, named('alias', 'apps'))).toEqual({ endpoints: [], addresses: [] });
});

test('what no object tells is unknown', () => {
  expect(behind(objects, named('lost', 'apps'))).toEqual({
    endpoints: [],
    addresses: [],
    unknown: "no object tells which addresses stand behind Service 'apps/lost'",
  });
  expect(behind(objects, named('kubernetes', 'default')).unknown).toBe("no object tells of Service 'kubernetes' in default");
  expect(behind(objects, { k8sServiceSelector: { selector: { matchLabels: { tier: 'x' } } } }).unknown).toBe(
    'no object tells of Services with the labels that the rule wants',
  );
});

test.each<[string, ServiceReference['k8sServiceSelector'], Profile['cilium'], number, number]>([
  ['a label', { selector: { matchLabels: { tier: 'front' } } }, '1.20', 1, 0],
  ['a label and a namespace', { selector: { matchLabels: { tier: 'front' } }, namespace: 'jobs' }, '1.20', 0, 0],
  ['several values', { selector: { matchExpressions: [{ key: 'tier', operator: 'In', values: ['front', 'back'] }] } }, '1.20', 1, 2],
  ['a key', { selector: { matchExpressions: [{ key: 'tier', operator: 'Exists' }] } }, '1.20', 1, 2],
  ['not a key', { selector: { matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, namespace: 'jobs' }, '1.20', 1, 0],
  [
    'not a value',
    { selector: { matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['back'] }] }, namespace: 'jobs' },
    '1.20',
    1,
    0,
  ],
  ['everything', { selector: {}, namespace: 'jobs' }, '1.20', 1, 0],
  ['the source k8s', { selector: { matchLabels: { 'k8s:tier': 'front' } } }, '1.19', 1, 0],
  ['the source any', { selector: { matchLabels: { 'any:tier': 'front' } } }, '1.19', 1, 0],
  ['another source, to 1.20', { selector: { matchLabels: { 'reserved:tier': 'front' } } }, '1.20', 1, 0],
  ['another source, to 1.19', { selector: { matchLabels: { 'reserved:tier': 'front' } } }, '1.19', 0, 0],
])('Services by %s', (_, k8sServiceSelector, cilium, endpoints, addresses) => {
  const result = behind(objects, { k8sServiceSelector }, { cilium });
  expect([result.endpoints.length, result.addresses.length]).toEqual([endpoints, addresses]);
});

test('slices without ports or of names count for nothing; Endpoints are slices too', () => {
  const bare = service('apps', 'outside', {});
  expect(behind([bare, slice('apps', 'outside', ['192.0.2.1'], { ports: [] })], named('outside')).addresses).toEqual([]);
  expect(behind([bare, slice('apps', 'outside', ['192.0.2.1'], { addressType: 'FQDN' })], named('outside')).addresses).toEqual([]);
  expect(behind([bare, slice('jobs', 'outside', ['192.0.2.1'])], named('outside')).unknown).toBeDefined();
  const endpoints = source({
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { namespace: 'apps', name: 'outside' },
    subsets: [{ addresses: [{ ip: '192.0.2.1' }], notReadyAddresses: [{ ip: '192.0.2.2' }], ports: [{ port: 1 }] }],
  });
  expect(behind([bare, endpoints], named('outside')).addresses).toEqual(['192.0.2.1/32', '192.0.2.2/32']);
});

test('where the ports of Services lead', () => {
  const containers = [{ ports: [{ name: 'http', containerPort: 8080 }] }];
  const initContainers = [{ restartPolicy: 'Always', ports: [{ name: 'metrics', containerPort: 9090 }] }];
  const [workload] = readWorkloads([deployment('apps', 'web', { app: 'web' }, { containers, initContainers })]).workloads;
  const ports = [
    { name: 'http', port: 80, targetPort: 'http' },
    { name: 'metrics', port: 81, targetPort: 'metrics' },
    { name: 'plain', port: 82 },
    { name: 'number', port: 83, targetPort: 8083 },
    { name: 'udp', port: 84, targetPort: 'http', protocol: 'UDP' },
    { name: 'zero', port: 85, targetPort: 0 },
  ];
  const { services } = readServices([
    service('apps', 'web', { selector: { app: 'web' }, ports }),
    service('apps', 'other', { selector: { app: 'other' }, ports }),
    service('jobs', 'web', { selector: { app: 'web' }, ports }),
    service('apps', 'bare', { ports }),
  ]);
  const found = workload === undefined ? [] : leadingPorts(workload, services);
  expect(found.map((p) => [p.service.name, p.name, p.port, p.protocol, p.leadsTo])).toEqual([
    ['web', 'http', 80, 'TCP', 8080],
    ['web', 'metrics', 81, 'TCP', 9090],
    ['web', 'plain', 82, 'TCP', 82],
    ['web', 'number', 83, 'TCP', 8083],
    ['web', 'udp', 84, 'UDP', undefined],
    ['web', 'zero', 85, 'TCP', 85],
  ]);
});

test.each<[string, SourceObject, readonly [string, string][]]>([
  ['a port without a number', service('a', 'b', { ports: [{ port: 'http' }] }), [['OBJ008', "Service 'a/b': this port has no number"]]],
  [
    'a port that leads nowhere',
    service('a', 'b', { ports: [{ port: 80, targetPort: 70000 }] }),
    [['OBJ008', "Service 'a/b': this is neither a number nor a name of a port"]],
  ],
  [
    'another protocol',
    service('a', 'b', { ports: [{ port: 80, protocol: 'HTTP' }] }),
    [['OBJ008', "Service 'a/b': 'HTTP' is no protocol of a port"]],
  ],
  ['no address', slice('a', 'b', ['192.0.2.0/24']), [['OBJ009', "EndpointSlice 'a/b-x': '192.0.2.0/24' is no address"]]],
  ['a selector of numbers', service('a', 'b', { selector: { app: 1 } }), [['OBJ005', "Service 'a/b': the label 'app' is '1' and no text"]]],
])('%s is told', (_, object, findings) => {
  expect(readServices([object]).findings.map(({ id, message }) => [id, message])).toEqual(findings);
});
