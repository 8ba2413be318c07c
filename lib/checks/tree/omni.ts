import { isObject, type Json, keysOf } from '../../base';
import type { InputDocument } from '../../input';
import { type Keys, layerAt } from './layers';
import type { TalosPiece, TalosRole } from './talos-piece';
import { folderOf, itemsAt, pathFrom, type Tree, textAt } from './tree';

/** A cluster template of Omni. */
export interface OmniCluster {
  /** Its releases, in the words of talhelper's file. */
  readonly inventory: InputDocument;
  readonly pieces: readonly TalosPiece[];
  /** Files of patches. */
  readonly files: readonly { readonly path: string; readonly role: TalosRole }[];
}

const roles: Readonly<Record<string, TalosRole>> = { Cluster: 'all', ControlPlane: 'control-plane', Workers: 'worker', Machine: 'node' };

/** Where talhelper's names for releases stand in a template. */
const releases: Readonly<Record<string, Keys>> = { talosVersion: ['talos', 'version'], kubernetesVersion: ['kubernetes', 'version'] };

/**
 * The cluster templates of a tree.
 *
 * @see https://docs.siderolabs.com/omni/reference/cluster-templates
 */
export function omniClusters(tree: Tree): OmniCluster[] {
  const clusters = tree.kind('Cluster').filter(({ object }) => isPart(object) && isObject(object.talos) && isObject(object.kubernetes));
  return clusters.map((cluster) => {
    const parts = tree.file(cluster.at.file).filter(({ object }) => isPart(object) && roles[String(object.kind)] !== undefined);
    const patches = parts.flatMap((document) => patchesOf(document, forWhom(document, parts)));
    return {
      inventory: inventoryOf(cluster),
      pieces: patches.flatMap((patch) => ('layer' in patch ? [patch] : [])),
      files: patches.flatMap((patch) => ('path' in patch ? [patch] : [])),
    };
  });
}

/** Whether a document may be one of a template: these have a kind, and no version of an API. */
function isPart(object: InputDocument['object']): boolean {
  return !('apiVersion' in object);
}

interface Whom {
  readonly role: TalosRole;
  readonly node?: NonNullable<TalosPiece['node']>;
}

/** For whom the patches of a document are: one of several sets of workers is told from the others as a machine is. */
function forWhom({ object }: InputDocument, parts: readonly InputDocument[]): Whom {
  const role = roles[String(object.kind)] as TalosRole;
  const name = textAt(object, 'name') ?? 'workers';
  const isOneOfSeveral = role === 'worker' && parts.filter(({ object: { kind } }) => kind === 'Workers').length > 1;
  if (isOneOfSeveral) return { role: 'node', node: { name: `the set ${name}`, role: 'worker' } };
  return role === 'node' ? { role, node: { name } } : { role };
}

function patchesOf(document: InputDocument, whom: Whom): (TalosPiece | OmniCluster['files'][number])[] {
  return itemsAt(document.object, 'patches').flatMap((patch: Json, i): (TalosPiece | OmniCluster['files'][number])[] => {
    const file = textAt(patch, 'file');
    if (file !== undefined) return [{ path: pathFrom(folderOf(document.at.file), file), role: whom.role }];
    const inline = isObject(patch) ? patch.inline : undefined;
    return layerAt(document, ['patches', i, 'inline'], inline).map((layer): TalosPiece => ({ layer, ...whom, whole: false }));
  });
}

function inventoryOf(cluster: InputDocument): InputDocument {
  const said = Object.entries(releases).map(([key, path]) => [key, textAt(cluster.object, ...path.map(String))]);
  const place: InputDocument['place'] = (path) => {
    const [first] = typeof path === 'string' ? keysOf(path) : path;
    return cluster.place(releases[String(first)] ?? []);
  };
  return {
    object: Object.fromEntries(said.filter(([, text]) => text !== undefined)),
    at: cluster.at,
    place,
    placeInText: place,
  };
}
