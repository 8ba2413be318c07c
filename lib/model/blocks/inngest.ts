import { buildingBlock, statefulSet } from '../controllers';
import type { Namespace } from '../namespace';
import type { SecretRef } from '../secret';
import type { Workload } from '../workload';
import type { StatefulSetOptions } from '../workload-options';

/** Options of {@link inngestServer}; those of a StatefulSet that it doesn't derive can be given too. */
export interface InngestServerOptions
  extends Omit<StatefulSetOptions, 'ports' | 'claims' | 'command' | 'args' | 'probes' | 'replicas' | 'env' | 'envFrom' | 'service'> {
  /** @default 'inngest' */
  readonly name?: string;
  /**
   * The name of the Service. Not `inngest`: Kubernetes would give the pods a variable `INNGEST_PORT`, which the server reads
   * as a setting of its own.
   *
   * @default 'inngest-svc'
   */
  readonly service?: string;
  /** What the claim asks for (`2Gi`). */
  readonly storage: string;
  /** The Secret with the signing and event keys. @default none */
  readonly env?: SecretRef;
  /** Apps that the server calls, for SDKs that don't connect by themselves. @default none */
  readonly sdkUrls?: readonly string[];
  /** Seconds between two looks at those apps. @default the server's own */
  readonly pollInterval?: number;
}

/** One self-hosted Inngest server with its SQLite database on a volume: API and dashboard on 8288, SDK connections on 8289. */
export function inngestServer(ns: Namespace, options: InngestServerOptions): Workload<'api' | 'ws', InngestServerOptions> {
  return buildingBlock(
    options,
    ({ name = 'inngest', service = 'inngest-svc', storage, env, sdkUrls = [], pollInterval, ...rest }: InngestServerOptions) =>
      statefulSet(ns, name, {
        ...rest,
        service,
        args: [
          ...['inngest', 'start', '--verbose'],
          ...[sdkUrls].flat().flatMap((url) => ['--sdk-url', url]),
          ...(pollInterval === undefined ? [] : ['--poll-interval', String(pollInterval)]),
        ],
        env: { INNGEST_SQLITE_DIR: '/data' },
        ...(env === undefined ? {} : { envFrom: [env] }),
        ports: { api: { port: 8288, name: 'api' }, ws: { port: 8289, name: 'ws' } },
        probes: {
          liveness: { httpGet: { path: '/health', port: 'api' }, initialDelaySeconds: 10, periodSeconds: 30 },
          readiness: { httpGet: { path: '/health', port: 'api' }, initialDelaySeconds: 5, periodSeconds: 10 },
        },
        claims: { data: { size: storage, mountPath: '/data' } },
      }),
  );
}
