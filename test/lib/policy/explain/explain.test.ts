import { defaultProfile } from '../../../../lib/policy/profile';
import { ask, connection, namespace, objects, policy, workload } from './support/ask';

const api = workload('apps/api', { app: 'api' });
const redis = workload('data/redis', { app: 'redis' }, { ports: [{ name: 'redis', containerPort: 6379 }] });
const spaces = [namespace('apps'), namespace('data')];
const world = [...spaces, api, redis];
const ofRedis = (rest: string) => policy('data/redis', `endpointSelector: { matchLabels: { app: redis } }\n${rest}`);
const fromApi = 'fromEndpoints: [{ matchLabels: { app: api, k8s:io.kubernetes.pod.namespace: apps } }]';

describe('allowed', () => {
  test('by rules, with what they say and where they stand', () => {
    const { verdict, egress, ingress, change } = connection(
      ask([...world, ofRedis(`ingress: [{ ${fromApi}, toPorts: [{ ports: [{ port: redis }] }] }]`)], 'api', 'redis:redis'),
    );
    expect([verdict, egress.ground, ingress.ground, change]).toEqual(['allowed', 'not-selected', 'rule', undefined]);
    expect(ingress.because).toBe('a rule allows it');
    expect(ingress.rules).toMatchObject([
      {
        kind: 'CiliumNetworkPolicy',
        policy: 'data/redis',
        path: 'spec.ingress[0]',
        at: { file: 'redis.yaml', line: 7 },
        says: "from pods with app=api in apps: 'redis' over any protocol",
      },
    ]);
  });

  test('through a proxy, with what it lets pass', () => {
    const rules = 'rules: { http: [{ method: GET, path: /keys }] }';
    const { ingress } = connection(
      ask(
        [...world, ofRedis(`ingress: [{ ${fromApi}, toPorts: [{ ports: [{ port: "6379", protocol: TCP }], ${rules} }] }]`)],
        'api',
        'redis:6379',
      ),
    );
    expect([ingress.parser, ingress.passes]).toEqual(['http', ['HTTP method GET, path /keys']]);
  });

  test('to the node of the pods itself, and not to other nodes', () => {
    const closed = ofRedis('ingress: [{}]');
    const own = connection(ask([...world, closed], 'host', 'redis:6379'));
    expect([own.verdict, own.ingress.because]).toEqual(['allowed', 'a node always reaches its own pods, unless a rule denies it']);
    expect(own.egress.because).toBe('the host firewall is off, so that no policy binds the node: open');
    expect(connection(ask([...world, closed], 'remote-node', 'redis:6379')).verdict).toBe('denied');
  });

  test('where nothing is enforced', () => {
    const { ingress } = connection(
      ask([...world, ofRedis('ingress: [{}]')], 'api', 'redis:6379', { profile: { ...defaultProfile, enforcement: 'never' } }),
    );
    expect(ingress.because).toBe('Cilium enforces no policies: open');
  });
});

test.each([
  ['fromEntities: [cluster]', 'from cluster: every port'],
  ['fromEntities: [world]', 'from world: every port'],
  ['fromEntities: [all]', 'from everybody: every port'],
  ['fromNodes: [{ matchLabels: { zone: a } }]', 'from nodes with zone=a: every port'],
  ['fromEndpoints: [{}]', 'from pods in data: every port'],
  [
    'fromEndpoints: [{ matchExpressions: [{ key: app, operator: NotIn, values: [a, b] }] }]',
    'from pods with app not in (a, b) in data: every port',
  ],
  ['fromEndpoints: [{ matchLabels: { app: a, k8s:io.kubernetes.pod.namespace: b } }]', 'from pods with app=a in b: every port'],
  ['fromCIDRSet: [{ cidr: 10.0.0.0/8, except: [10.1.0.0/16] }]', 'from 10.0.0.0/8 without 10.1.0.0/16: every port'],
  [
    'toPorts: [{ ports: [{ port: "80", protocol: TCP }, { port: "90", endPort: 99, protocol: UDP }] }]',
    'from everybody: TCP 80, UDP 90-99',
  ],
])('a rule in words: %s', (item, says) => {
  const closed = ofRedis(`ingress: [{ ${item} }]`);
  const profile = { ...defaultProfile, nodeSelectorLabels: true };
  const sides = ask([...world, closed], 'world', 'redis:22', { profile }).connections.map(({ ingress }) =>
    ingress.rules.map((rule) => rule.says),
  );
  expect(sides).toEqual([[says]]);
});

describe('denied', () => {
  test('by default: what isolates, and the rule that would open it', () => {
    const both = [ofRedis('ingress: [{}]'), policy('apps/closed', 'endpointSelector: {}\negress: [{}]')];
    const { verdict, egress, ingress, change } = connection(ask([...world, ...both], 'api', 'redis:6379'));
    expect(verdict).toBe('denied');
    expect([egress, ingress].map(({ ground, rules }) => [ground, rules.map((rule) => `${rule.policy} ${rule.path}`)])).toEqual([
      ['default', ['apps/closed spec.egress[0]']],
      ['default', ['data/redis spec.ingress[0]']],
    ]);
    expect(change?.flow).toBeUndefined();
    expect(change?.add.map(({ subject, policy: own, yaml }) => [subject, own?.policy, yaml])).toEqual([
      [
        'apps/api',
        undefined,
        '- toEndpoints:\n    - matchLabels:\n        app: redis\n        k8s:io.kubernetes.pod.namespace: data\n  toPorts:\n    - ports:\n        - port: "6379"\n          protocol: TCP',
      ],
      [
        'data/redis',
        'data/redis',
        '- fromEndpoints:\n    - matchLabels:\n        app: api\n        k8s:io.kubernetes.pod.namespace: apps\n  toPorts:\n    - ports:\n        - port: "6379"\n          protocol: TCP',
      ],
    ]);
  });

  test('by a rule, which no other can undo', () => {
    const { ingress, change } = connection(
      ask([...world, ofRedis(`ingress: [{ ${fromApi} }]\ningressDeny: [{ fromEntities: [cluster] }]`)], 'api', 'redis:6379'),
    );
    expect([ingress.ground, ingress.because]).toEqual(['rule', 'a rule denies it']);
    expect(change).toMatchObject({ add: [], narrow: [{ policy: 'data/redis', path: 'spec.ingressDeny[0]', verdict: 'deny' }] });
  });

  test.each([
    ['apps/api', 'data/redis:6379', 'allow(api, redis)'],
    ['apps/api', 'data/redis:6380', 'allow(api, redis.port(…))'],
    ['10.5.0.1', 'data/redis:6379', "allow(addresses('10.5.0.1/32'), redis)"],
    ['remote-node', 'data/redis:6379', "allow(entity('remote-node'), redis)"],
    ['data/redis', 'api.example.com:53/UDP', "allow(redis, hostName('api.example.com').port(53, 'UDP'))"],
    ['kube-apiserver', 'data/redis:6379', "allow(entity('kube-apiserver'), redis)"],
    ['data/redis', 'apps/api:icmp', undefined],
  ])('of a definition the flow: %s to %s', (from, to, flow) => {
    const closed = ofRedis('ingress: [{}]\negress: [{}]');
    const changes = ask([...world, closed], from, to, { definition: true }).connections.flatMap(({ change }) => change ?? []);
    expect(changes.map((change) => change.flow)).toEqual([flow]);
  });

  test('to a host name: the names have to be asked for as well', () => {
    const { change } = connection(ask([...world, ofRedis('egress: [{}]')], 'redis', 'api.example.com:443'));
    expect(change?.add[0]).toMatchObject({
      yaml: expect.stringContaining('- toFQDNs:\n    - matchName: api.example.com\n'),
      needs: expect.stringContaining('rules.dns'),
    });
  });
});

test('unknown, with what files do not tell', () => {
  const away = policy(
    'apps/api',
    'endpointSelector: {}\negress: [{ toServices: [{ k8sService: { serviceName: away, namespace: apps } }] }]',
  );
  const { verdict, egress } = connection(ask([...world, away], 'api', 'world:443'));
  expect([verdict, egress.because]).toEqual(['unknown', 'files do not tell']);
  expect(egress.unknown).toEqual(["CiliumNetworkPolicy apps/api spec.egress[0]: no object tells of Service 'away' in apps"]);
});

test('unknown, where rules can not be merged', () => {
  const asks = (rules: string) => `{ ${fromApi}, toPorts: [{ ports: [{ port: "6379", protocol: TCP }], ${rules} }] }`;
  const conflict = ofRedis(`ingress: [${asks('rules: { http: [{ method: GET }] }')}, ${asks('serverNames: [a.example.com]')}]`);
  const { verdict, ingress } = connection(ask([...world, conflict], 'api', 'redis:6379'));
  expect([verdict, ingress.ground, ingress.because]).toEqual([
    'unknown',
    'conflict',
    "rules about it can't be merged, and Cilium keeps what was before",
  ]);
  expect(ingress.rejected.map(({ id }) => id)).toEqual(['POL046']);
});

test('unknown, where a policy of the administrator may be about the subject', () => {
  const guard = objects(
    'apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: { name: guard }\nspec: { tier: Admin, priority: 1, subject: { namespaces: {} }, ingress: [{ action: Deny }] }',
  );
  const { verdict, egress, ingress } = connection(
    ask([...world, ...guard], 'api', 'redis:6379', { profile: { ...defaultProfile, clusterNetworkPolicies: true } }),
  );
  expect([verdict, egress.verdict, ingress.ground, ingress.because]).toEqual([
    'unknown',
    'allowed',
    'unread',
    "ClusterNetworkPolicy 'guard', which Cilium reads here, may be about it: that comes before or after all other policies, and isn't worked out here",
  ]);
});

test('a policy that is refused is told of where it would have mattered', () => {
  const refused = [ofRedis('ingress: [{ toPort: [] }]'), policy('apps/other', 'endpointSelector: {}\negress: [{ toPort: [] }]')];
  const { ingress } = connection(ask([...world, ...refused], 'world', 'redis:6379'));
  expect(ingress.verdict).toBe('allowed');
  expect(ingress.rejected).toMatchObject([{ id: 'POL002', message: expect.stringContaining("CiliumNetworkPolicy 'data/redis'") }]);
});

describe('who is told apart', () => {
  const daemon = objects(
    '{ apiVersion: apps/v1, kind: DaemonSet, metadata: { namespace: data, name: agent }, spec: { template: { spec: { hostNetwork: true, containers: [] } } } }',
  );

  test('a workload on the host network, as node of the pods and as another', () => {
    const { verdict, connections, notes } = ask([...world, ...daemon, ofRedis('ingress: [{}]')], 'data/agent', 'redis:6379');
    expect(verdict).toBeUndefined();
    expect(connections.map(({ clients, verdict: of }) => [clients, of])).toEqual([
      [['host with kube-apiserver', 'host'], 'allowed'],
      [['remote-node with kube-apiserver', 'remote-node'], 'denied'],
    ]);
    expect(notes).toEqual([expect.stringContaining("'data/agent' is on the host network")]);
  });

  test('those for whom the answer is one have the name that was asked for', () => {
    const { connections, verdict } = ask([...world, ...daemon], 'data/agent', 'redis:6379');
    expect([verdict, connections.map(({ clients, egress }) => [clients, egress.subject])]).toEqual([
      'allowed',
      [[['data/agent'], 'data/agent']],
    ]);
  });
});

describe('without a port', () => {
  test('what is open, and by which rules', () => {
    const items = `ingress: [{ ${fromApi}, toPorts: [{ ports: [{ port: "6379", protocol: TCP }] }] }, { ${fromApi}, toPorts: [{ ports: [{ port: "53", protocol: UDP }] }] }]`;
    const [openings, ...others] = ask([...world, ofRedis(items)], 'api', 'redis').openings;
    expect(others).toEqual([]);
    expect([openings?.ports, openings?.egress, openings?.ingress]).toEqual(['TCP 6379, UDP 53', 'everything', 'TCP 6379, UDP 53']);
    expect(openings?.open.map(({ ports, ingress }) => [ports, ingress.rules.map(({ path }) => path)])).toEqual([
      ['TCP 6379', ['spec.ingress[0]']],
      ['UDP 53', ['spec.ingress[1]']],
    ]);
  });

  test('nothing, and what isolates', () => {
    const [openings] = ask([...world, ofRedis('ingress: [{}]')], 'api', 'redis').openings;
    expect(openings).toMatchObject({
      ports: 'nothing',
      egress: 'everything',
      ingress: 'nothing',
      open: [],
      closed: { egress: { verdict: 'allowed' }, ingress: { verdict: 'denied', rules: [{ policy: 'data/redis' }] } },
    });
  });
});
