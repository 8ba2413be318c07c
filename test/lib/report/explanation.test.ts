import { Explainer, peersNamed, portsAsked } from '../../../lib/policy/explain';
import { explanationJson, explanationText, plain } from '../../../lib/report';
import { contradictions } from '../../cli/support/schema';
import { namespace, objects, policy, workload, worldOf } from '../policy/explain/support/ask';

const api = workload('apps/api', { app: 'api' });
const redis = workload('data/redis', { app: 'redis' }, { ports: [{ name: 'redis', containerPort: 6379 }] });
const daemon = objects(
  '{ apiVersion: apps/v1, kind: DaemonSet, metadata: { namespace: data, name: agent }, spec: { template: { spec: { hostNetwork: true, containers: [] } } } }',
);
const fromApi = 'fromEndpoints: [{ matchLabels: { app: api, k8s:io.kubernetes.pod.namespace: apps } }]';
const guarded = policy(
  'data/redis',
  `endpointSelector: { matchLabels: { app: redis } }
ingress: [{ ${fromApi}, toPorts: [{ ports: [{ port: "6379", protocol: TCP }], rules: { http: [{ method: GET }] } }] }]
egress: [{}]`,
);
const all = [namespace('apps'), namespace('data'), api, redis, ...daemon, guarded];

function answer(from: string, to: string, definition = false) {
  const world = worldOf(all, [from, to]);
  const [client, server] = [peersNamed(from, world), peersNamed(to, world)];
  if (client.peer === undefined || server.peer === undefined) throw new Error('no such peer');
  const ports = server.port === undefined ? {} : { ports: portsAsked(server.port, server.peer, world).ports };
  return new Explainer(world, { definition }).explain({ client: client.peer, server: server.peer, ...ports });
}

const text = (from: string, to: string, definition?: boolean) => explanationText(answer(from, to, definition)).split('\n');

test('an allowance: the answer first, then each side with its rules and what passes', () => {
  expect(text('api', 'redis:6379')).toEqual([
    'apps/api -> data/redis TCP 6379: ALLOWED',
    '  egress of apps/api: allowed: no policy selects it for egress: open',
    '  ingress of data/redis: allowed: a rule allows it',
    '    CiliumNetworkPolicy data/redis spec.ingress[0]  redis.yaml:7',
    '      from pods with app=api in apps: TCP 6379',
    '    through the HTTP proxy, which lets pass: HTTP method GET',
    '',
  ]);
});

test('a denial: what isolates, what comes near, and what would open it', () => {
  expect(text('apps/*', 'redis:6379')).toEqual([
    'any other pod in apps -> data/redis TCP 6379: DENIED',
    '  egress of any other pod in apps: allowed: no policy selects it for egress: open',
    '  ingress of data/redis: denied: its policies isolate it, and no rule allows this',
    '    isolated by CiliumNetworkPolicy data/redis  redis.yaml:7',
    '    nearly CiliumNetworkPolicy data/redis spec.ingress[0]  redis.yaml:7',
    "      the selector wants app=api, 'any other pod in apps' has no label 'app'",
    '  to open it, add to spec.ingress of CiliumNetworkPolicy data/redis',
    '    - fromEndpoints:',
    '        - matchLabels:',
    '            k8s:io.kubernetes.pod.namespace: apps',
    '      toPorts:',
    '        - ports:',
    '            - port: "6379"',
    '              protocol: TCP',
    '',
  ]);
  expect(text('world', 'redis:6379', true).slice(-3)).toEqual(['  to open it, declare the flow', "    allow(entity('world'), redis)", '']);
});

test('several answers to one question: what they come to, then each', () => {
  const lines = text('data/agent', 'redis:6379').filter((line) => !line.startsWith(' '));
  expect(lines).toEqual([
    'data/agent -> data/redis: IT DEPENDS',
    '',
    'host with kube-apiserver and host -> data/redis TCP 6379: ALLOWED',
    '',
    'remote-node with kube-apiserver and remote-node -> data/redis TCP 6379: DENIED',
    expect.stringMatching(/^note: 'data\/agent' is on the host network/),
    '',
  ]);
});

test('without a port: what is open, or what closes', () => {
  expect(text('api', 'redis')).toEqual([
    'apps/api -> data/redis: TCP 6379 (HTTP method GET)',
    '  TCP 6379 (HTTP method GET)',
    '    egress of apps/api: allowed: no policy selects it for egress: open',
    '    ingress of data/redis: allowed: a rule allows it',
    '      CiliumNetworkPolicy data/redis spec.ingress[0]  redis.yaml:7',
    '        from pods with app=api in apps: TCP 6379',
    '      through the HTTP proxy, which lets pass: HTTP method GET',
    '',
  ]);
  expect(text('redis', 'api')).toEqual([
    'data/redis -> apps/api: nothing is open',
    '  egress of data/redis: lets pass nothing',
    '    isolated by CiliumNetworkPolicy data/redis  redis.yaml:7',
    '  ingress of apps/api: allowed: no policy selects it for ingress: open',
    '',
  ]);
});

test('colours are those of the palette', () => {
  const palette = { ...plain, red: (t: string) => `<red>${t}</red>`, dim: (t: string) => `<dim>${t}</dim>` };
  const coloured = explanationText(answer('world', 'redis:6379'), palette);
  expect(coloured).toContain('TCP 6379: <red>DENIED</red>\n');
  expect(coloured).toContain('isolated by CiliumNetworkPolicy data/redis  <dim>redis.yaml:7</dim>');
});

test.each([
  ['api', 'redis:6379'],
  ['world', 'redis:6379'],
  ['redis', 'api.example.com:443'],
  ['data/agent', 'redis:6379'],
  ['api', 'redis'],
  ['redis', 'api'],
])('JSON of %s to %s is what the schema says', (from, to) => {
  const output = JSON.parse(explanationJson(answer(from, to, true), [], 'home'));
  expect(contradictions('explain.schema.json', output)).toEqual([]);
  expect(output).toMatchObject({ schema: 'ichor/explain/v1', cluster: 'home', findings: [] });
});

test('JSON without an answer has findings alone', () => {
  expect(JSON.parse(explanationJson(undefined, []))).toEqual({ schema: 'ichor/explain/v1', findings: [] });
});
