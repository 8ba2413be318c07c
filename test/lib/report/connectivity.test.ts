import { addresses, allow, deployment, entity, flannel, hostName, namespace, pods } from 'ichor';
import { filesOf } from 'ichor/testing';
import type { Cluster } from '../../../lib/model';
import { connectivityReport } from '../../../lib/report';
import { code, prose } from '../../../lib/report/markdown';
import { apps, db, network, small, web } from '../../refusals/support/definitions';
import { variant } from '../../support/joelclaw';

const page = (cluster: unknown) => filesOf(cluster as Cluster).get(`${(cluster as Cluster).definition.name}/CONNECTIVITY.md`) as string;
const firstOf = (cluster: unknown) => page(cluster).split('\n')[2];

describe('the first line says whether it is enforced', () => {
  const observed = deployment(apps, 'seen', { image: 'nginx:1.29.1', policies: 'observe' });
  const off = deployment(apps, 'free', { image: 'nginx:1.29.1', policies: 'off' });

  test.each<[string, unknown, RegExp]>([
    ['enforced', small(), /^\*\*Enforced\*\*: `apps\/db`, `apps\/web`\. To and from them, what is not on this page is denied\.$/],
    ['observed', variant({ policies: 'observe' }), /^\*\*Observed, not enforced\*\*: `joelclaw\/inngest`, .* everybody reaches them\.$/],
    [
      'mixed, with what is not enforced first',
      small({ workloads: [db, web, observed, off] }),
      /^\*\*Observed, not enforced\*\*: `apps\/seen`\./,
    ],
    ['off', variant({ policies: 'off' }), /^\*\*No policies\*\*: /],
    [
      'Flannel',
      variant({ network: flannel() }),
      /^\*\*Nobody enforces this\.\*\* Flannel knows no policies: in joelclaw everybody reaches everybody\./,
    ],
    ['nobody', small({ workloads: [] }), /^\*\*Nothing is isolated\*\*/],
  ])('%s', (_, cluster, line) => {
    expect(firstOf(cluster)).toMatch(line);
  });

  test('and each stage has a line of its own', () => {
    expect(page(small({ workloads: [db, web, observed, off] }))).toMatch(
      /^\*\*Observed.*\n\n\*\*No policies\*\*.*`apps\/free`.*\n\n\*\*Enforced\*\*.*unless/m,
    );
  });
});

test('every kind of end has a row, a shape, and what it is limited to', () => {
  const text = page(
    small({
      flows: [
        allow([apps, entity('world'), addresses('198.51.100.0/24')], web.port('http').http({ method: 'GET', path: '/a|b' })),
        allow(web, [hostName('*.example.com').port(443), entity('kube-apiserver').port(6443), db]),
      ],
    }),
  );
  for (const row of [
    '| apps/web | \\*.example.com | TCP 443 |  | `flows[1]` |',
    '| apps/web | apps/db | TCP 5432, 9187 |  | `flows[1]` |',
    '| every pod of apps | apps/web | TCP 8080 | `HTTP method GET, path /a\\|b` | `flows[0]` |',
    '| world | apps/web | TCP 8080 | `HTTP method GET, path /a\\|b` | `flows[0]` |',
  ]) {
    expect(text).toContain(`${row}\n`);
  }
  for (const line of [
    '(["198.51.100.0/24"])',
    '[["every pod of apps"]]',
    '(("world"))',
    '{{"kube-apiserver"}}',
    '(["*.example.com"])',
    '|"TCP 8080 (limited)"|',
  ]) {
    expect(text).toContain(line);
  }
});

test('what policies of others isolate and allow is there with their names', () => {
  const crawler = pods(apps, 'crawler', { labels: { app: 'crawler' }, ports: { http: 3000 } });
  const spec = {
    endpointSelector: { matchLabels: { app: 'crawler' } },
    ingress: [{ fromEndpoints: [{ matchLabels: { app: 'web' } }] }, { fromEntities: ['health'], toPorts: [{ ports: [{ port: '3000' }] }] }],
  };
  const extra = { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name: 'extra', namespace: 'apps' }, spec };
  const text = page(small({ flows: [allow(web, crawler)], objects: [extra] }));
  expect(text).toContain("| health | apps/crawler | TCP 3000, UDP 3000, SCTP 3000 | CiliumNetworkPolicy 'apps/extra' |\n");
  expect(text).toContain('- `apps/crawler`: open towards everybody; what comes in is isolated.\n');
});

test('a workload that a wider flow means, and that has none itself, is told about', () => {
  const text = page(small({ flows: [allow(apps, web.port('http'))] }));
  expect(text).toContain(
    '- flows\\[0\\] lets every pod of apps reach apps/web, but apps/db is isolated and has no flow of its own there\n',
  );
});

test('of more than 200 workloads the page shows namespaces', () => {
  const ends = Array.from({ length: 210 }, (_, i) => ({ kind: 'pods' as const, name: `n${i % 3}/app-${i}`, namespace: `n${i % 3}` }));
  const reaches = ends.slice(1).map((to, i) => ({
    from: ends[i] as (typeof ends)[0],
    to,
    ports: `TCP ${8000 + (i % 2)}`,
    through: [],
    declared: [`flows[${i}]`],
    policies: [],
  }));
  const text = connectivityReport({
    cluster: 'big',
    hasPolicies: true,
    stages: { enforce: ends.map(({ name }) => name), observe: [], off: [] },
    reaches,
    open: [],
    closedNamespaces: [],
    nodeReachesPods: true,
    waysIn: [],
    gateways: [],
    dns: [],
    notes: [],
  });
  expect(text).toContain('| n0 | n1 | TCP 8000, TCP 8001 | 70 flows |\n');
  expect(text.split('\n').filter((line) => line.includes('-->'))).toHaveLength(3);
  expect(text).toContain('**Enforced**: 210 workloads.');
});

test('a picture that GitHub would not draw is left out', () => {
  const end = (i: number) => ({ kind: 'outside' as const, name: `10.0.0.${i}/32`, namespace: '' });
  const reaches = Array.from({ length: 500 }, (_, i) => ({
    from: end(i),
    to: end(i + 1),
    ports: 'TCP 80',
    through: [],
    declared: ['flows[0]'],
    policies: [],
  }));
  const text = connectivityReport({
    cluster: 'wide',
    hasPolicies: true,
    stages: { enforce: ['a/b'], observe: [], off: [] },
    reaches,
    open: [],
    closedNamespaces: [],
    nodeReachesPods: false,
    waysIn: [],
    gateways: [],
    dns: [],
    notes: [],
  });
  expect(text).not.toContain('mermaid');
  expect(text.split('\n').filter((line) => line.startsWith('| 10.'))).toHaveLength(500);
});

test('closed namespaces are excepted from what is open', () => {
  const closed = namespace('apps', { closed: true });
  const cluster = small({ workloads: [deployment(closed, 'web', { image: 'nginx:1.29.1' })] });
  expect(page(cluster)).toContain('unless a policy from elsewhere isolates them, but for the closed namespace `apps`.');
});

test('text stays text in Markdown', () => {
  expect(prose('a*b_c|d<e>`f`[g]')).toBe('a\\*b\\_c\\|d\\<e\\>\\`f\\`\\[g\\]');
  expect([code('a|b'), code('a`b'), code('a\nb')]).toEqual(['`a\\|b`', '`` a`b ``', '`a b`']);
});

test('nothing is claimed of workloads that a policy may be about which is not worked out', () => {
  const front = deployment(apps, 'web', { image: 'nginx:1.29.1', labels: { app: 'web' } });
  const guard = {
    apiVersion: 'policy.networking.k8s.io/v1alpha2',
    kind: 'ClusterNetworkPolicy',
    metadata: { name: 'guard' },
    spec: {
      tier: 'Admin',
      priority: 1,
      subject: { pods: { namespaceSelector: {}, podSelector: { matchLabels: { app: 'web' } } } },
      ingress: [{ action: 'Accept' }],
    },
  };
  const text = page(
    small({
      workloads: [front, deployment(apps, 'api', { image: 'api:1.0.0', labels: { app: 'api' } })],
      objects: [guard],
      network: network({ values: { k8sClusterNetworkPolicy: { enabled: true } } }),
    }),
  );
  expect(text).toContain(
    "**Not known**: `apps/web`. ClusterNetworkPolicy 'guard' may be about it: it comes before or after all other policies, and isn't worked out here, so that nothing on this page is certain of it.\n",
  );
  expect(text).toContain('**Enforced**: `apps/api`. ');
  expect(text).toContain("- whether the policies of 'apps/web' allow what flows declare isn't known: ClusterNetworkPolicy 'guard'");
  expect(text).not.toContain('made of sha256');
});
