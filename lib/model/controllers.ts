import type { Namespace } from './namespace';
import { type PortOptions, type Ports, workloadPort } from './port';
import { frozen } from './value';
import type { Workload, WorkloadKind } from './workload';
import type { CronJobOptions, DaemonSetOptions, DeploymentOptions, StatefulSetOptions, WorkloadOptions } from './workload-options';

/** The same handles, with whatever ports behind them: what `with` takes. */
type Handles<P extends Ports> = Readonly<Record<keyof P & string, number | PortOptions>>;

function workload<H extends string, O extends WorkloadOptions>(
  controller: WorkloadKind,
  ns: Namespace,
  name: string,
  options: O,
): Workload<H, O> {
  return make<H, O>({ kind: 'workload', controller, namespace: ns, name, options: { ...options } }, (changes) =>
    workload<H, O>(controller, ns, name, { ...options, ...changes }),
  );
}

function make<H extends string, O>(data: object, remake: (changes: Partial<O>) => Workload<H, O>): Workload<H, O> {
  const value = {
    ...data,
    port: (handle: string) => workloadPort(value, handle),
    with: (changes: Partial<O>) => remake(changes),
  } as unknown as Workload<H, O>;
  for (const hidden of ['port', 'with']) Object.defineProperty(value, hidden, { enumerable: false });
  return frozen(value);
}

/**
 * A StatefulSet: replicas with an identity and volumes of their own.
 *
 * @example
 * statefulSet(apps, 'db', { image: 'postgres:17.6', ports: { sql: 5432 }, claims: { data: { size: '10Gi', mountPath: '/var/lib/postgresql/data' } } });
 */
// biome-ignore lint/complexity/noBannedTypes: {} makes a workload without ports have no handles, instead of any
export function statefulSet<const P extends Ports = {}>(
  ns: Namespace,
  name: string,
  options: StatefulSetOptions<P>,
): Workload<keyof P & string, StatefulSetOptions<Handles<P>>> {
  return workload('StatefulSet', ns, name, options as StatefulSetOptions<never>);
}

/** A Deployment: interchangeable replicas. */
// biome-ignore lint/complexity/noBannedTypes: see statefulSet
export function deployment<const P extends Ports = {}>(
  ns: Namespace,
  name: string,
  options: DeploymentOptions<P>,
): Workload<keyof P & string, DeploymentOptions<Handles<P>>> {
  return workload('Deployment', ns, name, options as DeploymentOptions<never>);
}

/** A DaemonSet: one pod on each node. */
// biome-ignore lint/complexity/noBannedTypes: see statefulSet
export function daemonSet<const P extends Ports = {}>(
  ns: Namespace,
  name: string,
  options: DaemonSetOptions<P>,
): Workload<keyof P & string, DaemonSetOptions<Handles<P>>> {
  return workload('DaemonSet', ns, name, options as DaemonSetOptions<never>);
}

/** A CronJob: a pod that runs to its end at set times. */
// biome-ignore lint/complexity/noBannedTypes: see statefulSet
export function cronJob<const P extends Ports = {}>(
  ns: Namespace,
  name: string,
  options: CronJobOptions<P>,
): Workload<keyof P & string, CronJobOptions<Handles<P>>> {
  return workload('CronJob', ns, name, options as CronJobOptions<never>);
}

/**
 * A workload that is made from options of its own, as `redisStore` is: `with` then takes those options, and builds anew.
 *
 * @example
 * const cache = (ns: Namespace, options: CacheOptions) =>
 *   buildingBlock(options, (o) => statefulSet(ns, 'cache', { image: o.image, ports: { cache: 11211 } }));
 */
export function buildingBlock<H extends string, O, B>(options: O, build: (options: O) => Workload<H, B>): Workload<H, O> {
  const { kind, controller, namespace, name, options: built } = build({ ...options });
  return make<H, O>({ kind, controller, namespace, name, options: built }, (changes) => buildingBlock({ ...options, ...changes }, build));
}
