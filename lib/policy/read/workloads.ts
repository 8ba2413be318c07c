import { compareText, type Finding, isPort, sortFindings } from '../../base';
import type { NamedPort, Protocol } from '../protocol';
import { addedLabels } from './added-labels';
import { isOf, ObjectReader } from './object-reader';
import type { SourceObject } from './source-object';

/** The kinds of objects that make pods. */
export type WorkloadKind = 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'ReplicaSet' | 'Job' | 'CronJob' | 'ReplicationController' | 'Pod';

/** A port that a container declares. */
export interface ContainerPort extends Omit<NamedPort, 'name'> {
  /** `''` where it has none. */
  readonly name: string;
  /** Whether it belongs to an init container that runs beside the others; Cilium doesn't know the names of such ports. */
  readonly sidecar: boolean;
}

/** Pods that are made of one template. */
export interface Workload {
  readonly kind: WorkloadKind;
  readonly namespace: string;
  readonly name: string;
  /** `namespace/name`. */
  readonly key: string;
  /** The labels that its pods have for certain. */
  readonly labels: Readonly<Record<string, string>>;
  /** Keys of labels that a controller gives to its pods, with values that no file knows. */
  readonly addedKeys: readonly string[];
  readonly serviceAccount: string;
  /** Ports of containers, and of init containers that go on running. */
  readonly ports: readonly ContainerPort[];
  /** Whether its pods are on the node's network; to Cilium they are the node. */
  readonly hostNetwork: boolean;
  /** How many pods there are, as the file says; `undefined` for one a node. */
  readonly replicas: number | undefined;
  readonly source: SourceObject;
}

/** The API group and the way to the pod's template and to the number of pods, per kind. */
const kinds: Readonly<Record<WorkloadKind, { group: string; template: readonly string[]; replicas?: readonly string[] }>> = {
  Deployment: { group: 'apps', template: ['spec', 'template'], replicas: ['spec', 'replicas'] },
  StatefulSet: { group: 'apps', template: ['spec', 'template'], replicas: ['spec', 'replicas'] },
  DaemonSet: { group: 'apps', template: ['spec', 'template'] },
  ReplicaSet: { group: 'apps', template: ['spec', 'template'], replicas: ['spec', 'replicas'] },
  Job: { group: 'batch', template: ['spec', 'template'], replicas: ['spec', 'parallelism'] },
  CronJob: {
    group: 'batch',
    template: ['spec', 'jobTemplate', 'spec', 'template'],
    replicas: ['spec', 'jobTemplate', 'spec', 'parallelism'],
  },
  ReplicationController: { group: '', template: ['spec', 'template'], replicas: ['spec', 'replicas'] },
  Pod: { group: '', template: [] },
};

/**
 * The workloads among the objects, by namespace, name and kind, and what is wrong with them. A namespace that isn't named is
 * `default`, and so is a ServiceAccount.
 */
export function readWorkloads(objects: readonly SourceObject[]): {
  readonly workloads: readonly Workload[];
  readonly findings: readonly Finding[];
} {
  const read = objects.flatMap((source) => {
    const kind = (Object.keys(kinds) as WorkloadKind[]).find((k) => isOf(source, kinds[k].group, k));
    if (kind === undefined) return [];
    const reader = new ObjectReader(source);
    const workload = readWorkload(reader, kind);
    return [{ workloads: workload === undefined ? [] : [workload], findings: reader.findings }];
  });
  return { workloads: read.flatMap((r) => r.workloads).sort(compareWorkloads), findings: sortFindings(read.flatMap((r) => r.findings)) };
}

/** By key and kind; workloads that say the same of themselves by what else they are. */
function compareWorkloads(a: Workload, b: Workload): number {
  const text = ({ source, ...rest }: Workload) => JSON.stringify([rest, source.at]);
  return compareText(a.key, b.key) || compareText(a.kind, b.kind) || compareText(text(a), text(b));
}

function readWorkload(reader: ObjectReader, kind: WorkloadKind): Workload | undefined {
  const name = reader.name();
  const namespace = reader.namespace();
  const { template, replicas } = kinds[kind];
  const spec = [...template, 'spec'];
  if (reader.map(spec) === undefined) {
    if (reader.findings.length === 0) reader.fault('OBJ007', template, 'it makes no pods', `write '${spec.join('.')}'`);
    return undefined;
  }
  if (name === undefined) return undefined;

  const written = reader.labels([...template, 'metadata', 'labels']);
  const added = addedLabels(kind, name, reader, written);
  return {
    kind,
    namespace,
    name,
    key: `${namespace}/${name}`,
    labels: sortedByKey(added.labels),
    addedKeys: added.unknown,
    serviceAccount: reader.text([...spec, 'serviceAccountName']) || reader.text([...spec, 'serviceAccount']) || 'default',
    ports: portsOf(reader, spec),
    hostNetwork: reader.flag([...spec, 'hostNetwork']) ?? false,
    replicas: kind === 'DaemonSet' ? undefined : ((replicas && reader.count(replicas)) ?? 1),
    source: reader.source,
  };
}

function portsOf(reader: ObjectReader, spec: readonly string[]): readonly ContainerPort[] {
  const containers = reader.maps([...spec, 'containers']).map((keys) => ({ keys, sidecar: false }));
  const before = reader.maps([...spec, 'initContainers']).filter((keys) => reader.text([...keys, 'restartPolicy']) === 'Always');
  return [...containers, ...before.map((keys) => ({ keys, sidecar: true }))].flatMap(({ keys, sidecar }) =>
    reader.maps([...keys, 'ports']).flatMap((at) => {
      const port = portOf(reader, at);
      return port === undefined ? [] : [{ ...port, sidecar }];
    }),
  );
}

const protocols: readonly string[] = ['TCP', 'UDP', 'SCTP'] satisfies Protocol[];

function portOf(reader: ObjectReader, at: readonly (string | number)[]): Omit<ContainerPort, 'sidecar'> | undefined {
  const port = reader.value([...at, 'containerPort']);
  const protocol = reader.text([...at, 'protocol']) ?? 'TCP';
  const name = reader.text([...at, 'name']) ?? '';
  if (!isPort(port)) {
    reader.fault('OBJ008', [...at, 'containerPort'], 'this port has no number', 'write a number from 1 to 65535');
    return undefined;
  }
  if (!protocols.includes(protocol)) {
    reader.fault('OBJ008', [...at, 'protocol'], `'${protocol}' is no protocol of a port`, `write ${protocols.join(', ')} or nothing`);
    return undefined;
  }
  return { name, protocol: protocol as Protocol, port };
}

function sortedByKey(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => compareText(a, b)));
}
