import { isObject, type JsonObject, type Place, valueAt } from '../../base';
import type { InputDocument } from '../../input';
import { patchesOf, type TalosCommand, talosCommands } from './commands';
import { embedded } from './embedded';
import { isOperation } from './kustomize';
import { type Keys, type Layer, Layers } from './layers';
import { omniClusters } from './omni';
import { operationPieces, talhelper } from './talhelper';
import { isTalosConfig, nodeOfPath, roleOfPath, type TalosPiece, type TalosRole } from './talos-piece';
import { folderOf, itemsAt, pathFrom, type Tree, textAt } from './tree';

/** The Talos part of a tree. */
export interface TalosParts {
  readonly pieces: readonly TalosPiece[];
  /** What nodes are made from: the file of talhelper, topf or Omni. */
  readonly inventories: readonly Inventory[];
  /** What talosctl makes them with. */
  readonly commands: readonly TalosCommand[];
  /** Why the pieces aren't all. */
  readonly why?: string;
}

/** A file that lists the machines of a cluster. */
export interface Inventory {
  readonly by: 'talhelper' | 'topf' | 'omni';
  readonly document: InputDocument;
}

/** The config of machines that a tree has, with what talhelper and topf make it from. */
export async function talosParts(tree: Tree): Promise<TalosParts> {
  const configs = [...tree.documents].filter(({ object }) => isTalosConfig(object));
  const inventories = tree.kind('').flatMap((document): Inventory[] => {
    const by = inventoryOf(document);
    return by === undefined ? [] : [{ by, document }];
  });
  const templates = omniClusters(tree);
  const [template, otherTemplate] = templates;
  if (otherTemplate === undefined) inventories.push(...templates.map(({ inventory }) => ({ by: 'omni' as const, document: inventory })));
  const machines = new Map<string, string>();
  for (const { object, at } of configs) {
    const type = textAt(object, 'machine', 'type');
    if (type !== undefined) machines.set(at.file, type);
  }
  const named = new Map<string, TalosRole>();
  const own: TalosPiece[] = [];
  let why =
    template === undefined || otherTemplate === undefined
      ? undefined
      : `${template.inventory.at.file} and ${otherTemplate.inventory.at.file} are clusters of their own: name the folder of one`;
  const isMachine = inventories.length > 0 || configs.some(({ object }) => isObject(valueAt(object, 'machine', 'install')));
  // A script that makes containers is for trying out where there are machines.
  const commands = talosCommands(tree).filter(({ makes }) => makes === 'config' || !isMachine);
  const inCommands = await patchesInCommands(tree, inventories.length > 0 ? [] : commands);
  for (const [file, role] of inCommands.files) named.set(file, role);
  why ??= inCommands.why;
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
  if (template !== undefined && otherTemplate === undefined) {
    own.push(...template.pieces);
    for (const { path, role } of template.files) {
      named.set(path, role);
      if (tree.file(path).length === 0) why ??= `the patch ${path} can't be read here`;
    }
  }
  const pieces = configs.map((document): TalosPiece => {
    const { file } = document.at;
    const type = machines.get(file);
    const role = type === undefined ? (named.get(file) ?? roleOfPath(file)) : type === 'worker' ? 'worker' : 'control-plane';
    const layer = { document, inside: [], value: document.object };
    const name = role === 'node' ? nodeOfPath(file) : undefined;
    if (name === undefined) return { layer, role, whole: type !== undefined };
    const nodeRole = roleOfNode(name, inventories) ?? headed(tree.file(file)[0]);
    return { layer, role, whole: false, node: { name, ...(nodeRole === undefined ? {} : { role: nodeRole }) } };
  });
  for (const [file, role] of named) {
    for (const document of tree.file(file).filter(({ object }) => isOperation(object))) {
      const operation = operationPieces(document, role);
      pieces.push(...operation);
      if (operation.length < 2 && role !== 'node' && role !== 'worker') why ??= `the JSON patch ${file} is not applied here`;
    }
  }
  return { pieces: inCommands.ordered([...own, ...pieces]), inventories, commands, ...(why === undefined ? {} : { why }) };
}

/** The patches that commands name, and those that they have in them, which come in the order in which they stand there. */
async function patchesInCommands(tree: Tree, commands: readonly TalosCommand[]) {
  const files = new Map<string, TalosRole>();
  const inside: { readonly piece: TalosPiece; readonly order: number }[] = [];
  const orders = new Map<string, number>();
  let why: string | undefined;
  for (const [order, { role, file, text }] of patchesOf(tree, commands).entries()) {
    if (file !== undefined) {
      files.set(file, role);
      orders.set(file, order);
      if (tree.file(file).length === 0) why ??= `the patch ${file} can't be read here`;
    }
    const read = text === undefined ? { documents: [] } : await embedded(text.document, text.inside, text.text);
    if ('why' in read) {
      why ??= read.why;
      continue;
    }
    for (const document of read.documents) {
      const own = piecesOf(document, role);
      inside.push(...own.map((piece) => ({ piece, order })));
      if (isOperation(document.object) && own.length < 2 && role !== 'worker')
        why ??= `a JSON patch in ${document.at.file} is not applied here`;
    }
  }
  const ordered = (pieces: readonly TalosPiece[]): TalosPiece[] =>
    [...pieces.map((piece) => ({ piece, order: orders.get(piece.layer.document.at.file) ?? -1 })), ...inside]
      .sort((a, b) => a.order - b.order)
      .map(({ piece }) => piece);
  return { files, why, ordered };
}

/** What a document of a patch says, as config or as an operation. */
function piecesOf(document: InputDocument, role: TalosRole): TalosPiece[] {
  if (isOperation(document.object)) return operationPieces(document, role);
  return isTalosConfig(document.object) ? [{ layer: { document, inside: [], value: document.object }, role, whole: false }] : [];
}

function roleOfNode(name: string, inventories: readonly Inventory[]): 'control-plane' | 'worker' | undefined {
  for (const { document } of inventories) {
    for (const node of itemsAt(document.object, 'nodes')) {
      if (textAt(node, 'hostname') !== name && textAt(node, 'host') !== name) continue;
      return valueAt(node, 'controlPlane') === true || textAt(node, 'role') === 'control-plane' ? 'control-plane' : 'worker';
    }
  }
  return undefined;
}

/** The role that Ichor's own patches of nodes name: that whose patch comes before. */
function headed(document: InputDocument | undefined): 'control-plane' | 'worker' | undefined {
  const patch = /^Strategic-merge patch for the node .*, behind (controlplane|worker)-patch\.yaml/.exec(document?.heading ?? '')?.[1];
  return patch === undefined ? undefined : patch === 'worker' ? 'worker' : 'control-plane';
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

/** The labels and taints that a machine's config gives to its node. */
export function nodeMarks(config: JsonObject): { readonly labels: Record<string, string>; readonly taints: readonly unknown[] } {
  const labels = valueAt(config, 'machine', 'nodeLabels');
  return { labels: isObject(labels) ? (labels as Record<string, string>) : {}, taints: itemsAt(config, 'machine', 'nodeTaints') };
}
