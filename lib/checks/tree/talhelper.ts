import { isObject, type Json, type JsonObject, pathOf, valueAt } from '../../base';
import type { InputDocument } from '../../input';
import { embedded } from './embedded';
import type { Keys } from './layers';
import { isTalosConfig, type TalosPiece, type TalosRole, translated } from './talos-piece';
import { itemsAt } from './tree';

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
          const piece = { layer: { document: each, inside: [], value: each.object }, role, whole: false };
          if (isTalosConfig(each.object)) pieces.push(piece);
          if (!isOperation(each.object)) continue;
          pieces.push({ ...piece, only: 'config' });
          const said = applied(each.object);
          const at = { object: each.object, at: each.at, place: () => each.at, placeInText: () => each.at };
          if (said !== undefined) pieces.push({ ...piece, layer: { document: at, inside: [], value: said }, only: 'facts' });
          else if (role !== 'node' && role !== 'worker') why ??= `the JSON patch ${pathOf([...path, i])} is not applied here`;
        }
      }
    }
  };
  await read(['patches'], itemsAt(object, 'patches'), 'all');
  await read(['controlPlane', 'patches'], itemsAt(object, 'controlPlane', 'patches'), 'control-plane');
  await read(['worker', 'patches'], itemsAt(object, 'worker', 'patches'), 'worker');
  for (const [i, node] of itemsAt(object, 'nodes').entries()) await read(['nodes', i, 'patches'], itemsAt(node, 'patches'), 'node');
  return { pieces, files, ...(why === undefined ? {} : { why }) };
}

/** Whether this is an operation of a JSON patch. */
function isOperation(object: JsonObject): boolean {
  return typeof object.op === 'string' && typeof object.path === 'string';
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
