import type { JsonObject } from '../../../lib/base';
import { compareWorlds, hasChanges, readAligned } from '../../../lib/compare';
import { deployment, fromApp, namespace, policy, tree } from './support/trees';

function changes(before: readonly JsonObject[], after: readonly JsonObject[]) {
  const worlds = readAligned(tree(before), tree(after));
  return compareWorlds(worlds.before, worlds.after);
}

const messages = (before: readonly JsonObject[], after: readonly JsonObject[]) =>
  changes(before, after).relabelled.map(({ finding: { message } }) => message);

const service = (name: string, selector: JsonObject): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace: 'apps', name },
  spec: { selector, ports: [{ port: 80 }] },
});
const [db, api] = [deployment('apps/db'), deployment('apps/api')];
const [otherDb, otherApi] = [deployment('apps/db', { tier: 'data' }), deployment('apps/api', { app: 'gateway' })];
const apps = [namespace('apps')];
const fromApi = policy('apps/db', { ingress: [fromApp('api', 5432)] });

test('a policy that selected the pods, and what they are open to now', () => {
  const found = changes([...apps, db, api, fromApi], [...apps, otherDb, api, fromApi]);
  expect(found.relabelled).toEqual([
    {
      workload: 'apps/db',
      before: { app: 'db' },
      after: { tier: 'data' },
      of: { kind: 'CiliumNetworkPolicy', namespace: 'apps', name: 'db' },
      role: 'subject',
      finding: expect.objectContaining({
        id: 'POL060',
        severity: 'error',
        status: 'found',
        at: expect.objectContaining({ file: 'Deployment apps/db', path: 'spec.template.metadata.labels' }),
        message:
          "the pods of 'apps/db' had 'app: db' and have 'tier: data': CiliumNetworkPolicy 'apps/db', whose selector is as it was, doesn't select it any more, and its ingress is open, not isolated any more",
        repair: 'leave the labels, or change the selector with them',
      }),
    },
  ]);
  expect(hasChanges(found)).toBe(true);
});

test('a policy that named the pods as a peer, and the connection that is closed', () => {
  expect(messages([...apps, db, api, fromApi], [...apps, db, otherApi, fromApi])).toEqual([
    "the pods of 'apps/api' had 'app: api' and have 'app: gateway': CiliumNetworkPolicy 'apps/db', whose selector is as it was, doesn't name it as a peer any more, and apps/api → apps/db TCP 5432 is closed",
  ]);
});

test('a Service, with somebody else behind it and without', () => {
  const both = { apiVersion: 'apps/v1', kind: 'StatefulSet' };
  const second = { ...deployment('apps/second', { app: 'db' }), ...both };
  const said = (what: string) =>
    `the pods of 'apps/db' had 'app: db' and have 'tier: data': Service 'apps/db', whose selector is as it was, doesn't select it any more, and ${what}`;
  const behind = service('db', { app: 'db' });
  expect(messages([...apps, db, behind], [...apps, otherDb, behind])).toEqual([said('nobody is behind it any more')]);
  expect(messages([...apps, db, second, behind], [...apps, otherDb, second, behind])).toEqual([
    said("who connects to it doesn't get there any more"),
  ]);
});

test.each<[string, readonly JsonObject[], readonly JsonObject[]]>([
  ['labels that nobody selects by', [db, fromApi], [deployment('apps/db', { app: 'db', version: '2' }), fromApi]],
  [
    'a selector that changed with them',
    [db, api, fromApi, service('db', { app: 'db' })],
    [
      otherDb,
      api,
      policy('apps/db', { endpointSelector: { matchLabels: { tier: 'data' } }, ingress: [fromApp('api', 5432)] }),
      service('db', { tier: 'data' }),
    ],
  ],
  [
    'a policy that names both',
    [db, api, fromApi],
    [db, otherApi, policy('apps/db', { ingress: [fromApp('api', 5432), fromApp('gateway', 5432)] })],
  ],
  [
    'another policy that takes over',
    [db, api, fromApi],
    [
      otherDb,
      api,
      fromApi,
      { ...policy('apps/new', { endpointSelector: { matchLabels: { tier: 'data' } }, ingress: [fromApp('api', 5432)] }) },
    ],
  ],
  ['a policy that is gone', [db, api, fromApi], [otherDb, api]],
  ['a workload that comes', [api, fromApi], [otherDb, api, fromApi]],
  ['a Service without a selector', [db, service('db', {})], [otherDb, service('db', {})]],
])('nothing: %s', (_, before, after) => {
  expect(messages([...apps, ...before], [...apps, ...after])).toEqual([]);
});
