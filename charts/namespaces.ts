import type * as k8s from '../imports/kubernetes-1.36';
import type { Model, NamespaceModel } from '../lib/model';
import { inLayer, type LayeredObject } from './object';

/** The Namespace objects of a definition; those that every cluster has are left to it. */
export function namespaces(model: Model): LayeredObject[] {
  return model.namespaces
    .filter(({ name }) => !['default', 'kube-system', 'kube-public', 'kube-node-lease'].includes(name))
    .map((ns) => inLayer('namespaces', namespaceObject(ns), ns.at));
}

function namespaceObject({ name, options }: Pick<NamespaceModel, 'name' | 'options'>): k8s.Namespace {
  const labels = {
    ...(options.podSecurity === undefined ? {} : { 'pod-security.kubernetes.io/enforce': options.podSecurity }),
    ...options.labels,
  };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, ...(Object.keys(labels).length === 0 ? {} : { labels }) } };
}
