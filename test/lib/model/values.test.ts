import { buildingBlock, construct, entity, inngestServer, namespace, outside, pods, qdrantStore, redisStore, statefulSet } from 'ichor';
import { resolve, type StatefulSetOptions } from '../../../lib/model';
import { small } from '../../refusals/support/definitions';

const apps = namespace('apps');
const redis = redisStore(apps, { image: 'redis:7.4', storage: '1Gi' });

describe('a workload', () => {
  test('with other options is the same key, and what is not named stays', () => {
    const more = redis.with({ storage: '2Gi', maxMemory: '256mb' }).with({ maxMemoryPolicy: 'allkeys-lru' });
    expect([more.name, more.namespace.name, more.controller]).toEqual(['redis', 'apps', 'StatefulSet']);
    expect(more.options).toEqual({
      ...redis.options,
      command: ['redis-server', '--appendonly', 'yes', '--maxmemory', '256mb', '--maxmemory-policy', 'allkeys-lru'],
      claims: { data: { size: '2Gi', mountPath: '/data' } },
    });
    expect(redis.options).not.toEqual(more.options);
  });

  test('with an option undefined has its default again', () => {
    expect(redis.with({ maxMemory: '256mb' }).with({ maxMemory: undefined }).options).toEqual(redis.options);
  });

  test('of a user is built as ours are', () => {
    const cache = (options: { image: string; size: number }) =>
      buildingBlock(options, ({ image, size }) => statefulSet(apps, 'cache', { image, args: [`--size=${size}`], ports: { cache: 11211 } }));
    const large = cache({ image: 'memcached:1.6', size: 64 }).with({ size: 128 });
    expect(large.options).toMatchObject({ image: 'memcached:1.6', args: ['--size=128'] });
    expect(large.port('cache')).toMatchObject({ kind: 'port', handle: 'cache', of: { name: 'cache' } });
  });

  test('has what its block derives: Qdrant and Inngest', () => {
    expect(qdrantStore(apps, { image: 'qdrant/qdrant:v1.19.1', storage: '5Gi', name: 'vectors' })).toMatchObject({
      name: 'vectors',
      options: {
        ports: { rest: { port: 6333 }, grpc: { port: 6334 } },
        claims: { storage: { size: '5Gi', mountPath: '/qdrant/storage' } },
      },
    });
    expect(
      inngestServer(apps, { image: 'inngest/inngest:v1.44.0', storage: '2Gi', sdkUrls: ['http://a', 'http://b'], pollInterval: 60 }),
    ).toMatchObject({
      name: 'inngest',
      options: {
        service: 'inngest-svc',
        args: ['inngest', 'start', '--verbose', '--sdk-url', 'http://a', '--sdk-url', 'http://b', '--poll-interval', '60'],
      },
    });
  });
});

describe('a value', () => {
  test('is frozen with everything in it, and what it was made from is copied', () => {
    const options = { image: 'redis:7.4', storage: '1Gi' };
    const made = redisStore(apps, options);
    options.storage = '9Gi';
    expect(made.options).toMatchObject({ claims: { data: { size: '1Gi' } } });
    expect(() => Object.assign(made.options, { image: 'other:1' })).toThrow(TypeError);
    expect(() => Object.assign((made.options as StatefulSetOptions).claims?.data as object, { size: '2Gi' })).toThrow(TypeError);
  });

  test('prints as data: what it can do is hidden', () => {
    const values = [
      redis,
      pods(apps, 'worker', { labels: { app: 'worker' } }),
      outside('laptop'),
      entity('world'),
      construct(apps, 'site', {}, () => {}),
    ];
    for (const value of values) expect(JSON.parse(JSON.stringify(value))).toEqual(Object.fromEntries(Object.entries(value)));
  });

  test('equals another that was made alike', () => {
    expect(redisStore(apps, { image: 'redis:7.4', storage: '1Gi' })).toEqual(redis);
    expect(JSON.stringify(redis.port('redis'))).toBe(JSON.stringify(redis.with({}).port('redis')));
  });
});

test('a definition is resolved without being changed, and the same each time', () => {
  const cluster = small({ workloads: [redis] });
  const before = JSON.stringify(cluster);
  const [first, second] = [resolve(cluster, 'clusters/small.ts'), resolve(cluster, 'clusters/small.ts')];
  expect(second).toEqual(first);
  expect(JSON.stringify(cluster)).toBe(before);
});
