import { isObject, type JsonObject, type Place, valueAt } from '../../base';
import type { InputDocument } from '../../input';
import { type Keys, type Layer, Layers } from './layers';
import { talhelper } from './talhelper';
import { isTalosConfig, roleOfPath, type TalosPiece, type TalosRole } from './talos-piece';
import { folderOf, itemsAt, pathFrom, type Tree, textAt } from './tree';

/** The Talos part of a tree. */
export interface TalosParts {
  readonly pieces: readonly TalosPiece[];
  /** What nodes are made from: talhelper's or topf's file. */
  readonly inventories: readonly Inventory[];
  /** Why the pieces aren't all. */
  readonly why?: string;
}

/** A file that lists the machines of a cluster. */
export interface Inventory {
  readonly by: 'talhelper' | 'topf';
  readonly document: InputDocument;
}

/** The config of machines that a tree has, with what talhelper and topf make it from. */
export async function talosParts(tree: Tree): Promise<TalosParts> {
  const configs = [...tree.documents].filter(({ object }) => isTalosConfig(object));
  const inventories = tree.kind('').flatMap((document): Inventory[] => {
    const by = inventoryOf(document);
    return by === undefined ? [] : [{ by, document }];
  });
  const machines = new Map<string, string>();
  for (const { object, at } of configs) {
    const type = textAt(object, 'machine', 'type');
    if (type !== undefined) machines.set(at.file, type);
  }
  const named = new Map<string, TalosRole>();
  const own: TalosPiece[] = [];
  let why: string | undefined;
  for (const { by, document } of inventories) {
    if (by === 'talhelper') {
      const read = await talhelper(document);
      own.push(...read.pieces);
      why ??= read.why;
      for (const { path, role } of read.files) {
        const file = pathFrom(folderOf(document.at.file), path);
        named.set(file, role);
        if (tree.file(file).length === 0) why ??= `the patch ${file} can't be read here`;
      }
    }
  }
  const pieces = configs.map((document): TalosPiece => {
    const { file } = document.at;
    const type = machines.get(file);
    const role = type === undefined ? (named.get(file) ?? roleOfPath(file)) : type === 'worker' ? 'worker' : 'control-plane';
    return { layer: { document, inside: [], value: document.object }, role, whole: type !== undefined };
  });
  return { pieces: [...own, ...pieces], inventories, ...(why === undefined ? {} : { why }) };
}

function inventoryOf({ object, at }: InputDocument): Inventory['by'] | undefined {
  if (!Array.isArray(object.nodes)) return undefined;
  if (/(^|\/)topf\.ya?ml$/.test(at.file) && 'clusterEndpoint' in object) return 'topf';
  return 'clusterName' in object && 'endpoint' in object ? 'talhelper' : undefined;
}

/** The config of control planes: what their patches come to, or a machine's whole config. */
export class TalosSet {
  private readonly main: Layers;
  private readonly others = new Map<string, Layers>();

  constructor(readonly layers: readonly Layer[]) {
    this.main = new Layers(layers.filter(({ value }) => value.kind === undefined));
    const kinds = new Map<string, Layer[]>();
    for (const layer of layers) {
      if (layer.value.kind === undefined) continue;
      const key = `${String(layer.value.kind)}\n${String(layer.value.name ?? '')}`;
      kinds.set(key, [...(kinds.get(key) ?? []), layer]);
    }
    for (const [key, list] of kinds) this.others.set(key, new Layers(list));
  }

  /** The documents, each once. */
  documents(): JsonObject[] {
    return [this.main.value, ...[...this.others.values()].map(({ value }) => value)];
  }

  /** Where a value stands; the path begins with the kind of the document, where it has one. */
  place([first, ...rest]: Keys): Place | undefined {
    const other = [...this.others].find(([key]) => key.startsWith(`${String(first)}\n`))?.[1];
    if (other !== undefined) return other.place(rest);
    return this.main.place(first === undefined ? [] : [first, ...rest]) ?? this.layers[0]?.document.at;
  }

  /** The value at such a path. */
  value([first, ...rest]: Keys): { readonly value: JsonObject; readonly keys: Keys } {
    const other = [...this.others].find(([key]) => key.startsWith(`${String(first)}\n`))?.[1];
    return other === undefined
      ? { value: this.main.value, keys: first === undefined ? [] : [first, ...rest] }
      : { value: other.value, keys: rest };
  }
}

/**
 * The sets to read facts of control planes from: each whole config of one, or, where there is none, the patches together.
 */
export function controlPlaneSets(pieces: readonly TalosPiece[]): TalosSet[] {
  const files = new Map<string, Layer[]>();
  for (const { layer, role, whole, only } of pieces) {
    if (!whole || only === 'config' || role !== 'control-plane') continue;
    const { file } = layer.document.at;
    files.set(file, [...(files.get(file) ?? []), layer]);
  }
  if (files.size > 0) return [...files.values()].map((layers) => new TalosSet(layers));
  const rank = { all: 0, 'control-plane': 1, worker: 2, node: 3 };
  const patches = pieces
    .filter(({ whole, role, only }) => !whole && only !== 'config' && (role === 'all' || role === 'control-plane'))
    .sort((a, b) => rank[a.role] - rank[b.role]);
  return patches.length === 0 ? [] : [new TalosSet(patches.map(({ layer }) => layer))];
}

/** The release of Talos that an installer's image has. */
export function imageVersion(pieces: readonly TalosPiece[]): { readonly text: string; readonly at: Place } | undefined {
  for (const { layer } of pieces) {
    const image =
      textAt(layer.value, 'machine', 'install', 'image') ??
      (layer.value.kind === 'UpgradeConfig' ? textAt(layer.value, 'image') : undefined);
    const tag = image === undefined ? undefined : /:v?(\d+\.\d+\.\d+[^@\s]*)/.exec(image)?.[1];
    if (tag !== undefined) return { text: tag, at: layer.document.place([...layer.inside, 'machine', 'install', 'image']) };
  }
  return undefined;
}

/** The labels and taints that a machine's config gives to its node. */
export function nodeMarks(config: JsonObject): { readonly labels: Record<string, string>; readonly taints: readonly unknown[] } {
  const labels = valueAt(config, 'machine', 'nodeLabels');
  return { labels: isObject(labels) ? (labels as Record<string, string>) : {}, taints: itemsAt(config, 'machine', 'nodeTaints') };
}
