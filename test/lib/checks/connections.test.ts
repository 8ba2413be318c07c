import { allow, flannel, namespace, pods, statefulSet } from 'ichor';
import joelclaw from '../../../clusters/joelclaw';
import { synthesize } from '../../../synthesize';
import { variant } from '../../support/joelclaw';

function tried(cluster: unknown): string[] {
  const { live, findings } = synthesize(cluster, 'clusters/joelclaw.ts');
  if (live === undefined) throw new Error(JSON.stringify(findings));
  return live.connections().map(({ from, to, port, expected }) => `${from.key} to ${to.key}:${port} ${expected}`);
}

test('each declared connection between pods is tried, and of what nothing declares one in and one out of each isolated workload', () => {
  expect(tried(joelclaw)).toEqual([
    'joelclaw/inngest to joelclaw/system-bus-worker:3111 open',
    'joelclaw/inngest to joelclaw/qdrant:6333 closed',
    'joelclaw/inngest to joelclaw/redis:6379 closed',
    'joelclaw/qdrant to joelclaw/inngest:8288 closed',
    'joelclaw/qdrant to joelclaw/system-bus-worker:3111 closed',
    'joelclaw/redis to joelclaw/inngest:8288 closed',
    'joelclaw/system-bus-worker to joelclaw/inngest:8288 open',
    'joelclaw/system-bus-worker to joelclaw/inngest:8289 open',
    'joelclaw/system-bus-worker to joelclaw/qdrant:6333 open',
    'joelclaw/system-bus-worker to joelclaw/qdrant:6334 open',
    'joelclaw/system-bus-worker to joelclaw/redis:6379 open',
  ]);
});

test('while policies observe, nothing is expected to be closed', () => {
  expect(tried(variant({ policies: 'observe' })).filter((line) => line.endsWith('closed'))).toEqual([]);
  expect(tried(variant({ policies: 'observe' }))).toHaveLength(6);
});

test('with Flannel nothing is tried', () => {
  expect(tried(variant({ network: flannel(), policies: 'off' }))).toEqual([]);
});

test('what a wider end of a flow opens is not taken for closed, and what its client may not do by its own policy is', () => {
  const ns = namespace('web');
  const api = pods(ns, 'api', { labels: { app: 'api' }, ports: { http: 8080 } });
  const app = statefulSet(ns, 'app', { image: 'example/app:1', ports: { http: 8080 } });
  const other = statefulSet(ns, 'other', { image: 'example/app:1', ports: { http: 8080 } });
  const flows = [allow(ns, app), allow(api, other)];
  expect(tried(variant({ workloads: [app, other], expose: [], flows }))).toEqual([
    'web/api to web/other:8080 open',
    'web/app to web/api:8080 closed',
    'web/app to web/other:8080 closed',
    'web/other to web/api:8080 closed',
    'web/other to web/app:8080 closed',
  ]);
});

test('datagrams are not tried', () => {
  const ns = namespace('web');
  const api = pods(ns, 'api', { labels: { app: 'api' } });
  const app = statefulSet(ns, 'app', { image: 'example/app:1', ports: { log: { port: 514, protocol: 'UDP' } } });
  expect(tried(variant({ workloads: [app], expose: [], flows: [allow(api, app.port('log'))] }))).toEqual([]);
});
