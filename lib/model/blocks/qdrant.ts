import { buildingBlock, statefulSet } from '../controllers';
import type { Namespace } from '../namespace';
import type { Workload } from '../workload';
import type { StatefulSetOptions } from '../workload-options';

/** Options of {@link qdrantStore}; those of a StatefulSet that it doesn't derive can be given too. */
export interface QdrantStoreOptions extends Omit<StatefulSetOptions, 'ports' | 'claims' | 'probes' | 'replicas'> {
  /** @default 'qdrant' */
  readonly name?: string;
  /** What the claim asks for (`5Gi`). */
  readonly storage: string;
}

/** One Qdrant, not clustered: REST on 6333, gRPC on 6334. */
export function qdrantStore(ns: Namespace, options: QdrantStoreOptions): Workload<'rest' | 'grpc', QdrantStoreOptions> {
  return buildingBlock(options, ({ name = 'qdrant', storage, ...rest }: QdrantStoreOptions) =>
    statefulSet(ns, name, {
      ...rest,
      ports: { rest: { port: 6333, name: 'rest' }, grpc: { port: 6334, name: 'grpc' } },
      probes: {
        liveness: { httpGet: { path: '/healthz', port: 'rest' }, initialDelaySeconds: 10, periodSeconds: 30 },
        readiness: { httpGet: { path: '/readyz', port: 'rest' }, initialDelaySeconds: 5, periodSeconds: 10 },
      },
      claims: { storage: { size: storage, mountPath: '/qdrant/storage' } },
    }),
  );
}
