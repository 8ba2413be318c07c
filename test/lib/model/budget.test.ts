import { argocd, flux } from 'ichor';
import type { JsonObject } from '../../../lib/base';
import { type Asked, budgetOf } from '../../../lib/model';
import { resolved } from './support/resolved';

const Mi = 2 ** 20;
const object = (kind: string, spec: object, name = 'a'): { object: JsonObject } => ({
  object: { apiVersion: 'v1', kind, metadata: { name, namespace: 'apps' }, spec } as JsonObject,
});
const containers = (...amounts: object[]) => ({ containers: amounts.map((resources) => ({ name: 'a', resources })) });
const asked = (changes: Partial<Asked> = {}) => budgetOf(resolved(), { values: undefined, objects: [], ...changes });
const rowOf = (one: { object: JsonObject }) => asked({ objects: [one] }).rows.find(({ part }) => part === 'apps/a');

test('the budget is the sum of its rows, against the memory of the platform', () => {
  const { rows, requests, limits, available } = asked({
    objects: [object('Pod', containers({ requests: { memory: '100Mi' }, limits: { memory: '200Mi' } }))],
  });
  expect(requests).toBe(rows.reduce((sum, row) => sum + (row.request ?? 0), 0));
  expect(limits).toBe(rows.reduce((sum, row) => sum + (row.limit ?? 0), 0));
  expect(requests - asked().requests).toBe(100 * Mi);
  expect(limits - asked().limits).toBe(200 * Mi);
  expect(available).toBe(4096 * Mi);
});

describe('what pods ask for', () => {
  const memory = { requests: { memory: '10Mi' }, limits: { memory: '20Mi' } };

  test.each([
    ['a Pod once', object('Pod', containers(memory)), 10, 20],
    ['a Deployment for each replica', object('Deployment', { replicas: 3, template: { spec: containers(memory) } }), 30, 60],
    ['a StatefulSet without replicas once', object('StatefulSet', { template: { spec: containers(memory) } }), 10, 20],
    ['a DaemonSet for each node', object('DaemonSet', { template: { spec: containers(memory) } }), 10, 20],
    ['a CronJob once', object('CronJob', { jobTemplate: { spec: { template: { spec: containers(memory) } } } }), 10, 20],
    ['all containers together', object('Pod', containers(memory, memory)), 20, 40],
    ['no limit where one container has none', object('Pod', containers(memory, { requests: { memory: '5Mi' } })), 15, undefined],
    ['nothing that is known where nobody says', object('Pod', containers({}, {})), undefined, undefined],
  ])('%s', (_, one, request, limit) => {
    expect(rowOf(one)).toEqual({
      part: 'apps/a',
      source: expect.any(String),
      ...(request === undefined ? {} : { request: request * Mi }),
      ...(limit === undefined ? {} : { limit: limit * Mi }),
    });
  });

  test('other objects make no row', () => {
    expect(rowOf(object('ConfigMap', {}))).toBeUndefined();
  });
});

test('the network is in it: Flannel, or the parts of Cilium that the values switch on', () => {
  const parts = (values: JsonObject | undefined) => asked({ values }).rows.map(({ part }) => part);
  const on = { enabled: true, resources: { requests: { memory: '64Mi' } } };
  expect(parts(undefined)).toContain('Flannel');
  expect(parts({ hubble: { relay: on, ui: { enabled: false } } })).toEqual(
    expect.arrayContaining(['cilium-agent', 'cilium-operator', 'hubble-relay']),
  );
  expect(parts({ hubble: { relay: on, ui: { enabled: false } } }).join()).not.toMatch(/Flannel|hubble-ui/);
  const operators = (replicas: number) =>
    asked({ values: { operator: { replicas, resources: { requests: { memory: '128Mi' } } } } }).requests;
  expect(operators(2) - operators(1)).toBe(128 * Mi);
});

test('who keeps the cluster is in it: Flux with what it asks for, Argo CD, which asks for nothing', () => {
  const kept = (gitops?: ReturnType<typeof flux> | ReturnType<typeof argocd>) =>
    budgetOf(resolved(gitops === undefined ? {} : { gitops }), { values: undefined, objects: [] });
  const url = 'https://git.example.com/me/home';
  expect(kept(flux({ url })).requests - kept().requests).toBe(256 * Mi);
  expect(kept(argocd({ url })).requests).toBe(kept().requests);
  expect(kept(argocd({ url })).rows.map(({ part }) => part)).toContain('Argo CD, seven pods');
  expect(
    kept()
      .rows.map(({ part }) => part)
      .join(),
  ).not.toMatch(/Flux|Argo/);
});
