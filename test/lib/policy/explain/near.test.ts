import { ask, connection, namespace, near, objects, policy, workload } from './support/ask';

const api = workload('apps/api', { app: 'api', tier: 'front' });
const redis = workload('data/redis', { app: 'redis', tier: 'back' }, { ports: [{ name: 'redis', containerPort: 6379 }] });
const spaces = [namespace('apps'), namespace('data')];

/** What comes near when the API asks for Redis, by the items of the policy's `spec.ingress`. */
function nearly(items: string, from = 'apps/api', to = 'data/redis:6379', more = [api]): string[] {
  const redisPolicy = policy('data/redis', `endpointSelector: { matchLabels: { app: redis } }\ningress: ${items}`);
  return near(connection(ask([...spaces, ...more, redis, redisPolicy], from, to))).map((text) =>
    text.replace(/^data\/redis spec.ingress/, ''),
  );
}

const ofApps = 'k8s:io.kubernetes.pod.namespace: apps';
const port6379 = 'toPorts: [{ ports: [{ port: "6379", protocol: TCP }] }]';

describe('a rule that is right but for its peers', () => {
  test.each([
    ['a label of another value', `{ app: web, ${ofApps} }`, "the selector wants app=web, 'apps/api' has app=api"],
    ['a label that is not there', `{ app: api, role: api, ${ofApps} }`, "the selector wants role=api, 'apps/api' has no label 'role'"],
    ['the namespace left out', '{ app: api }', "the rule is for pods in namespace 'data', 'apps/api' is in 'apps'"],
    [
      'a label that identities do not have',
      `{ app: api, pod-template-hash: abc, ${ofApps} }`,
      "the selector wants pod-template-hash=abc, and Cilium drops 'pod-template-hash' from identities, so that it never matches",
    ],
    [
      'another cluster',
      `{ app: api, ${ofApps}, k8s:io.cilium.k8s.policy.cluster: away }`,
      "the rule is for cluster 'away', 'apps/api' is in cluster 'default'",
    ],
    [
      'another ServiceAccount',
      `{ ${ofApps}, io.cilium.k8s.policy.serviceaccount: api }`,
      "the selector wants ServiceAccount=api, 'apps/api' has ServiceAccount=default",
    ],
    [
      'labels of the namespace',
      '{ app: api, k8s:io.cilium.k8s.namespace.labels.team: a }',
      "the rule is for namespaces with team=a, 'apps' has no label 'team'",
    ],
  ])('%s', (_, labels, why) => {
    expect(nearly(`[{ fromEndpoints: [{ matchLabels: ${labels} }], ${port6379} }]`)).toEqual([`[0] (peer): ${why}`]);
  });

  test('that differs in two parts is not near', () => {
    expect(nearly(`[{ fromEndpoints: [{ matchLabels: { app: web } }], ${port6379} }]`)).toEqual([]);
  });

  test('that is spelt nearly so comes first', () => {
    const item = (app: string) => `{ fromEndpoints: [{ matchLabels: { app: ${app}, ${ofApps} } }], ${port6379} }`;
    expect(nearly(`[${item('dashboard')}, ${item('apii')}]`)).toEqual([
      "[1] (peer): the selector wants app=apii, 'apps/api' has app=api",
      "[0] (peer): the selector wants app=dashboard, 'apps/api' has app=api",
    ]);
  });

  test('addresses never mean pods or nodes; a single one is seldom meant for pods', () => {
    const items = `[{ fromCIDR: [10.244.0.0/16] }, { fromCIDR: [10.5.0.2/32] }, { fromCIDR: [0.0.0.0/0] }]`;
    const why = (block: string, name: string) =>
      `the rule is for ${block}, and rules with addresses never mean pods or nodes, as '${name}'`;
    expect(nearly(items)).toEqual([`[0] (peer): ${why('10.244.0.0/16', 'apps/api')}`, `[2] (peer): ${why('every address', 'apps/api')}`]);
    expect(nearly(items, 'remote-node')).toHaveLength(3);
  });

  test.each([
    ['host', 'remote-node', "the rule is for 'host', which 'remote-node' is not: 'host' is the node of the pod itself alone"],
    ['kube-apiserver', 'ingress', "the rule is for 'kube-apiserver', which 'ingress' is not"],
  ])('entity %s is not %s', (entity, from, why) => {
    expect(nearly(`[{ fromEntities: [${entity}] }]`, from)).toEqual([`[0] (peer): ${why}`]);
  });

  test('another address, and one that is left out', () => {
    expect(nearly('[{ fromCIDR: [10.5.0.0/24] }]', '10.6.0.1')).toEqual([
      "[0] (peer): the rule is for 10.5.0.0/24, and '10.6.0.1' lies outside of it",
    ]);
    expect(nearly('[{ fromCIDRSet: [{ cidr: 10.0.0.0/8, except: [10.6.0.0/16] }] }]', '10.6.0.1')).toEqual([
      '[0] (peer): the rule leaves out 10.6.0.0/16',
    ]);
  });

  test('nobody at all', () => {
    expect(nearly(`[{ fromEndpoints: [], ${port6379} }]`)).toEqual(["[0] (peer): the rule's list of peers is empty, so it is for nobody"]);
  });
});

describe('a rule that is right but for its ports', () => {
  const fromApi = (ports: string) => `[{ fromEndpoints: [{ matchLabels: { app: api, ${ofApps} } }], ${ports} }]`;

  test.each([
    ['another port', 'toPorts: [{ ports: [{ port: "6380", protocol: TCP }] }]', 'the rule opens TCP 6380, asked is TCP 6379'],
    ['another protocol', 'toPorts: [{ ports: [{ port: "6379", protocol: UDP }] }]', 'the rule opens UDP 6379, asked is TCP 6379'],
    ['any protocol', 'toPorts: [{ ports: [{ port: "80" }] }]', 'the rule opens 80 over any protocol, asked is TCP 6379'],
    ['types of ICMP', 'icmps: [{ fields: [{ type: 8, family: IPv4 }] }]', 'the rule opens ICMP type 8, asked is TCP 6379'],
    [
      'a name that the pods do not have',
      'toPorts: [{ ports: [{ port: cache, protocol: TCP }] }]',
      "the rule opens TCP 'cache', asked is TCP 6379; 'data/redis' names no port 'cache'",
    ],
  ])('%s', (_, ports, why) => {
    expect(nearly(fromApi(ports))).toEqual([`[0] (port): ${why}`]);
  });

  test('a name that is another port', () => {
    const items = fromApi('toPorts: [{ ports: [{ port: redis, protocol: TCP }] }]');
    expect(nearly(items, 'apps/api', 'data/redis:6380')).toEqual([
      "[0] (port): the rule opens TCP 'redis', asked is TCP 6380; 'redis' is TCP 6379 there",
    ]);
  });

  test("a Service's port instead of that of the pods", () => {
    const service = objects(
      '{ apiVersion: v1, kind: Service, metadata: { namespace: data, name: redis }, spec: { selector: { app: redis }, ports: [{ port: 6380, targetPort: redis }] } }',
    );
    expect(
      nearly(fromApi('toPorts: [{ ports: [{ port: "6380", protocol: TCP }] }]'), 'apps/api', 'data/redis:6379', [api, ...service]),
    ).toEqual([
      "[0] (port): the rule opens TCP 6380, asked is TCP 6379; 6380 is the port of Service 'redis', which leads to 6379, and rules see that one",
    ]);
  });
});

describe('a policy that nearly selects', () => {
  test('would have isolated', () => {
    const typo = policy('data/redis', 'endpointSelector: { matchLabels: { app: redis-7 } }\ningress: [{}]');
    const other = policy('data/other', 'endpointSelector: { matchLabels: { app: postgres } }\ningress: [{}]');
    const answer = connection(ask([...spaces, api, redis, typo, other], 'apps/api', 'data/redis:6379'));
    expect([answer.verdict, answer.ingress.because]).toEqual(['allowed', 'no policy selects it for ingress: open']);
    expect(near(answer)).toEqual(["data/redis spec.ingress[0] (subject): the selector wants app=redis-7, 'data/redis' has app=redis"]);
  });

  test('would have allowed, but stands in the wrong namespace', () => {
    const allows = (key: string) =>
      policy(
        key,
        `endpointSelector: { matchLabels: { app: redis } }\ningress: [{ fromEndpoints: [{ matchLabels: { app: api, ${ofApps} } }] }]`,
      );
    const closes = policy('data/closed', 'endpointSelector: {}\ningress: [{}]');
    expect(near(connection(ask([...spaces, api, redis, closes, allows('apps/redis')], 'apps/api', 'data/redis:6379')))).toEqual([
      "apps/redis spec.ingress[0] (subject): the rule is for pods in namespace 'apps', 'data/redis' is in 'data'",
    ]);
  });
});
