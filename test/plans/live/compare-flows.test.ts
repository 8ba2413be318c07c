import { addresses, allow, entity, hostName, namespace, pods, statefulSet } from 'ichor';
import joelclaw from '../../../clusters/joelclaw';
import type { Live, SeenFlow } from '../../../plans';
import { synthesize } from '../../../synthesize';
import { variant } from '../../support/joelclaw';
import { flow, outsider, pod, reserved } from '../../support/seen';

const liveOf = (cluster: unknown): Live => {
  const { live, findings } = synthesize(cluster, 'clusters/joelclaw.ts');
  if (live === undefined) throw new Error(JSON.stringify(findings));
  return live;
};
const live = liveOf(joelclaw);
const seen = (...flows: readonly SeenFlow[]) => ({ flows, events: flows.length, lost: 0 });
const compare = (of: Live, ...flows: readonly SeenFlow[]) => of.compare(seen(...flows));

const [redis, qdrant, inngest, worker] = ['redis', 'qdrant', 'inngest', 'system-bus-worker'].map((name) => pod('joelclaw', name)) as [
  SeenFlow['from'],
  SeenFlow['from'],
  SeenFlow['from'],
  SeenFlow['from'],
];
const dns = pod('kube-system', 'coredns', { 'k8s-app': 'kube-dns' });

describe('what was seen and is declared', () => {
  test.each<[string, SeenFlow, string]>([
    ['between workloads', flow(worker, redis, 6379), 'joelclaw/system-bus-worker to joelclaw/redis TCP 6379'],
    ['from a role', flow(outsider('10.5.0.1'), redis, 6379), 'laptop (10.5.0.1/32) to joelclaw/redis TCP 6379'],
    ['to CoreDNS, which flows bring along', flow(inngest, dns, 53, { protocol: 'UDP' }), 'joelclaw/inngest to kube-system/kube-dns UDP 53'],
  ])('%s', (_, one, name) => {
    const { declaredNotSeen, notAsDeclared } = compare(live, one);
    expect(notAsDeclared).toEqual([]);
    const names = declaredNotSeen.map(({ from, to, protocol, port }) => `${from} to ${to} ${protocol} ${port}`);
    expect(names).not.toContain(name);
    expect(names).toHaveLength(12);
  });

  test('and was denied is wrong, and does not count as seen', () => {
    const { notAsDeclared, declaredNotSeen, remarks } = compare(live, flow(worker, redis, 6379, { verdict: 'denied' }));
    expect(notAsDeclared).toEqual([
      {
        from: 'joelclaw/system-bus-worker',
        to: 'joelclaw/redis',
        port: 6379,
        protocol: 'TCP',
        verdict: 'denied',
        declared: true,
        count: 2,
        first: '2026-11-23T04:00:00.000000000Z',
        last: '2026-11-23T04:30:00.500000000Z',
      },
    ]);
    expect(declaredNotSeen).toHaveLength(13);
    expect(remarks[0]).toEqual({
      kind: 'wrong',
      text: 'joelclaw/system-bus-worker to joelclaw/redis TCP 6379 (seen 2 times, last 2026-11-23T04:30:00Z) was denied, and is declared: the policies then were not those of the definition; ichor apply brings them',
    });
  });
});

test('what is declared, and only passed since the agent audits, is wrong', () => {
  const { remarks } = compare(live, flow(worker, redis, 6379, { verdict: 'audited' }));
  expect(remarks[0]).toMatchObject({
    kind: 'wrong',
    text: expect.stringContaining(
      " passed only by the agent's audit mode, and is declared: the policies then were not those of the definition",
    ),
  });
});

describe('what was seen and is not declared', () => {
  const apart = (of: Live, one: SeenFlow) => compare(of, one).remarks.filter(({ text }) => !text.startsWith('declared, and not seen'));

  test.each<[string, SeenFlow, object]>([
    [
      'passed where policies are enforced',
      flow(inngest, redis, 6379),
      {
        kind: 'wrong',
        text: 'joelclaw/inngest to joelclaw/redis TCP 6379 (seen 2 times, last 2026-11-23T04:30:00Z) passed, and no flow declares it: policies of joelclaw/redis and joelclaw/inngest should have denied it, if they were there then; ichor apply brings them',
      },
    ],
    [
      'was denied',
      flow(outsider('192.168.5.2'), qdrant, 6333, { verdict: 'denied' }),
      {
        kind: 'note',
        text: '192.168.5.2 to joelclaw/qdrant TCP 6333 (seen 2 times, last 2026-11-23T04:30:00Z) was denied, and no flow declares it: declare it where it is meant',
      },
    ],
    [
      'passed because the agent only audits',
      flow(pod('web', 'shop'), redis, 6379, { verdict: 'audited' }),
      {
        kind: 'note',
        text: 'web/shop to joelclaw/redis TCP 6379 (seen 2 times, last 2026-11-23T04:30:00Z) passed, and no flow declares it: enforcing would cut it off; declare it where it is meant',
      },
    ],
    [
      'led out to a host',
      flow(redis, outsider('93.184.216.34', 'example.com'), 443, { verdict: 'denied' }),
      { kind: 'note', text: expect.stringMatching(/^joelclaw\/redis to example\.com TCP 443 /) },
    ],
    ['went to another port', flow(worker, redis, 6380, { verdict: 'denied' }), { kind: 'note', text: expect.stringContaining('TCP 6380') }],
    [
      'came by another protocol',
      flow(worker, redis, 6379, { protocol: 'UDP', verdict: 'denied' }),
      { kind: 'note', text: expect.stringContaining('UDP 6379') },
    ],
  ])('%s', (_, one, remark) => {
    expect(apart(live, one)).toEqual([remark]);
  });

  test('is told before it is enforced', () => {
    const observing = liveOf(variant({ policies: 'observe' }));
    expect(apart(observing, flow(inngest, redis, 6379))).toEqual([
      {
        kind: 'note',
        text: 'joelclaw/inngest to joelclaw/redis TCP 6379 (seen 2 times, last 2026-11-23T04:30:00Z) passed, and no flow declares it: enforcing would cut it off; declare it where it is meant',
      },
    ]);
  });

  test('is one, however many pods and events it has', () => {
    const second = { ...inngest, pod: 'inngest-1', address: '10.244.0.10' };
    const later = { count: 5, first: '2026-11-23T03:00:00.000000000Z', last: '2026-11-23T05:00:00.000000000Z' };
    expect(compare(live, flow(inngest, redis, 6379), flow(second, redis, 6379, later)).notAsDeclared).toMatchObject([
      { ...later, count: 7 },
    ]);
  });

  test.each<[string, SeenFlow]>([
    ['the node reaches its own pods', flow(reserved('host', 'kube-apiserver'), redis, 6379)],
    ['the agent asks after health', flow(reserved('health'), redis, 6379)],
    ['a probe of verify itself', flow({ ...qdrant, pod: 'ichor-probe-1-77' }, redis, 6379, { verdict: 'denied' })],
    ['it is between pods that nothing isolates', flow(pod('web', 'shop'), pod('web', 'db'), 5432)],
    ['policies are off', flow(inngest, redis, 6379)],
  ])('does not count where %s', (what, one) => {
    const of = what === 'policies are off' ? liveOf(variant({ policies: 'off' })) : live;
    expect(compare(of, one).notAsDeclared).toEqual([]);
  });
});

describe('an end of a flow means', () => {
  const ns = namespace('web');
  const [api, db] = [
    pods(ns, 'api', { labels: { app: 'api' }, ports: { http: 8080 } }),
    pods(ns, 'db', { labels: { app: 'db' }, ports: { sql: 5432 } }),
  ];
  const app = statefulSet(ns, 'app', { image: 'example/app:1', ports: { http: 8080 } });
  const of = (...flows: ReturnType<typeof allow>[]) => liveOf(variant({ workloads: [app], expose: [], flows, policies: 'enforce' }));
  const self = pod('web', 'app', { app: 'app' });

  test.each<[string, Live, SeenFlow, boolean]>([
    ['every pod of a namespace', of(allow(ns, app)), flow(pod('web', 'any'), self, 8080), true],
    ['no pod of another', of(allow(ns, app)), flow(pod('shop', 'any'), self, 8080), false],
    ['addresses', of(allow(addresses('192.0.2.0/24', { except: ['192.0.2.8/32'] }), app)), flow(outsider('192.0.2.7'), self, 8080), true],
    [
      'but those that are left out',
      of(allow(addresses('192.0.2.0/24', { except: ['192.0.2.8/32'] }), app)),
      flow(outsider('192.0.2.8'), self, 8080),
      false,
    ],
    [
      'no pod by its address',
      of(allow(addresses('172.20.0.0/16'), app)),
      flow({ ...pod('shop', 'any'), address: '172.20.0.9' }, self, 8080),
      false,
    ],
    ['the world', of(allow(entity('world'), app)), flow(outsider('203.0.113.9'), self, 8080), true],
    ['the world, in which there are no nodes', of(allow(entity('world'), app)), flow(reserved('remote-node'), self, 8080), false],
    ['another node', of(allow(entity('remote-node'), app)), flow(reserved('remote-node'), self, 8080), true],
    ['the cluster', of(allow(entity('cluster'), app)), flow(pod('shop', 'any'), self, 8080), true],
    [
      'a host by its name',
      of(allow(app, hostName('api.example.com').port(443))),
      flow(self, outsider('192.0.2.1', 'api.example.com.'), 443),
      true,
    ],
    [
      'a host by a pattern',
      of(allow(app, hostName('*.example.com').port(443))),
      flow(self, outsider('192.0.2.1', 'api.example.com'), 443),
      true,
    ],
    [
      'a label for each star',
      of(allow(app, hostName('*.example.com').port(443))),
      flow(self, outsider('192.0.2.1', 'a.b.example.com'), 443),
      false,
    ],
    [
      'any depth for two',
      of(allow(app, hostName('**.example.com').port(443))),
      flow(self, outsider('192.0.2.1', 'a.b.example.com'), 443),
      true,
    ],
    [
      'nobody of another name',
      of(allow(app, hostName('api.example.com').port(443))),
      flow(self, outsider('192.0.2.1', 'apiXexample.com'), 443),
      false,
    ],
    ['pods by all of their labels', of(allow(api, app), allow(db, app)), flow(pod('web', 'cache'), self, 8080), false],
  ])('%s', (_, live_, one, declared) => {
    expect(live_.compare(seen(one)).notAsDeclared).toHaveLength(declared ? 0 : 1);
  });
});
