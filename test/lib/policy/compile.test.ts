import { type Allowance, closeNamespace, compilePolicy, type Intent, type L4Port, type PolicyPeer } from '../../../lib/policy';

const tcp = (...ports: number[]): L4Port[] => ports.map((port) => ({ port, protocol: 'TCP' }));
const pods = (app: string, namespace = 'apps'): PolicyPeer => ({ kind: 'pods', namespace, labels: { app } });
const cidr = (text: string, ...except: string[]): PolicyPeer => ({ kind: 'cidr', cidr: text, except });
const allowed = (peer: PolicyPeer, ports: L4Port[], name = 'somebody'): Allowance => ({ peer, ports, name });
const compiled = (changes: Partial<Intent>) =>
  compilePolicy({ namespace: 'apps', name: 'web', labels: { app: 'web' }, ingress: [], egress: [], enforce: true, ...changes }).spec;
const dnsRule = {
  toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'kube-system', 'k8s-app': 'kube-dns' } }],
  toPorts: [
    {
      ports: [
        { port: '53', protocol: 'UDP' },
        { port: '53', protocol: 'TCP' },
      ],
    },
  ],
};

test('a workload with nothing declared is isolated in both directions', () => {
  const intent: Intent = { namespace: 'apps', name: 'web', labels: { app: 'web' }, ingress: [], egress: [], enforce: true };
  expect(compilePolicy(intent)).toEqual({
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name: 'web', namespace: 'apps' },
    spec: {
      description: 'in from nobody; out to nobody',
      endpointSelector: { matchLabels: { app: 'web' } },
      ingress: [{}],
      egress: [{}],
    },
  });
});

describe('peers share a rule', () => {
  test('where their ports are the same', () => {
    const ingress = [allowed(pods('b'), tcp(80, 443)), allowed(pods('a'), tcp(443, 80))];
    expect(compiled({ ingress })?.ingress).toEqual([
      {
        fromEndpoints: [{ matchLabels: { app: 'a' } }, { matchLabels: { app: 'b' } }],
        toPorts: [
          {
            ports: [
              { port: '80', protocol: 'TCP' },
              { port: '443', protocol: 'TCP' },
            ],
          },
        ],
      },
    ]);
  });

  test('and not where one has a port more: a:80 with b:80,81 never becomes a:81', () => {
    const ingress = [allowed(pods('a'), tcp(80)), allowed(pods('b'), tcp(80)), allowed(pods('b'), tcp(81))];
    expect(compiled({ ingress })?.ingress).toEqual([
      { fromEndpoints: [{ matchLabels: { app: 'a' } }], toPorts: [{ ports: [{ port: '80', protocol: 'TCP' }] }] },
      {
        fromEndpoints: [{ matchLabels: { app: 'b' } }],
        toPorts: [
          {
            ports: [
              { port: '80', protocol: 'TCP' },
              { port: '81', protocol: 'TCP' },
            ],
          },
        ],
      },
    ]);
  });

  test('and not across kinds: pods, entities, addresses, addresses with exceptions and names', () => {
    const all: PolicyPeer[] = [
      pods('a'),
      { kind: 'entity', entity: 'world' },
      cidr('192.0.2.0/24'),
      cidr('198.51.100.0/24', '198.51.100.16/28', '198.51.100.0/28'),
      { kind: 'fqdn', name: 'api.example.com' },
    ];
    const egress = all.map((peer) => allowed(peer, tcp(443)));
    const toPorts = [{ ports: [{ port: '443', protocol: 'TCP' }] }];
    expect(compiled({ egress })?.egress).toEqual(
      expect.arrayContaining([
        { toEndpoints: [{ matchLabels: { app: 'a' } }], toPorts },
        { toEntities: ['world'], toPorts },
        { toCIDR: ['192.0.2.0/24'], toPorts },
        { toCIDRSet: [{ cidr: '198.51.100.0/24', except: ['198.51.100.0/28', '198.51.100.16/28'] }], toPorts },
        { toFQDNs: [{ matchName: 'api.example.com' }], toPorts },
      ]),
    );
    expect(compiled({ egress })?.egress).toHaveLength(6);
  });
});

test('the same exceptions in another order are the same addresses', () => {
  const ingress = [
    allowed(cidr('192.0.2.0/24', '192.0.2.16/28', '192.0.2.0/28'), tcp(80)),
    allowed(cidr('192.0.2.0/24', '192.0.2.0/28', '192.0.2.16/28'), tcp(80)),
  ];
  expect(compiled({ ingress })?.ingress?.[0]?.fromCIDRSet).toEqual([{ cidr: '192.0.2.0/24', except: ['192.0.2.0/28', '192.0.2.16/28'] }]);
});

describe('a peer', () => {
  test('of another namespace is named with it, one of the own without', () => {
    const ingress = [allowed(pods('a'), tcp(80)), allowed(pods('a', 'jobs'), tcp(80))];
    expect(compiled({ ingress })?.ingress).toEqual([
      {
        fromEndpoints: [{ matchLabels: { app: 'a' } }, { matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'jobs', app: 'a' } }],
        toPorts: [{ ports: [{ port: '80', protocol: 'TCP' }] }],
      },
    ]);
  });

  test('that is a namespace is every pod of it, and no more', () => {
    const whole = (namespace: string): PolicyPeer => ({ kind: 'pods', namespace, labels: {} });
    const ingress = [allowed(whole('apps'), tcp(80)), allowed(whole('jobs'), tcp(80))];
    expect(compiled({ ingress })?.ingress?.[0]?.fromEndpoints).toEqual([
      {},
      { matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'jobs' } },
    ]);
  });
});

test('more than 40 ports are split, for all of their peers alike', () => {
  const ports = tcp(...Array.from({ length: 95 }, (_, i) => 1000 + i));
  const ingress = [allowed(pods('a'), ports), allowed(pods('b'), [...ports].reverse())];
  const rules = compiled({ ingress })?.ingress ?? [];
  expect(rules.map((rule) => rule.toPorts?.[0]?.ports?.length)).toEqual([40, 40, 15]);
  expect(rules.map((rule) => rule.fromEndpoints?.length)).toEqual([2, 2, 2]);
  expect(rules.flatMap((rule) => rule.toPorts?.[0]?.ports?.map(({ port }) => Number(port)))).toEqual(ports.map(({ port }) => port));
});

describe('DNS', () => {
  test('comes with pods as a target, since Services are called by name', () => {
    expect(compiled({ egress: [allowed(pods('a'), tcp(80))] })?.egress?.[1]).toEqual(dnsRule);
  });

  test('comes with names through the proxy, where Cilium learns their addresses', () => {
    const egress = [allowed({ kind: 'fqdn', name: 'api.example.com' }, tcp(443))];
    expect(compiled({ egress })?.egress?.[1]).toEqual({
      ...dnsRule,
      toPorts: [{ ...dnsRule.toPorts[0], rules: { dns: [{ matchPattern: '*' }] } }],
    });
  });

  test('does not come with addresses and entities, nor with what comes in', () => {
    const out = [allowed(cidr('192.0.2.0/24'), tcp(443)), allowed({ kind: 'entity', entity: 'kube-apiserver' }, tcp(6443))];
    const spec = compiled({ egress: out, ingress: [allowed(pods('a'), tcp(80))] });
    expect(JSON.stringify(spec)).not.toContain('kube-dns');
  });
});

test('the description names both sides, each once, and the address behind a role', () => {
  const ingress = [
    allowed(cidr('10.5.0.1/32'), tcp(80), 'laptop'),
    allowed(pods('a'), tcp(80), 'apps/a'),
    allowed(pods('a'), tcp(81), 'apps/a'),
  ];
  const egress = [allowed(cidr('192.0.2.0/24'), tcp(443), '192.0.2.0/24')];
  expect(compiled({ ingress, egress })?.description).toBe('in from apps/a, laptop (10.5.0.1/32); out to 192.0.2.0/24');
});

describe('a closed namespace', () => {
  test('denies for every pod of it what no other policy allows', () => {
    expect(closeNamespace('jobs', true)).toEqual({
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name: 'closed-namespace', namespace: 'jobs' },
      spec: { description: 'every pod of jobs: only what another policy allows', endpointSelector: {}, ingress: [{}], egress: [{}] },
    });
  });

  test('observed denies nothing', () => {
    expect(closeNamespace('jobs', false).spec?.enableDefaultDeny).toEqual({ ingress: false, egress: false });
  });
});
