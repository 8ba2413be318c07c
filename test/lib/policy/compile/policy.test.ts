import {
  type Allowance,
  closeNamespace,
  compilePolicy,
  type IngressPeer,
  type Intent,
  type L4Port,
  type L7,
  type PolicyPeer,
} from '../../../../lib/policy';

const tcp = (...ports: number[]): L4Port[] => ports.map((port) => ({ port, protocol: 'TCP' }));
const pods = (app: string, namespace = 'apps'): IngressPeer => ({ kind: 'pods', namespace, labels: { app } });
const cidr = (text: string, ...except: string[]): IngressPeer => ({ kind: 'cidr', cidr: text, except });
const allowed = <P extends PolicyPeer>(peer: P, ports: L4Port[], name = 'somebody'): Allowance<P, never> => ({ peer, ports, name });
const limited = <L extends L7>(peer: IngressPeer, ports: L4Port[], l7: L): Allowance<IngressPeer, L> => ({
  peer,
  ports,
  name: 'somebody',
  l7,
});
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
    const whole = (namespace: string): IngressPeer => ({ kind: 'pods', namespace, labels: {} });
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

describe('every kind of peer has its field', () => {
  const toPorts = [{ ports: [{ port: '443', protocol: 'TCP' }] }];
  const both: [string, IngressPeer, string, unknown][] = [
    ['pods', pods('a'), 'Endpoints', { matchLabels: { app: 'a' } }],
    ['nodes', { kind: 'nodes', labels: { zone: 'a' } }, 'Nodes', { matchLabels: { zone: 'a' } }],
    ['every other node', { kind: 'nodes', labels: {} }, 'Nodes', {}],
    ['an entity', { kind: 'entity', entity: 'world' }, 'Entities', 'world'],
    ['addresses', cidr('192.0.2.0/24'), 'CIDR', '192.0.2.0/24'],
    ['addresses without some', cidr('192.0.2.0/24', '192.0.2.0/28'), 'CIDRSet', { cidr: '192.0.2.0/24', except: ['192.0.2.0/28'] }],
    ['a group of addresses', { kind: 'cidr-group', name: 'partners' }, 'CIDRSet', { cidrGroupRef: 'partners' }],
  ];

  test.each(both)('%s, in both directions', (_, peer, field, selector) => {
    const spec = compiled({ ingress: [allowed(peer, tcp(443))], egress: [allowed(peer, tcp(443))] });
    expect(spec?.ingress).toEqual([{ [`from${field}`]: [selector], toPorts }]);
    expect(spec?.egress?.[0]).toEqual({ [`to${field}`]: [selector], toPorts });
  });

  const outward: [string, PolicyPeer, string, unknown][] = [
    [
      'a Service',
      { kind: 'service', namespace: 'apps', name: 'db' },
      'toServices',
      { k8sService: { serviceName: 'db', namespace: 'apps' } },
    ],
    ['a name', { kind: 'fqdn', name: 'api.example.com' }, 'toFQDNs', { matchName: 'api.example.com' }],
    ['a pattern of names', { kind: 'fqdn', name: '**.example.com' }, 'toFQDNs', { matchPattern: '**.example.com' }],
  ];

  test.each(outward)('%s, as a target', (_, peer, field, selector) => {
    expect(compiled({ egress: [allowed(peer, tcp(443))] })?.egress?.[0]).toEqual({ [field]: [selector], toPorts });
  });

  test('a group of addresses shares a rule with addresses without some', () => {
    const ingress = [
      allowed<IngressPeer>({ kind: 'cidr-group', name: 'partners' }, tcp(443)),
      allowed(cidr('192.0.2.0/24', '192.0.2.0/28'), tcp(443)),
    ];
    expect(compiled({ ingress })?.ingress?.[0]?.fromCIDRSet).toHaveLength(2);
  });
});

describe('a limit', () => {
  const get: L7 = { kind: 'http', rules: [{ method: 'GET', path: '/a' }] };
  const post: L7 = { kind: 'http', rules: [{ path: '/a', method: 'POST' }] };
  const servers = (...names: string[]) => ({ kind: 'server-names', names }) as const;
  const web = [{ port: '80', protocol: 'TCP' }];

  test('stands beside its ports, as http, dns or serverNames', () => {
    const egress = [
      limited(cidr('192.0.2.1/32'), tcp(80), get),
      limited(cidr('192.0.2.2/32'), tcp(53), { kind: 'dns', names: ['a.example.com', '*.example.com'] }),
      limited(cidr('192.0.2.3/32'), tcp(443), servers('a.example.com')),
    ];
    expect(compiled({ egress })?.egress?.map(({ toPorts }) => toPorts)).toEqual([
      [{ ports: web, rules: { http: [{ method: 'GET', path: '/a' }] } }],
      [{ ports: [{ port: '53', protocol: 'TCP' }], rules: { dns: [{ matchPattern: '*.example.com' }, { matchName: 'a.example.com' }] } }],
      [{ ports: [{ port: '443', protocol: 'TCP' }], serverNames: ['a.example.com'] }],
    ]);
  });

  test('is the union of those of one peer and port', () => {
    const ingress = [limited(pods('a'), tcp(80), get), limited(pods('a'), tcp(80), post), limited(pods('a'), tcp(80), get)];
    expect(compiled({ ingress })?.ingress?.[0]?.toPorts?.[0]?.rules?.http).toEqual([
      { method: 'GET', path: '/a' },
      { method: 'POST', path: '/a' },
    ]);
  });

  test('leaves out what asks for more than another rule of it', () => {
    const rules = [
      { method: 'GET', headers: ['X-B', 'X-A'] },
      { method: 'GET', path: '/a', headers: ['X-A', 'X-B'] },
      { method: 'GET', headers: ['X-A'] },
    ];
    const ingress = [limited(pods('a'), tcp(80), { kind: 'http', rules })];
    expect(compiled({ ingress })?.ingress?.[0]?.toPorts?.[0]?.rules?.http).toEqual([{ method: 'GET', headers: ['X-A'] }]);
  });

  test('is gone where the same peer may do anything at the port, and stays at the others', () => {
    const ingress = [limited(pods('a'), tcp(80, 81), get), allowed(pods('a'), tcp(80))];
    expect(compiled({ ingress })?.ingress).toEqual([
      { fromEndpoints: [{ matchLabels: { app: 'a' } }], toPorts: [{ ports: web }] },
      {
        fromEndpoints: [{ matchLabels: { app: 'a' } }],
        toPorts: [{ ports: [{ port: '81', protocol: 'TCP' }], rules: { http: [{ method: 'GET', path: '/a' }] } }],
      },
    ]);
  });

  test('keeps peers with another limit out of its rule, and lets those with the same in', () => {
    const ingress = [limited(pods('a'), tcp(80), get), limited(pods('b'), tcp(80), post), limited(pods('c'), tcp(80), get)];
    expect(compiled({ ingress })?.ingress?.map((rule) => rule.fromEndpoints)).toEqual([
      [{ matchLabels: { app: 'a' } }, { matchLabels: { app: 'c' } }],
      [{ matchLabels: { app: 'b' } }],
    ]);
  });

  test('of server names is left out where nothing is denied, since Cilium would deny by it', () => {
    const egress = [limited(cidr('192.0.2.1/32'), tcp(443), servers('a.example.com')), limited(cidr('192.0.2.1/32'), tcp(80), get)];
    expect(compiled({ egress, enforce: false })?.egress?.map(({ toPorts }) => toPorts)).toEqual([
      [{ ports: [{ port: '443', protocol: 'TCP' }] }],
      [{ ports: web, rules: { http: [{ method: 'GET', path: '/a' }] } }],
    ]);
  });
});

describe('what is open anyway has no rule of its own', () => {
  const whole: IngressPeer = { kind: 'pods', namespace: 'apps', labels: {} };
  const get: L7 = { kind: 'http', rules: [{ method: 'GET' }] };
  const post: L7 = { kind: 'http', rules: [{ method: 'POST' }] };
  const peersOf = (ingress: Intent['ingress']) =>
    compiled({ ingress })?.ingress?.flatMap(({ toPorts: _, ...peers }) => Object.values(peers).flat());

  test.each<[string, Intent['ingress'], unknown[]]>([
    ['pods of a namespace', [allowed(whole, tcp(80)), allowed(pods('a'), tcp(80))], [{}]],
    ['pods with a limit', [allowed(whole, tcp(80)), limited(pods('a'), tcp(80), get)], [{}]],
    ['pods with the same limit', [limited(whole, tcp(80), get), limited(pods('a'), tcp(80), get)], [{}]],
    ['pods of the cluster', [allowed<IngressPeer>({ kind: 'entity', entity: 'cluster' }, tcp(80)), allowed(whole, tcp(80))], ['cluster']],
    ['addresses of a range', [allowed(cidr('192.0.2.0/24'), tcp(80)), allowed(cidr('192.0.2.7/32'), tcp(80))], ['192.0.2.0/24']],
    [
      'pods whose limit two others make up',
      [
        limited({ kind: 'entity', entity: 'cluster' }, tcp(80), get),
        limited(whole, tcp(80), post),
        limited(pods('a'), tcp(80), { kind: 'http', rules: [...get.rules, ...post.rules] }),
      ],
      ['cluster', {}],
    ],
  ])('%s', (_, ingress, peers) => {
    expect(peersOf(ingress)).toEqual(peers);
  });

  test.each<[string, Intent['ingress'], number]>([
    ['at another port', [allowed(whole, tcp(80)), allowed(pods('a'), tcp(81))], 2],
    ['in another namespace', [allowed(whole, tcp(80)), allowed(pods('a', 'jobs'), tcp(80))], 2],
    ['with another limit', [limited(whole, tcp(80), get), limited(pods('a'), tcp(80), post)], 2],
    ['without the limit', [limited(whole, tcp(80), get), allowed(pods('a'), tcp(80))], 2],
    ['in the gap of a range', [allowed(cidr('192.0.2.0/24', '192.0.2.0/28'), tcp(80)), allowed(cidr('192.0.2.7/32'), tcp(80))], 2],
    [
      'addresses beside the world, which may be those of nodes',
      [allowed<IngressPeer>({ kind: 'entity', entity: 'world' }, tcp(80)), allowed(cidr('192.0.2.0/24'), tcp(80))],
      2,
    ],
  ])('but has one %s', (_, ingress, peers) => {
    expect(peersOf(ingress)).toHaveLength(peers);
  });
});

describe('CoreDNS', () => {
  const coreDns: IngressPeer = { kind: 'pods', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
  const udp: L4Port[] = [{ port: 53, protocol: 'UDP' }];
  const api: PolicyPeer = { kind: 'fqdn', name: 'api.example.com' };
  const asked = (...names: string[]) => limited(coreDns, udp, { kind: 'dns', names });
  const rules = (egress: readonly Allowance[], dnsDomain?: string) =>
    (compiled({ egress, ...(dnsDomain === undefined ? {} : { dnsDomain }) })?.egress ?? []).filter(
      (rule) => rule.toEndpoints?.[0]?.matchLabels?.['k8s-app'] === 'kube-dns',
    );
  const proxied = (...dns: object[]) => ({ ...dnsRule, toPorts: [{ ...dnsRule.toPorts[0], rules: { dns } }] });

  test('that a flow names itself has one rule, of what is said', () => {
    expect(rules([allowed(coreDns, udp)])).toEqual([{ ...dnsRule, toPorts: [{ ports: [{ port: '53', protocol: 'UDP' }] }] }]);
    expect(rules([asked('a.example.com')])[0]?.toPorts?.[0]?.rules).toEqual({ dns: [{ matchName: 'a.example.com' }] });
  });

  test('has one rule where a flow names it and another looks names up', () => {
    expect(rules([allowed(coreDns, udp), allowed(pods('db'), tcp(5432))])).toEqual([dnsRule]);
    expect(rules([allowed(coreDns, udp), allowed(api, tcp(443))])).toEqual([proxied({ matchPattern: '*' })]);
  });

  test("may be asked the names that are said, those of other flows, and the cluster's own", () => {
    expect(rules([asked('a.example.com'), allowed(api, tcp(443)), allowed(pods('db'), tcp(5432))])).toEqual([
      proxied({ matchPattern: '**.cluster.local' }, { matchName: 'a.example.com' }, { matchName: 'api.example.com' }),
    ]);
    expect(rules([asked('a.example.com'), allowed(pods('db'), tcp(5432))], 'home.arpa')).toEqual([
      proxied({ matchPattern: '**.home.arpa' }, { matchName: 'a.example.com' }),
    ]);
  });

  test('may be asked anything where one flow limits the names and another does not', () => {
    expect(rules([asked('a.example.com'), allowed(coreDns, udp), allowed(pods('db'), tcp(5432))])).toEqual([dnsRule]);
    expect(rules([asked('a.example.com'), allowed(coreDns, udp), allowed(api, tcp(443))])).toEqual([proxied({ matchPattern: '*' })]);
  });

  test('has its other ports in a rule of their own', () => {
    const both = rules([allowed(coreDns, [...udp, ...tcp(9153)]), allowed(pods('db'), tcp(5432))]);
    expect(both).toEqual([{ ...dnsRule, toPorts: [{ ports: [{ port: '9153', protocol: 'TCP' }] }] }, dnsRule]);
  });
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
