import { type ClusterDefinition, cilium, defineCluster, docker, namespace, outside, statefulSet } from 'ichor';
import joelclaw from '../../../clusters/joelclaw';

/** Options of a definition as a JavaScript user can give them: any value under any name. */
export type Changes = Partial<Record<keyof ClusterDefinition, unknown>> & Readonly<Record<string, unknown>>;

/** The committed definition with other values for some of its options. */
export function joelclawWith(changes: Changes): unknown {
  return defineCluster({ ...joelclaw.definition, ...changes } as ClusterDefinition);
}

/** The machine that runs Docker, in the definitions of the corpus. */
export const host = outside('laptop');

/** Where the workloads of the corpus live. */
export const apps = namespace('apps');

/** A workload with two ports. */
export const db = statefulSet(apps, 'db', { image: 'postgres:17.6', ports: { sql: 5432, metrics: 9187 } });

/** A workload with one port. */
export const web = statefulSet(apps, 'web', { image: 'nginx:1.29.1', ports: { http: 8080 } });

/** The platform of the small definition, with other options. */
export function platform(changes: Readonly<Record<string, unknown>> = {}) {
  return docker({ host, provider: 'colima', memory: '4GiB', ...changes } as never);
}

/** The network of the small definition, with other options. */
export function network(changes: Readonly<Record<string, unknown>> = {}) {
  return cilium({ version: '1.20.2', ...changes } as never);
}

/** A cluster that says only what it must, and in which nothing is found; `changes` are laid over it. */
export function small(changes: Changes = {}): unknown {
  return defineCluster({
    name: 'small',
    versions: { talos: '1.13.9', kubernetes: '1.36.3' },
    platform: platform(),
    network: network(),
    workloads: [db, web],
    ...changes,
  } as ClusterDefinition);
}
