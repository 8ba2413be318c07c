import { isObject, type JsonObject, overlay, type Place } from '../../base';
import type { InputDocument } from '../../input';
import type { Keys, Layer } from './layers';
import { hasOnly } from './tree';

/** Whom a piece of Talos config is for. */
export type TalosRole = 'control-plane' | 'worker' | 'all' | 'node';

/** A piece of Talos config: a document of a patch, or of the whole config of a machine. */
export interface TalosPiece {
  readonly layer: Layer;
  readonly role: TalosRole;
  /** The machine that a patch of one is for, and its role where a file says it. */
  readonly node?: { readonly name: string; readonly role?: 'control-plane' | 'worker' };
  /** Whether the file has all of a machine's config. */
  readonly whole: boolean;
  /**
   * `facts` where another program's words were translated, which is nobody's document; `config` for what is judged as it is, but
   * adds nothing.
   */
  readonly only?: 'facts' | 'config';
}

const topLevel = new Set(['version', 'debug', 'persist', 'machine', 'cluster', 'sops']);
const machineKeys = new Set([
  ...['type', 'token', 'ca', 'acceptedCAs', 'certSANs', 'controlPlane', 'kubelet', 'pods', 'network', 'disks', 'install', 'files', 'env'],
  ...['time', 'sysctls', 'sysfs', 'registries', 'systemDiskEncryption', 'features', 'udev', 'logging', 'kernel', 'seccompProfiles'],
  ...['baseRuntimeSpecOverrides', 'nodeLabels', 'nodeAnnotations', 'nodeTaints', '$patch'],
]);
const clusterKeys = new Set([
  ...['id', 'secret', 'controlPlane', 'clusterName', 'network', 'token', 'aescbcEncryptionSecret', 'secretboxEncryptionSecret', 'ca'],
  ...['acceptedCAs', 'aggregatorCA', 'serviceAccount', 'apiServer', 'controllerManager', 'proxy', 'scheduler', 'discovery', 'etcd'],
  ...['coreDNS', 'externalCloudProvider', 'extraManifests', 'extraManifestHeaders', 'inlineManifests', 'adminKubeconfig'],
  ...['allowSchedulingOnControlPlanes', 'allowSchedulingOnMasters', '$patch'],
]);

/** Whether the object is a document of Talos' machine config, in either form; some misspelt keys don't make it something else. */
export function isTalosConfig(object: JsonObject): boolean {
  if (typeof object.kind === 'string') return object.apiVersion === 'v1alpha1';
  if (!isObject(object.machine) && !isObject(object.cluster)) return false;
  const keys = [known(object.machine, machineKeys), known(object.cluster, clusterKeys)].flat();
  return hasOnly(object, topLevel) && 2 * keys.filter((isKnown) => isKnown).length > keys.length;
}

function known(part: unknown, keys: ReadonlySet<string>): boolean[] {
  return isObject(part as never) ? Object.keys(part as object).map((key) => keys.has(key)) : [];
}

/** For whom a patch is, by the names that talhelper's users, topf, Omni and Ichor give to files and folders. */
export function roleOfPath(path: string): TalosRole {
  const parts = path
    .toLowerCase()
    .replace(/\.[a-z]+$/, '')
    .split('/');
  const folders = parts.slice(0, -1);
  if (folders.some((part) => part === 'node' || part === 'nodes')) return 'node';
  for (const part of [...parts].reverse()) {
    if (/^(control-?planes?|controllers?|masters?|cp)([-_.]|$)/.test(part)) return 'control-plane';
    if (/^workers?([-_.]|$)/.test(part)) return 'worker';
  }
  return 'all';
}

/** The machine that a patch is for, by the name of its file, or of its folder, below one of nodes. */
export function nodeOfPath(path: string): string | undefined {
  const parts = path.replace(/\.[a-z]+$/i, '').split('/');
  const at = parts.findIndex((part) => /^nodes?$/i.test(part));
  return at < 0 ? undefined : parts[at + 1]?.replace(/[-_.]patch$/i, '');
}

/** Config that another program's file says in words of its own, laid out as Talos has it. */
export function translated(document: InputDocument, config: JsonObject, from: Readonly<Record<string, string>>): Layer {
  const place = (path: string | Keys): Place => {
    const text = typeof path === 'string' ? path : path.join('.');
    const key = Object.keys(from).find((said) => text === said || text.startsWith(`${said}.`) || said.startsWith(`${text}.`));
    return key === undefined ? document.at : document.place(from[key] as string);
  };
  return { document: { object: config, at: document.at, place, placeInText: place }, inside: [], value: overlay({}, config) };
}
