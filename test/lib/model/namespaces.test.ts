import { allow, construct, namespace, pods, statefulSet } from 'ichor';
import { apps, db, resolved } from './support/resolved';

const inOf = (ns: ReturnType<typeof namespace>, name: string, options: object = {}) =>
  statefulSet(ns, name, { image: 'nginx:1.29.1', ports: { http: 80 }, ...options });

test('the namespaces of a cluster are those that it lists and those of its workloads, each once', () => {
  const jobs = namespace('jobs', { podSecurity: 'baseline' });
  const site = construct(namespace('sites'), 'site', {}, () => {});
  const model = resolved({ namespaces: [namespace('spare'), jobs], workloads: [db, inOf(jobs, 'a'), inOf(apps, 'b'), site] });
  expect(model.namespaces.map(({ name, at }) => [name, at.in === 'definition' && at.path])).toEqual([
    ['spare', 'namespaces[0]'],
    ['jobs', 'namespaces[1]'],
    ['apps', 'workloads.apps/db.namespace'],
    ['sites', 'workloads.sites/site.namespace'],
  ]);
});

test('options in another order are the same options', () => {
  const [one, other] = [
    namespace('apps', { podSecurity: 'baseline', closed: false }),
    namespace('apps', { closed: false, podSecurity: 'baseline' }),
  ];
  expect(resolved({ workloads: [inOf(one, 'a'), inOf(other, 'b')] }).namespaces).toHaveLength(1);
});

test('pods of others bring no namespace', () => {
  const worker = pods(namespace('elsewhere'), 'worker', { labels: { app: 'worker' } });
  expect(resolved({ workloads: [db], flows: [allow(worker, db)] }).namespaces.map(({ name }) => name)).toEqual(['apps']);
});

describe('how far policies go', () => {
  const observed = namespace('observed', { policies: 'observe' });

  test.each([
    [undefined, apps, undefined, 'enforce'],
    ['off' as const, apps, undefined, 'off'],
    ['off' as const, observed, undefined, 'observe'],
    [undefined, observed, undefined, 'observe'],
    ['off' as const, observed, 'enforce' as const, 'enforce'],
  ])('cluster %s, namespace %j, workload %s: %s', (policies, ns, own, stage) => {
    const model = resolved({ ...(policies ? { policies } : {}), workloads: [inOf(ns, 'a', own ? { policies: own } : {})] });
    expect(model.workloads.map((w) => w.stage)).toEqual([stage]);
  });

  test('for closed pods of others it is that of their namespace', () => {
    const worker = pods(observed, 'worker', { labels: { app: 'worker' }, close: true });
    expect(resolved({ flows: [allow(worker, db)] }).closedPods.map(({ key, stage }) => [key, stage])).toEqual([
      ['observed/worker', 'observe'],
    ]);
  });
});
