import { construct, onHost, pods, statefulSet } from 'ichor';
import { derivedNodePort } from '../../../lib/model/resolve/exposures';
import * as fc from '../../support/fast-check';
import { apps, db, resolved, web } from './support/resolved';

const worker = pods(apps, 'worker', { labels: { app: 'worker' }, ports: { http: 3111, metrics: 9100 } });
const service = (name: string, changes: Parameters<typeof resolved>[0]) => resolved(changes).services.find((s) => s.name === name);

describe('a node port that nobody names', () => {
  test.each([
    [80, 30080],
    [6379, 30379],
    [8288, 30288],
    [65535, 30535],
  ])('for Service port %d is %d', (port, nodePort) => {
    expect(derivedNodePort(port)).toBe(nodePort);
  });

  test('always lies in the default range, and ends like the port', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 65535 }), (port) => {
        expect(derivedNodePort(port)).toBeGreaterThanOrEqual(30000);
        expect(derivedNodePort(port)).toBeLessThanOrEqual(30999);
        expect(derivedNodePort(port) % 1000).toBe(port % 1000);
      }),
    );
  });
});

describe('a Service', () => {
  test('is of type ClusterIP while nothing is published, with names where there are several ports', () => {
    expect(service('db', {})).toEqual({
      namespace: 'apps',
      name: 'db',
      workload: 'apps/db',
      selector: { app: 'db' },
      type: 'ClusterIP',
      ports: [
        { name: 'sql', port: 5432, targetPort: 5432, protocol: 'TCP' },
        { name: 'metrics', port: 9187, targetPort: 9187, protocol: 'TCP' },
      ],
      at: { in: 'definition', file: 'clusters/small.ts', path: 'workloads.apps/db' },
    });
    expect(service('web', {})?.ports).toEqual([{ port: 8080, targetPort: 8080, protocol: 'TCP' }]);
  });

  test('becomes a NodePort for a published port; its other ports get node ports too', () => {
    const published = service('db', { expose: [onHost(5432, db.port('sql'), { nodePort: 31000 })] });
    expect(published?.type).toBe('NodePort');
    expect(published?.ports.map((p) => [p.name, p.nodePort])).toEqual([
      ['sql', 31000],
      ['metrics', 30187],
    ]);
  });

  test('stays of type ClusterIP for a hostPort, which the pod gets', () => {
    const model = resolved({ expose: [onHost(15432, db.port('sql'), { hostPort: true })] });
    expect(model.services.map((s) => s.type)).toEqual(['ClusterIP', 'ClusterIP']);
    expect(model.workloads[0]?.ports.map((p) => [p.handle, p.hostPort])).toEqual([
      ['sql', 15432],
      ['metrics', undefined],
    ]);
    expect(model.exposures.map((e) => [e.hostPort, e.containerPort])).toEqual([[15432, 15432]]);
  });

  test('has the numbers and names that the ports say', () => {
    const ports = {
      a: { port: 8080, service: 80, serviceName: 'http' },
      b: { port: 9000, name: 'admin' },
      c: { port: 9100, service: false as const },
    };
    const workload = statefulSet(apps, 'site', { image: 'nginx:1.29.1', ports, service: 'front' });
    expect(service('front', { workloads: [workload], expose: [onHost(80, workload.port('a'))] })?.ports).toMatchObject([
      { name: 'http', port: 80, targetPort: 8080, nodePort: 30080 },
      { name: 'admin', port: 9000, targetPort: 9000, nodePort: 30000 },
    ]);
  });

  test('is not there where it is declined; a published port then has one of its own', () => {
    const alone = web.with({ service: false });
    expect(resolved({ workloads: [alone] }).services).toEqual([]);
    const model = resolved({ workloads: [alone], expose: [onHost(80, web.port('http'))] });
    expect(model.services).toMatchObject([
      { name: 'web-on-host', type: 'NodePort', ports: [{ port: 8080, targetPort: 8080, nodePort: 30080 }] },
    ]);
    expect(model.exposures.map((e) => [e.hostPort, e.containerPort])).toEqual([[80, 30080]]);
  });
});

describe('what others make is published too', () => {
  test('pods of others, by a Service of its own with the published ports alone', () => {
    const model = resolved({ expose: [onHost(3111, worker.port('http'))] });
    expect(model.services.find((s) => s.name === 'worker-on-host')).toMatchObject({
      selector: { app: 'worker' },
      type: 'NodePort',
      ports: [{ port: 3111, nodePort: 30111 }],
    });
  });

  test('pods that a recipe builds', () => {
    const site = construct(apps, 'site', { ports: { http: 80 }, labels: { app: 'x' } }, () => {});
    const model = resolved({ workloads: [site], expose: [onHost(80, site.port('http'))] });
    expect(model.services).toMatchObject([{ name: 'site-on-host', selector: { app: 'x' }, ports: [{ nodePort: 30080 }] }]);
  });
});

test('one port may have two numbers of the host, and both lead to its one node port', () => {
  const model = resolved({ expose: [onHost(80, web.port('http')), onHost(8080, web.port('http'), { nodePort: 31080 })] });
  expect(model.exposures.map((e) => [e.hostPort, e.containerPort])).toEqual([
    [80, 31080],
    [8080, 31080],
  ]);
});

test('an exposure is the flow from the host, at the container port', () => {
  const model = resolved({ expose: [onHost(80, web.port('http'))] });
  expect(model.flows).toMatchObject([
    {
      from: { kind: 'role', role: 'laptop', cidr: '10.5.0.1/32' },
      to: { kind: 'endpoint', endpoint: { key: 'apps/web' }, owned: true },
      ports: [{ port: 8080 }],
    },
  ]);
});
