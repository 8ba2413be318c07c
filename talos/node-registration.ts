import type { JsonObject } from '../lib/base';
import type { MetalModel, NodeModel } from '../lib/model';
import { document } from './document';
import { controlPlanesTakeWorkloads, excludedFromLoadBalancers, taintMap, takesWorkloads } from './taints';

type Cluster = Pick<MetalModel, 'nodes'>;

/**
 * The labels and taints that a node has in Kubernetes. A control plane that takes no workloads has again what Talos gives it
 * and the patch of its role takes away.
 */
function registration(
  node: NodeModel,
  { nodes }: Cluster,
): { readonly dedicated: boolean; readonly labels: Readonly<Record<string, string>> } {
  const dedicated = node.role === 'control-plane' && !takesWorkloads(node);
  const excluded = dedicated && controlPlanesTakeWorkloads(nodes);
  return { dedicated, labels: { ...(excluded ? { [excludedFromLoadBalancers]: '' } : {}), ...node.labels } };
}

/**
 * The same as fields of the `v1alpha1` document. Talos sets taints of control planes at any time. A worker may not change its
 * own, and where Talos tried to, its labels would fail with them; so the kubelet brings them along when it registers.
 *
 * @see talos v1.13.9 internal/app/machined/pkg/controllers/k8s/node_apply.go
 * @see https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction
 */
export function registrationFields(node: NodeModel, cluster: Cluster): JsonObject {
  const { dedicated, labels } = registration(node, cluster);
  return {
    machine: {
      ...(Object.keys(labels).length === 0 ? {} : { nodeLabels: labels }),
      ...(node.role === 'worker' ? workerTaints(node) : controlPlaneTaints(node)),
    },
    ...(dedicated ? { cluster: { allowSchedulingOnControlPlanes: false } } : {}),
  };
}

function workerTaints({ taints }: NodeModel): JsonObject {
  if (taints.length === 0) return {};
  return { kubelet: { extraConfig: { registerWithTaints: taints.map((taint) => ({ ...taint })) } } };
}

function controlPlaneTaints({ taints }: NodeModel): JsonObject {
  const own = taintMap({ taints: taints.filter((taint) => takesWorkloads({ taints: [taint] })) });
  return Object.keys(own).length === 0 ? {} : { nodeTaints: own };
}

/**
 * The same as the document of contract 1.14, whose taints the kubelet registers with.
 *
 * @see talos v1.14.1 internal/app/machined/pkg/controllers/k8s/kubelet_spec.go (RegisterWithTaints)
 */
export function registrationDocuments(node: NodeModel, cluster: Cluster): JsonObject[] {
  const { labels } = registration(node, cluster);
  const taints = taintMap(node);
  const fields: JsonObject = {
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
    ...(Object.keys(taints).length === 0 ? {} : { taints }),
  };
  return Object.keys(fields).length === 0 ? [] : [document('KubeNodeConfig', fields)];
}
