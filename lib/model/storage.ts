import { type Branded, frozen } from './value';

/** Options of {@link localPath}. */
export interface LocalPathOptions {
  /**
   * The folder on the node that volumes live in, below `/var`, the only place that Talos keeps. Below `/var/mnt` it becomes
   * a user volume; elsewhere it is mounted into the kubelet, which config of contract 1.14 has no place for.
   *
   * @default '/var/mnt/local-path-provisioner', as in Talos' own guide; the provisioner's own default, `/opt`, is read-only there
   * @see https://docs.siderolabs.com/kubernetes-guides/csi/local-storage
   */
  readonly path?: string;
}

/** Rancher's local-path provisioner, as made by {@link localPath}. */
export interface LocalPathStorage extends Branded<'storage'> {
  readonly kind: 'local-path';
  readonly options: LocalPathOptions;
}

/** A default StorageClass that somebody else brings, as made by {@link existingStorage}. */
export interface ExistingStorage extends Branded<'storage'> {
  readonly kind: 'existing';
  readonly className: string;
}

/** Where claims get their volumes from. */
export type Storage = LocalPathStorage | ExistingStorage;

/** The local-path provisioner with the default StorageClass `local-path`: volumes are folders of the node, and are kept when a claim goes. */
export function localPath(options: LocalPathOptions = {}): LocalPathStorage {
  return frozen({ kind: 'local-path', options: { ...options } } as LocalPathStorage);
}

/** Says that a StorageClass of this name exists and is the default: nothing is emitted for storage. */
export function existingStorage(className: string): ExistingStorage {
  return frozen({ kind: 'existing', className } as ExistingStorage);
}

/** The name of the user volume that a folder is, or `undefined` where it is none. */
export function userVolumeName(path: string): string | undefined {
  return /^\/var\/mnt\/([a-zA-Z0-9-]{1,34})$/.exec(path)?.[1];
}
