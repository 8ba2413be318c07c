import { type JsonObject, keysOf } from '../../base';
import { Inclusions } from './inclusions';
import type { Keys } from './layers';
import type { PlacedObject } from './objects';
import { isTalosConfig } from './talos-piece';
import { isOf, type Tree } from './tree';

/** Kinds that live in a namespace, as far as rules ask for one. */
const namespaced = new Set([
  ...['CiliumNetworkPolicy', 'NetworkPolicy', 'Service', 'Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob'],
  ...['ConfigMap', 'Secret', 'Gateway', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'ReferenceGrant', 'CiliumEnvoyConfig', 'EndpointSlice'],
  ...['HelmRelease', 'HelmRepository', 'OCIRepository'],
]);

/** The Kubernetes objects of a tree, each in the namespace that Kustomize or Flux puts it into; what components have, in each. */
export function objectsOf(tree: Tree): PlacedObject[] {
  const inclusions = new Inclusions(tree);
  return tree.documents.flatMap((document): PlacedObject[] => {
    const { object, at } = document;
    if (typeof object.kind !== 'string' || typeof object.apiVersion !== 'string' || isTalosConfig(object)) return [];
    if (isOf(object, 'kustomize.config.k8s.io')) return [];
    const why = tree.why(document);
    const place = (path: string | Keys) => document.place(typeof path === 'string' ? keysOf(path) : path);
    const all = inclusions.namespacesOf(document);
    return (namespaced.has(object.kind) ? all : all.slice(0, 1)).map((namespace) => {
      const isMoved = namespaced.has(object.kind as string) && namespace !== undefined;
      return { object: isMoved ? inNamespace(object, namespace) : object, at, place, ...(why === undefined ? {} : { why }) };
    });
  });
}

function inNamespace(object: JsonObject, namespace: string): JsonObject {
  return { ...object, metadata: { ...(object.metadata as JsonObject | undefined), namespace } };
}
