// The kinds of Kubernetes objects that the project has types of.

export const KINDS = [
  'io.k8s.api.apps.v1.DaemonSet',
  'io.k8s.api.apps.v1.Deployment',
  'io.k8s.api.apps.v1.ReplicaSet',
  'io.k8s.api.apps.v1.StatefulSet',
  'io.k8s.api.batch.v1.CronJob',
  'io.k8s.api.batch.v1.Job',
  'io.k8s.api.core.v1.ConfigMap',
  'io.k8s.api.core.v1.Namespace',
  'io.k8s.api.core.v1.Node',
  'io.k8s.api.core.v1.PersistentVolume',
  'io.k8s.api.core.v1.PersistentVolumeClaim',
  'io.k8s.api.core.v1.Pod',
  'io.k8s.api.core.v1.Secret',
  'io.k8s.api.core.v1.Service',
  'io.k8s.api.core.v1.ServiceAccount',
  'io.k8s.api.discovery.v1.EndpointSlice',
  'io.k8s.api.networking.v1.NetworkPolicy',
  'io.k8s.api.policy.v1.PodDisruptionBudget',
  'io.k8s.api.rbac.v1.ClusterRole',
  'io.k8s.api.rbac.v1.ClusterRoleBinding',
  'io.k8s.api.rbac.v1.Role',
  'io.k8s.api.rbac.v1.RoleBinding',
  'io.k8s.api.storage.v1.StorageClass',
];

/**
 * The version and kind that objects of a definition carry; none if it is only a part of others.
 *
 * @returns {{ apiVersion: string, kind: string } | undefined}
 */
export function kindOf(definition) {
  const named = definition.properties?.apiVersion && definition.properties.kind && definition['x-kubernetes-group-version-kind'];
  if (!named) return undefined;
  const [{ group, version, kind }] = named;
  return { apiVersion: group ? `${group}/${version}` : version, kind };
}
