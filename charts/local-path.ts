import type * as k8s from '../imports/kubernetes-1.36';
import { inDefinition } from '../lib/base';
import type { Model } from '../lib/model';
import { inLayer, type LayeredObject } from './object';

/** Images of the provisioner and of the pods by which it makes and removes folders. */
export const localPathImages = {
  // renovate: datasource=docker depName=rancher/local-path-provisioner
  provisioner: 'rancher/local-path-provisioner:v0.0.36',
  // renovate: datasource=docker depName=busybox
  helper: 'busybox:1.37.0',
} as const;

const namespace = 'local-path-storage';
const name = 'local-path-provisioner';
const account = 'local-path-provisioner-service-account';
const role = 'local-path-provisioner-role';
const binding = 'local-path-provisioner-bind';
const labels = { app: name };

/**
 * Rancher's local-path provisioner with the one default StorageClass. Its namespace is privileged, since the helper pods mount
 * folders of the node; volumes stay when their claim goes. Names are upstream's, so that an installed provisioner is taken over
 * instead of doubled.
 *
 * @see https://github.com/rancher/local-path-provisioner/tree/v0.0.36#configuration
 */
export function localPath(model: Model): LayeredObject[] {
  if (model.storage.kind !== 'local-path') return [];
  const origin = inDefinition(model.file, 'storage');
  const space: k8s.Namespace = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
  };
  return [
    inLayer('namespaces', space, origin),
    ...[serviceAccount(), ...permissions(), configuration(model.storage.path), provisioner(), storageClass()].map((object) =>
      inLayer('storage', object, origin),
    ),
  ];
}

function serviceAccount(): k8s.ServiceAccount {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: account, namespace } };
}

function permissions(): [k8s.ClusterRole, k8s.ClusterRoleBinding, k8s.Role, k8s.RoleBinding] {
  const read = ['get', 'list', 'watch'];
  const write = ['create', 'patch', 'update', 'delete'];
  const subjects = [{ kind: 'ServiceAccount', name: account, namespace }];
  const apiGroup = 'rbac.authorization.k8s.io';
  return [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: role },
      rules: [
        { apiGroups: [''], resources: ['configmaps', 'nodes', 'persistentvolumeclaims', 'pods', 'pods/log'], verbs: read },
        { apiGroups: [''], resources: ['persistentvolumes'], verbs: [...read, ...write] },
        { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
        { apiGroups: ['storage.k8s.io'], resources: ['storageclasses'], verbs: read },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: binding },
      roleRef: { apiGroup, kind: 'ClusterRole', name: role },
      subjects,
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: role, namespace },
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: [...read, ...write] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: binding, namespace },
      roleRef: { apiGroup, kind: 'Role', name: role },
      subjects,
    },
  ];
}

function configuration(path: string): k8s.ConfigMap {
  const script = (line: string) => `#!/bin/sh\nset -eu\n${line}\n`;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'local-path-config', namespace },
    data: {
      'config.json': `${JSON.stringify({ nodePathMap: [{ node: 'DEFAULT_PATH_FOR_NON_LISTED_NODES', paths: [path] }] }, null, 2)}\n`,
      'helperPod.yaml': [
        'apiVersion: v1',
        'kind: Pod',
        'metadata:',
        '  name: helper-pod',
        'spec:',
        '  priorityClassName: system-node-critical',
        '  tolerations:',
        '    - key: node.kubernetes.io/disk-pressure',
        '      operator: Exists',
        '      effect: NoSchedule',
        '  containers:',
        '    - name: helper-pod',
        `      image: ${localPathImages.helper}`,
        '      imagePullPolicy: IfNotPresent',
        '',
      ].join('\n'),
      setup: script('mkdir -m 0777 -p "$VOL_DIR"'),
      teardown: script('rm -rf "$VOL_DIR"'),
    },
  };
}

function provisioner(): k8s.Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: account,
          containers: [
            {
              name,
              image: localPathImages.provisioner,
              imagePullPolicy: 'IfNotPresent',
              command: ['local-path-provisioner', 'start', '--config', '/etc/config/config.json'],
              env: [
                { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
                { name: 'CONFIG_MOUNT_PATH', value: '/etc/config/' },
              ],
              volumeMounts: [{ name: 'config', mountPath: '/etc/config/' }],
            },
          ],
          volumes: [{ name: 'config', configMap: { name: 'local-path-config' } }],
        },
      },
    },
  };
}

function storageClass(): k8s.StorageClass {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'local-path', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'rancher.io/local-path',
    reclaimPolicy: 'Retain',
    volumeBindingMode: 'WaitForFirstConsumer',
  };
}
