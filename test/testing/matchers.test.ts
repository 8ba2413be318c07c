import { addresses, allow, deployment, entity, flannel, hostName, manifests as manifestsOf, namespace, outside, pods } from 'ichor';
import { matchers, withManifests } from 'ichor/testing';
import joelclaw from '../../clusters/joelclaw';
import { apps, inngest, laptop, qdrant, redis, worker } from '../../clusters/shared/joelclaw';
import type { Cluster } from '../../lib/model';
import { small } from '../refusals/support/definitions';
import { variant } from '../support/joelclaw';

expect.extend(matchers);

/** What a matcher says when it fails. */
function failure(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return (error as Error).message;
  }
  return 'it passed';
}

describe('toAllow', () => {
  test('holds for workloads, pods and roles, with a port or all that are declared', () => {
    expect(joelclaw).toAllow(worker, redis.port('redis'));
    expect(joelclaw).toAllow(worker, qdrant);
    expect(joelclaw).toAllow(laptop, inngest.port('ws'));
    expect(joelclaw).toAllow(inngest, worker.port('http'));
    expect(joelclaw).not.toAllow(inngest, redis.port('redis'));
  });

  test('takes text as ichor explain does', () => {
    expect(joelclaw).toAllow('system-bus-worker', 'redis:6379');
    expect(joelclaw).toAllow('10.5.0.1', 'joelclaw/qdrant:rest');
    expect(joelclaw).toAllow('host', 'joelclaw:joelclaw/qdrant:6333/TCP');
    expect(joelclaw).not.toAllow('joelclaw/*', 'redis:6379');
  });

  test('holds for what is outside', () => {
    const api = hostName('api.example.com');
    const cluster = variant({
      flows: [allow(inngest, [api.port(443), hostName('*.example.org').port(443), addresses('192.0.2.0/24').port(5432)])],
    });
    expect(cluster).toAllow(inngest, api.port(443));
    expect(cluster).toAllow(inngest, hostName('*.example.org').port(443));
    expect(cluster).toAllow(inngest, addresses('192.0.2.7/32').port(5432));
    expect(cluster).toDeny(inngest, hostName('example.com').port(443));
    expect(cluster).toDeny(inngest, addresses('192.0.3.0/24').port(5432));
    expect(cluster).toDeny(inngest, entity('world').port(443));
  });

  test('fails with the policies that decide, and with what would change it', () => {
    const said = failure(() => expect(joelclaw).toAllow(inngest, redis.port('redis')));
    expect(said).toMatch(/^expected joelclaw\/inngest to reach joelclaw\/redis\n\n/);
    expect(said).toContain('DENIED');
    expect(said).toContain(
      'isolated by CiliumNetworkPolicy joelclaw/redis  dist/joelclaw/kubernetes/30-policies/CiliumNetworkPolicy-redis.joelclaw.yaml',
    );
  });
});

describe('toDeny', () => {
  test('holds where none of the ports is open', () => {
    expect(joelclaw).toDeny(inngest, qdrant);
    expect(joelclaw).toDeny(apps, 'redis:22');
    expect(joelclaw).toDeny(outside('laptop'), 'redis:22');
    expect(joelclaw).toDeny(pods(apps, 'stranger', { labels: { app: 'stranger' } }), redis);
    expect(joelclaw).toDeny('world', 'redis:6379');
    expect(joelclaw).not.toDeny(worker, redis);
  });

  test('fails where nothing is enforced yet, and where only some are denied', () => {
    expect(failure(() => expect(variant({ policies: 'observe' })).toDeny(inngest, redis))).toContain('ALLOWED');
    expect(joelclaw).not.toDeny(apps, redis);
    expect(joelclaw).not.toAllow(apps, redis);
  });
});

describe('toIsolate', () => {
  test('holds in both directions, or in the one that is named', () => {
    expect(joelclaw).toIsolate(redis);
    expect(joelclaw).toIsolate('qdrant', 'egress');
    expect(joelclaw).not.toIsolate(worker);
    expect(variant({ policies: 'observe' })).not.toIsolate(redis, 'ingress');
  });

  test('says which direction is open', () => {
    expect(failure(() => expect(joelclaw).toIsolate(worker))).toBe(
      'expected policies to isolate joelclaw/app=system-bus-worker\n\n' +
        '  egress of joelclaw/system-bus-worker: open\n  ingress of joelclaw/system-bus-worker: open',
    );
  });
});

describe('what can not be asked throws, with .not as well', () => {
  const web = deployment(namespace('apps'), 'web', { image: 'nginx:1.29.1', ports: { http: 8080 } });

  test.each<[string, () => void, RegExp]>([
    ['nobody of that name', () => expect(joelclaw).not.toAllow('redi', redis), /redi.*; write 'joelclaw\/redis'|'redi'/s],
    ['a workload that the cluster lacks', () => expect(joelclaw).not.toAllow(web, redis), /apps\/web/],
    ['a port that is not declared', () => expect(joelclaw).not.toAllow(worker, 'redis:sql'), /has no port 'sql'/],
    ['a target without any port', () => expect(joelclaw).not.toAllow(redis, 'world'), /declares no port: write one, e\.g\. 'world:80'/],
    [
      'a role of which no address is known',
      () => expect(joelclaw).not.toAllow(outside('nas'), redis),
      /doesn't say from which address comes 'nas'/,
    ],
    ['a definition with errors', () => expect(variant({ workloads: [] })).not.toAllow(worker, redis), /has errors:\n\nFLO001 /],
    ['Flannel', () => expect(variant({ network: flannel() })).not.toAllow(worker, redis), /Flannel, which enforces no policy/],
    ['no cluster', () => expect({}).not.toAllow(worker, redis), /this is no cluster/],
    [
      'manifests that were not read',
      () => expect(small({ manifests: [manifestsOf('k8s')] })).not.toAllow('a', 'b'),
      /withManifests\(cluster\)/,
    ],
  ])('%s', (_, expectation, said) => {
    expect(failure(expectation)).toMatch(said);
  });
});

test('withManifests reads what the cluster names', async () => {
  const cluster = small({ manifests: [manifestsOf('test/testing/support/manifests')] }) as Cluster;
  const read = await withManifests(cluster);
  expect(read).toIsolate('shop/till');
  expect(read).toAllow('shop/*', 'shop/till:443');
});
