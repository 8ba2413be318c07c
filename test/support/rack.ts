import {
  type CiliumOptions,
  type Cluster,
  type ClusterDefinition,
  cilium,
  controlPlane,
  defineCluster,
  generic,
  lan,
  type MetalOptions,
  metal,
  namespace,
  pool,
  statefulSet,
  worker,
} from 'ichor';
import { filesOf, findingsOf } from 'ichor/testing';
import { parse } from 'yaml';

/** Where the workloads of these tests live. */
export const apps = namespace('apps');

/** A workload with two ports. */
export const db = statefulSet(apps, 'db', { image: 'postgres:17.6', ports: { sql: 5432, metrics: 9187 } });

/** A workload with one port. */
export const web = statefulSet(apps, 'web', { image: 'nginx:1.29.1', ports: { http: 8080 } });

/** Who is outside. */
export const home = lan('192.168.1.0/24');

/** Addresses in the nodes' own network. */
export const local = pool('lan', { range: '192.168.1.240-192.168.1.249', l2: {} });

/** A machine with one link. */
export const machine = generic({ architecture: 'amd64', interface: 'enp1s0', disk: '/dev/nvme0n1', memory: '16GiB' });

/** A control plane and a worker. */
export const nodes: MetalOptions['nodes'] = [
  controlPlane('cp-1', { address: '192.168.1.31', machine }),
  worker('w-1', { address: '192.168.1.41', machine }),
];

/** Machines in one flat network, with these changes. */
export function on(changes: Partial<MetalOptions> = {}): ClusterDefinition['platform'] {
  return metal({ subnet: '192.168.1.0/24', flat: true, nodes, ...changes });
}

/** The minors of Cilium that there are values for, each by a release. */
export const releases = { '1.19': '1.19.6', '1.20': '1.20.2' } as const;

/** Cilium of a minor with these options. */
export function network(options: Partial<CiliumOptions> = {}, version: string = releases['1.20']): ClusterDefinition['network'] {
  return cilium({ version, ...options } as CiliumOptions);
}

/** A small cluster on metal with these changes. */
export function rack(changes: Partial<ClusterDefinition> = {}): Cluster {
  return defineCluster({
    name: 'rack',
    versions: { talos: '1.13.9', kubernetes: '1.35.0' },
    platform: on(),
    network: network(),
    workloads: [db, web],
    ...changes,
  });
}

/** What the cluster with these changes comes to, in which nothing is wrong. */
export function emitted(changes: Partial<ClusterDefinition> = {}) {
  const cluster = rack(changes);
  const files = filesOf(cluster);
  const read = (path: string) => {
    const text = files.get(`rack/${path}`);
    if (text === undefined) throw new Error(`there is no ${path}: ${JSON.stringify(findingsOf(cluster), null, 2)}`);
    return parse(text);
  };
  return {
    /** Paths of the objects of a layer, without it, sorted. */
    layer: (name: string) =>
      [...files.keys()]
        .flatMap((path) => (path.startsWith(`rack/kubernetes/${name}/`) ? [path.replace(/^.*\//, '').replace(/\.yaml$/, '')] : []))
        .sort(),
    object: (path: string) => read(`kubernetes/${path}.yaml`),
    values: () => read('cilium/values.yaml'),
    files,
  };
}
