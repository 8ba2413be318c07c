import { valueAt } from '../../../lib/base';
import type { Resource } from '../api';
import { about, type Claim } from './claim';

const ciliumNamespace = 'kube-system';

/** Cilium's agent and Envoy run on every node, whatever its taints; replicas of its Deployments are on nodes of their own. */
export const ciliumIsOnEveryNode: Claim = async ({ cluster: { api, nodes } }) => {
  const pods = await api.list({ apiVersion: 'v1', kind: 'Pod', namespace: ciliumNamespace });
  const daemons = await api.list({ apiVersion: 'apps/v1', kind: 'DaemonSet', namespace: ciliumNamespace });
  const deployments = await api.list({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: ciliumNamespace });
  const ready = (daemon: Resource) => Number(valueAt(daemon, 'status', 'numberReady') ?? 0);
  const agents = daemons.filter(({ metadata }) => ['cilium', 'cilium-envoy'].includes(metadata.name));
  return [
    ...(agents.length < 2 ? [`there are ${agents.length} of two DaemonSets`] : []),
    ...agents.flatMap((daemon) =>
      about(daemon, ready(daemon) === nodes.length ? [] : [`is ready on ${ready(daemon)} of ${nodes.length} nodes`]),
    ),
    ...deployments
      .filter(({ metadata }) => metadata.name === 'cilium-operator')
      .flatMap((deployment) => about(deployment, together(deployment, pods))),
  ];
};

/** Pods of a workload that asks for nodes are on such, and every pod is on a node that takes it. */
export const podsAreWhereAsked: Claim = async ({ cluster: { api, nodes }, emitted: { model } }) => {
  const pods = await api.list({ apiVersion: 'v1', kind: 'Pod' });
  return model.workloads.flatMap(({ namespace, labels, options: { nodeSelector = {} } }) => {
    const suitable = nodes.filter((node) => Object.entries(nodeSelector).every(([label, value]) => node.labels[label] === value));
    const own = pods.filter((pod) => pod.metadata.namespace === namespace && hasLabels(pod, labels));
    return own.flatMap((pod) => {
      const node = valueAt(pod, 'spec', 'nodeName');
      return about(pod, suitable.some(({ name }) => name === node) ? [] : [`is on ${node ?? 'no node'}`]);
    });
  });
};

/** Nodes that are set apart have no pods of workloads that don't say that they bear it. */
export const taintsAreKept: Claim = async ({ cluster: { api, nodes }, emitted: { model } }) => {
  const pods = await api.list({ apiVersion: 'v1', kind: 'Pod' });
  const apart = nodes.filter(({ taints }) => taints.some(({ effect }) => effect === 'NoSchedule')).map(({ name }) => name);
  const free = model.workloads.filter(({ options: { tolerations = [] } }) => tolerations.length === 0);
  return free.flatMap(({ namespace, labels }) =>
    pods
      .filter((pod) => pod.metadata.namespace === namespace && hasLabels(pod, labels))
      .filter((pod) => apart.includes(String(valueAt(pod, 'spec', 'nodeName'))))
      .flatMap((pod) => about(pod, [`is on ${valueAt(pod, 'spec', 'nodeName')}, which is set apart`])),
  );
};

function together(deployment: Resource, pods: readonly Resource[]): string[] {
  const replicas = Number(valueAt(deployment, 'spec', 'replicas'));
  const own = pods.filter((pod) => valueAt(pod, 'metadata', 'labels', 'name') === deployment.metadata.name);
  const used = new Set(own.map((pod) => valueAt(pod, 'spec', 'nodeName')));
  return used.size === replicas ? [] : [`${replicas} replicas are on ${used.size} nodes`];
}

function hasLabels(pod: Resource, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(labels).every(([label, value]) => valueAt(pod, 'metadata', 'labels', label) === value);
}
