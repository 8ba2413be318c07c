import { type JsonObject, keysOf } from '../../base';
import type { InputDocument } from '../../input';
import type { PlacedObject } from './objects';
import { isTalosConfig } from './talos-piece';
import { folderOf, isBelow, isOf, itemsAt, pathFrom, type Tree, textAt } from './tree';

/** Kinds that live in a namespace, as far as rules ask for one. */
const namespaced = new Set([
  ...['CiliumNetworkPolicy', 'NetworkPolicy', 'Service', 'Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob'],
  ...['ConfigMap', 'Secret', 'Gateway', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'ReferenceGrant', 'CiliumEnvoyConfig', 'EndpointSlice'],
]);

/** The Kubernetes objects of a tree, each in the namespace that Kustomize or Flux puts it into, and without what only patches. */
export function objectsOf(tree: Tree): PlacedObject[] {
  const patches = patchFiles(tree);
  const namespaces = new Namespaces(tree);
  return tree.documents.flatMap((document): PlacedObject[] => {
    const { object, at } = document;
    if (typeof object.kind !== 'string' || typeof object.apiVersion !== 'string' || isTalosConfig(object)) return [];
    if (isOf(object, 'kustomize.config.k8s.io') || patches.has(at.file)) return [];
    const namespace = namespaced.has(object.kind) ? namespaces.of(document) : undefined;
    const moved = namespace === undefined ? object : inNamespace(object, namespace);
    return [{ object: moved, at, place: (path) => document.place(typeof path === 'string' ? keysOf(path) : path) }];
  });
}

function inNamespace(object: JsonObject, namespace: string): JsonObject {
  return { ...object, metadata: { ...(object.metadata as JsonObject | undefined), namespace } };
}

/** Files that a kustomization lays over objects of other files. */
function patchFiles(tree: Tree): Set<string> {
  const files = new Set<string>();
  for (const { object, at } of kustomizations(tree)) {
    const listed = [
      ...itemsAt(object, 'patches').map((patch) => textAt(patch, 'path')),
      ...itemsAt(object, 'patchesStrategicMerge').map(String),
      ...itemsAt(object, 'patchesJson6902').map((patch) => textAt(patch, 'path')),
    ];
    for (const path of listed) if (path !== undefined) files.add(pathFrom(folderOf(at.file), path));
  }
  return files;
}

function kustomizations(tree: Tree): InputDocument[] {
  const named = tree.kind('').filter(({ at }) => /(^|\/)kustomization\.ya?ml$/i.test(at.file));
  return [...tree.kind('Kustomization').filter(({ object }) => isOf(object, 'kustomize.config.k8s.io')), ...named];
}

/** The namespaces that folders are put into. */
class Namespaces {
  private readonly folders = new Map<string, string>();
  private readonly targets: readonly { readonly path: string; readonly namespace: string }[];

  constructor(tree: Tree) {
    for (const { object, at } of kustomizations(tree)) {
      const namespace = textAt(object, 'namespace');
      if (namespace !== undefined) this.folders.set(folderOf(at.file), namespace);
    }
    this.targets = tree
      .kind('Kustomization')
      .filter(({ object }) => isOf(object, 'kustomize.toolkit.fluxcd.io'))
      .flatMap(({ object }) => {
        const [path, namespace] = [textAt(object, 'spec', 'path'), textAt(object, 'spec', 'targetNamespace')];
        return path === undefined || namespace === undefined ? [] : [{ path: pathFrom('', path), namespace }];
      })
      .sort((a, b) => b.path.length - a.path.length);
  }

  of({ object, at }: InputDocument): string | undefined {
    const folder = folderOf(at.file);
    const kustomized = this.folders.get(folder);
    if (kustomized !== undefined) return kustomized;
    const target = this.targets.find(({ path }) => path !== '' && (isBelow(path, folder) || `/${folder}/`.includes(`/${path}/`)));
    if (target !== undefined) return target.namespace;
    return textAt(object, 'metadata', 'namespace');
  }
}
