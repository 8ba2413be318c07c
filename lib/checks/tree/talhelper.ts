import { isObject, type Json, type JsonObject, pathOf, valueAt } from '../../base';
import type { InputDocument } from '../../input';
import { embedded } from './embedded';
import { isOperation } from './kustomize';
import type { Keys } from './layers';
import { isTalosConfig, type TalosPiece, type TalosRole, translated } from './talos-piece';
import { itemsAt, textAt } from './tree';

/** What talhelper makes machine configs from. */
export interface Talhelper {
  readonly pieces: readonly TalosPiece[];
  /** Files of patches, relative to the folder of `talconfig.yaml`. */
  readonly files: readonly { readonly path: string; readonly role: TalosRole }[];
  readonly why?: string;
}

/**
 * What a `talconfig.yaml` says for all machines and for each role.
 *
 * @see https://budimanjojo.github.io/talhelper/latest/reference/configuration/
 */
export async function talhelper(document: InputDocument): Promise<Talhelper> {
  const { object } = document;
  const pieces: TalosPiece[] = [{ layer: ownWords(document), role: 'all', whole: false, only: 'facts' }];
  const files: { path: string; role: TalosRole }[] = [];
  let why: string | undefined;
  const read = async (path: Keys, list: readonly Json[], role: TalosRole) => {
    for (const [i, patch] of list.entries()) {
      if (typeof patch !== 'string') continue;
      if (patch.startsWith('@')) {
        files.push({ path: patch.slice(1), role });
        continue;
      }
      const inner = await embedded(document, [...path, i], patch);
      if ('why' in inner) {
        if (role !== 'node' && role !== 'worker') why ??= inner.why;
      } else {
        for (const each of inner.documents) {
          if (isTalosConfig(each.object)) pieces.push({ layer: { document: each, inside: [], value: each.object }, role, whole: false });
          if (!isOperation(each.object)) continue;
          const own = operationPieces(each, role);
          pieces.push(...own);
          if (own.length < 2 && role !== 'node' && role !== 'worker') why ??= `the JSON patch ${pathOf([...path, i])} is not applied here`;
        }
      }
    }
  };
  await read(['patches'], itemsAt(object, 'patches'), 'all');
  await read(['controlPlane', 'patches'], itemsAt(object, 'controlPlane', 'patches'), 'control-plane');
  await read(['worker', 'patches'], itemsAt(object, 'worker', 'patches'), 'worker');
  for (const [i, node] of itemsAt(object, 'nodes').entries()) {
    const before = pieces.length;
    await read(['nodes', i, 'patches'], itemsAt(node, 'patches'), 'node');
    const own = {
      name: textAt(node, 'hostname') ?? `node ${i + 1}`,
      role: valueAt(node, 'controlPlane') === true ? ('control-plane' as const) : ('worker' as const),
    };
    pieces.push(...pieces.splice(before).map((piece) => ({ ...piece, node: own })));
  }
  return { pieces, files, ...(why === undefined ? {} : { why }) };
}

/** An operation of a JSON patch, as it is judged, and what it says, as far as that can be told alone. */
export function operationPieces(document: InputDocument, role: TalosRole): TalosPiece[] {
  const { object, at } = document;
  const piece: TalosPiece = { layer: { document, inside: [], value: object }, role, whole: false, only: 'config' };
  const said = applied(object);
  if (said === undefined) return [piece];
  const there = { object, at, place: () => at, placeInText: () => at };
  return [piece, { ...piece, layer: { document: there, inside: [], value: said }, only: 'facts' }];
}

/** What an operation sets, as a map; nothing where it takes something away, or leads into a list. */
function applied({ op, path, value = null }: JsonObject): JsonObject | undefined {
  const keys = String(path)
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  if ((op !== 'add' && op !== 'replace') || keys.length === 0 || keys.some((key) => /^(\d+|-)$/.test(key))) return undefined;
  return keys.reduceRight<Json>((below, key) => ({ [key]: below }), value) as JsonObject;
}

function ownWords(document: InputDocument) {
  const { object } = document;
  const schedules = object.allowSchedulingOnControlPlanes ?? object.allowSchedulingOnMasters;
  const network: JsonObject = {
    ...(isObject(object.cniConfig) ? { cni: object.cniConfig } : {}),
    ...(object.clusterPodNets === undefined ? {} : { podSubnets: object.clusterPodNets }),
    ...(object.clusterSvcNets === undefined ? {} : { serviceSubnets: object.clusterSvcNets }),
  };
  const config: JsonObject = { cluster: { network, ...(schedules === undefined ? {} : { allowSchedulingOnControlPlanes: schedules }) } };
  return translated(document, config, {
    'cluster.network.cni': valueAt(object, 'cniConfig', 'name') === undefined ? 'cniConfig' : 'cniConfig.name',
    'cluster.network.podSubnets': 'clusterPodNets',
    'cluster.network.serviceSubnets': 'clusterSvcNets',
    'cluster.allowSchedulingOnControlPlanes':
      object.allowSchedulingOnControlPlanes === undefined ? 'allowSchedulingOnMasters' : 'allowSchedulingOnControlPlanes',
  });
}
