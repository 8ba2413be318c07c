import { compareText, portNameFault } from '../../base';
import type { Identity } from '../identity';
import { clusterKey, type Label, label, labelText, namespaceKey, namespaceLabelsKey, serviceAccountKey } from '../label';
import type { Profile } from '../profile';
import type { NamedPort } from '../protocol';
import type { UnknownLabels } from '../selector';
import { labelFilter } from './label-filter';
import { type Namespaces, namespaceNameKey } from './namespaces';
import type { Workload } from './workloads';

/** The identities of workloads. */
export interface PodIdentities {
  /** By namespace and name. */
  readonly identities: readonly Identity[];
  /** Whose pods have an identity; each has at least one. */
  readonly workloads: ReadonlyMap<Identity, readonly Workload[]>;
  /** The workloads on the nodes' own network: they have the identities of the nodes. */
  readonly onNodes: readonly Workload[];
}

/** What labels begin with that are Cilium's own; nobody else can give them to pods or CIDR groups. */
export const ownedKey = 'io.cilium.k8s';

/**
 * The identities of the workloads' pods. Workloads share one if they have the same labels and mean the same by names of ports.
 *
 * @see cilium 1.20.2 pkg/endpoint/metadata/k8s_metadatafetcher.go
 */
export function podIdentities(workloads: readonly Workload[], namespaces: Namespaces, profile: Profile): PodIdentities {
  const labelled = labeller(profile);
  const groups = new Map<string, { labelled: Pick<Identity, 'labels' | 'unknown' | 'ports'>; workloads: Workload[] }>();
  for (const workload of workloads.filter((w) => !w.hostNetwork)) {
    const own = labelled(workload, namespaces);
    const key = JSON.stringify([workload.namespace, own.labels.map(labelText), own.unknown, own.ports]);
    const group = groups.get(key) ?? { labelled: own, workloads: [] };
    group.workloads.push(workload);
    groups.set(key, group);
  }
  const entries = [...groups.values()].map((group) => {
    const members = [...group.workloads].sort((a, b) => compareText(a.key, b.key) || compareText(a.kind, b.kind));
    const name = [...new Set(members.map(({ key }) => key))].join(', ');
    const identity: Identity = { kind: 'pods', name, namespace: members[0]?.namespace ?? '', endpoint: true, ...group.labelled };
    return [identity, members] as const;
  });
  entries.sort(([a], [b]) => comparePods(a, b));
  return {
    identities: entries.map(([identity]) => identity),
    workloads: new Map(entries),
    onNodes: workloads.filter((w) => w.hostNetwork),
  };
}

function comparePods(a: Identity, b: Identity): number {
  const text = ({ labels, ports, unknown }: Identity) => JSON.stringify([labels.map(labelText), ports, unknown]);
  return compareText(a.namespace, b.namespace) || compareText(a.name, b.name) || compareText(text(a), text(b));
}

/**
 * What tells how the agent labels the pods of a workload.
 *
 * It takes the labels of the pod but those that begin with its own prefix; over them, those of the namespace with
 * `io.cilium.k8s.namespace.labels.` in front, and the names of namespace, ServiceAccount and cluster; annotations have no part
 * in it. What then passes the filter is the identity, since 1.20 with the names of the ports.
 *
 * @see cilium 1.20.2 pkg/k8s/utils/utils.go (SanitizePodLabels), pkg/k8s/labels.go
 */
export function labeller(profile: Profile): (workload: Workload, namespaces: Namespaces) => Pick<Identity, 'labels' | 'unknown' | 'ports'> {
  const filter = labelFilter(profile);
  return (workload, namespaces) => {
    const { namespace, serviceAccount } = workload;
    const own = Object.entries(workload.labels).filter(([key]) => !key.startsWith(ownedKey));
    const around = aroundPods(namespace, namespaces, profile);
    const all = new Map([...own, ...around.labels.map(({ key, value }) => [key, value] as const), [serviceAccountKey, serviceAccount]]);
    const labels = [...all].map(([key, value]) => label('k8s', key, value)).filter(filter.isPart);
    const ports = namedPorts(workload);
    return withAddresses(
      {
        labels: [...labels.sort((a, b) => compareText(a.key, b.key)), ...(profile.cilium === '1.19' ? [] : portLabels(ports))],
        unknown: [...around.unknown, ...addedUnknown(workload, (key) => filter.isPart({ source: 'k8s', key }))],
        ports,
      },
      profile,
    );
  };
}

/**
 * The labels that pods have by their namespace and cluster, whoever they are; those of a namespace without an object aren't
 * known, but for its name.
 */
export function aroundPods(
  namespace: string,
  namespaces: Namespaces,
  { clusterName }: Profile,
): { readonly labels: readonly Label[]; readonly unknown: readonly UnknownLabels[] } {
  const known = namespaces.get(namespace);
  const ofNamespace = Object.entries(known ?? { [namespaceNameKey]: namespace });
  const reason = `no Namespace object tells the labels of namespace '${namespace}'`;
  return {
    labels: [
      ...ofNamespace.map(([key, value]) => label('k8s', `${namespaceLabelsKey}.${key}`, value)),
      label('k8s', namespaceKey, namespace),
      label('k8s', clusterKey, clusterName),
    ],
    unknown: known === undefined ? [{ source: 'k8s', keyPrefix: `${namespaceLabelsKey}.`, reason }] : [],
  };
}

/**
 * Pods as rules with addresses see them: by default not at all; where such rules mean pods too, each has an address of every
 * family, which no file knows.
 *
 * @see cilium 1.20.2 pkg/endpoint/endpoint.go (computeCIDRLabelsRLocked)
 */
export function withAddresses<T extends Pick<Identity, 'labels' | 'unknown'>>(of: T, { cidrMatch, ipv4, ipv6 }: Profile): T {
  if (!cidrMatch.includes('pods')) return of;
  const reason = 'the addresses of pods are known to the running cluster alone';
  return {
    ...of,
    labels: [...of.labels, ...(ipv4 ? [label('cidr', '0.0.0.0/0')] : []), ...(ipv6 ? [label('cidr', '::/0')] : [])],
    unknown: [...(of.unknown ?? []), ...['cidr', 'cidrgroup'].map((source) => ({ source, keyPrefix: '', reason }))],
  };
}

function addedUnknown({ kind, name, addedKeys }: Workload, isPart: (key: string) => boolean): readonly UnknownLabels[] {
  const reason = `Kubernetes gives it to the pods of ${kind} '${name}' when they start`;
  return addedKeys.filter(isPart).map((key) => ({ source: 'k8s', keyPrefix: key, reason }));
}

/**
 * What the agent knows of names of ports: one port for a name in small letters, the last that has it; those of init containers
 * it doesn't look at.
 *
 * @see cilium 1.20.2 pkg/k8s/labels.go (GetPodMetadata), pkg/types/portmap.go (AddPort)
 */
function namedPorts({ ports }: Workload): readonly NamedPort[] {
  const known = ports.filter(({ name, sidecar }) => !sidecar && portNameFault(name.toLowerCase()) === undefined);
  const byName = new Map(known.map(({ name, protocol, port }) => [name.toLowerCase(), { name: name.toLowerCase(), protocol, port }]));
  return [...byName.values()].sort((a, b) => compareText(a.name, b.name));
}

/** How long the value of a label may be. */
const longest = 63;

/** @see cilium 1.20.2 pkg/k8s/labels.go (NamedPortsIdentityLabels) */
function portLabels(ports: readonly NamedPort[]): readonly Label[] {
  const values: string[] = [];
  for (const { name, protocol, port } of ports) {
    const part = `${name}.${protocol}.${port}`;
    const last = values[values.length - 1];
    if (last !== undefined && last.length + 1 + part.length <= longest) values[values.length - 1] = `${last}_${part}`;
    else values.push(part);
  }
  return values.map((value, i) => label('gen', `${ownedKey}.named-ports${i === 0 ? '' : `-${i}`}`, value));
}
