import { manifestName, readManifest } from '../manifest';
import { foldersOf, whyUnsafe } from './paths';

/** What a cluster's manifest says of the files that Ichor wrote; paths start at the output folder. */
export class KnownFiles {
  /** For each path a hash that its file had, and the one that it has once `recognizes` has seen it. */
  readonly hashes: Map<string, string>;
  private readonly known: ReadonlyMap<string, ReadonlySet<string>>;
  private readonly folders: ReadonlySet<string>;

  constructor(cluster: string, manifest: string) {
    const entries = [...readManifest(manifest)].filter(([path]) => whyUnsafe(path) === undefined && path !== manifestName);
    this.known = new Map(entries.map(([path, hashes]) => [`${cluster}/${path}`, hashes]));
    this.hashes = new Map([...this.known].map(([path, hashes]) => [path, [...hashes][0] as string]));
    this.folders = new Set([...this.known.keys()].flatMap(foldersOf));
  }

  /** Whether Ichor wrote a file to the path. */
  has(path: string): boolean {
    return this.known.has(path);
  }

  /** Whether Ichor wrote a file somewhere below the folder. */
  hasBelow(folder: string): boolean {
    return this.folders.has(folder);
  }

  /** Whether Ichor wrote a file of that hash to the path, so that nobody has edited it since. */
  recognizes(path: string, hash: string): boolean {
    const recognized = this.known.get(path)?.has(hash) ?? false;
    if (recognized) this.hashes.set(path, hash);
    return recognized;
  }
}
