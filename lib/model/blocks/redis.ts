import { buildingBlock, statefulSet } from '../controllers';
import type { Namespace } from '../namespace';
import type { Workload } from '../workload';
import type { StatefulSetOptions } from '../workload-options';

/** Options of {@link redisStore}; those of a StatefulSet that it doesn't derive can be given too. */
export interface RedisStoreOptions extends Omit<StatefulSetOptions, 'ports' | 'claims' | 'command' | 'probes' | 'replicas'> {
  /** @default 'redis' */
  readonly name?: string;
  /** What the claim asks for (`1Gi`). */
  readonly storage: string;
  /** The size at which Redis begins to evict, in Redis' own units (`256mb`). @default none: Redis takes what it needs */
  readonly maxMemory?: string;
  /** What Redis does at that size. @default 'noeviction', Redis' own: a store refuses writes rather than lose keys */
  readonly maxMemoryPolicy?:
    | 'noeviction'
    | 'allkeys-lru'
    | 'allkeys-lfu'
    | 'allkeys-random'
    | 'volatile-lru'
    | 'volatile-lfu'
    | 'volatile-random'
    | 'volatile-ttl';
}

/** One Redis with its append-only file on a volume. */
export function redisStore(ns: Namespace, options: RedisStoreOptions): Workload<'redis', RedisStoreOptions> {
  return buildingBlock(options, ({ name = 'redis', storage, maxMemory, maxMemoryPolicy, ...rest }: RedisStoreOptions) =>
    statefulSet(ns, name, {
      ...rest,
      command: [
        'redis-server',
        ...['--appendonly', 'yes'],
        ...(maxMemory === undefined ? [] : ['--maxmemory', maxMemory]),
        ...(maxMemoryPolicy === undefined ? [] : ['--maxmemory-policy', maxMemoryPolicy]),
      ],
      ports: { redis: 6379 },
      probes: {
        liveness: { exec: ['redis-cli', 'ping'], initialDelaySeconds: 5, periodSeconds: 30 },
        readiness: { exec: ['redis-cli', 'ping'], initialDelaySeconds: 3, periodSeconds: 10 },
      },
      claims: { data: { size: storage, mountPath: '/data' } },
    }),
  );
}
