import { readFileSync, statSync } from 'node:fs';
import { type Finding, finding, inDocument } from '../../base';
import type { Change } from '../change';
import { emitManifest, hashOf, isManifest, manifestName } from '../manifest';
import type { Claim, Claims } from './claims';
import { entriesOf, type Kind, kindAt } from './disk';
import { KnownFiles } from './known-files';
import { foldPath, quotePath } from './paths';

/** A file as it has to be on disk; the path starts at the output folder. */
export interface Wanted {
  readonly path: string;
  readonly bytes: Buffer;
  /** The hash of the bytes. */
  readonly hash: string;
  readonly executable: boolean;
}

/** What has to happen in one cluster's folder. */
export interface ClusterPlan {
  readonly cluster: string;
  /** Files to put in place. */
  readonly writes: readonly Wanted[];
  /** Orphans to remove. */
  readonly removals: readonly string[];
  /** Whether an orphan stands where something new must go, so that orphans go first. */
  readonly removeFirst: boolean;
  /** Folders that are empty once the orphans are gone, the deepest first. */
  readonly emptied: readonly string[];
  /** The manifest while files are being replaced; `undefined` when none is. */
  readonly publishing: string | undefined;
  /** The manifest afterwards; `undefined` when it is right already or goes with the cluster. */
  readonly manifest: string | undefined;
  /** Whether the cluster has no folder yet. */
  readonly isNew: boolean;
  /** Whether no definition has this cluster any more. */
  readonly gone: boolean;
}

/** Whether the folder of the output is one that Ichor wrote. */
export function isClusterFolder(dist: string, folder: string): boolean {
  const manifest = `${dist}/${folder}/${manifestName}`;
  return kindAt(manifest) === 'file' && isManifest(readFileSync(manifest, 'utf8'));
}

/** Compares what stands in one cluster's folder with what should; it changes nothing. */
export class Survey {
  readonly changes: Change[] = [];
  readonly findings: Finding[] = [];
  private readonly manifestPath: string;
  /** What is wanted and was not found yet. */
  private readonly missing: Map<string, Wanted>;
  private readonly writes: Wanted[] = [];
  private readonly removals: string[] = [];
  private readonly emptied: string[] = [];
  private known: KnownFiles;
  private removeFirst = false;
  /** Where a file system has no executable bits, every file shows them, the manifest too. */
  private hasModes = true;

  /**
   * @param dist the output folder
   * @param files what the cluster should have; `undefined` when it is gone
   */
  constructor(
    private readonly dist: string,
    private readonly cluster: string,
    private readonly files: readonly Wanted[] | undefined,
    private readonly claims: Claims,
  ) {
    this.manifestPath = `${cluster}/${manifestName}`;
    this.missing = new Map(files?.map((file) => [file.path, file]));
    this.known = new KnownFiles(cluster, '');
  }

  /** What has to happen so that the folder holds what it should. */
  plan(): ClusterPlan {
    const kind = kindAt(this.at(this.cluster));
    let manifest: string | undefined;
    if (kind === 'folder') {
      manifest = this.readManifest();
      this.walk(this.cluster);
    } else if (kind !== undefined) {
      this.inTheWay(this.cluster, kind, { path: this.cluster, kind: 'folder' });
    }
    for (const file of this.missing.values()) this.settle(file, { path: file.path, change: 'added' });
    const replaces = this.files !== undefined && this.writes.length + this.removals.length > 0;
    return {
      cluster: this.cluster,
      writes: this.writes,
      removals: this.removals,
      removeFirst: this.removeFirst,
      emptied: this.emptied.sort().reverse(),
      publishing: replaces ? this.emitManifest(this.known.hashes, hashesOf(this.writes)) : undefined,
      manifest: this.planManifest(manifest),
      isNew: kind === undefined,
      gone: this.files === undefined,
    };
  }

  private readManifest(): string | undefined {
    const kind = kindAt(this.at(this.manifestPath));
    if (kind === undefined) return undefined;
    if (kind !== 'file') {
      this.inTheWay(this.manifestPath, kind, { path: this.manifestPath, kind: 'file' });
      return undefined;
    }
    const text = readFileSync(this.at(this.manifestPath), 'utf8');
    this.known = new KnownFiles(this.cluster, text);
    this.hasModes = !isExecutable(this.at(this.manifestPath));
    return text;
  }

  private planManifest(present: string | undefined): string | undefined {
    if (this.files === undefined) {
      this.changes.push({ path: this.manifestPath, change: 'removed' });
      return undefined;
    }
    const text = this.emitManifest(hashesOf(this.files));
    const change = present === undefined ? 'added' : present === text ? 'unchanged' : 'changed';
    this.changes.push({ path: this.manifestPath, change });
    return change === 'unchanged' && this.writes.length + this.removals.length === 0 ? undefined : text;
  }

  /** Judges everything in a folder; says whether anything stays there. */
  private walk(folder: string): boolean {
    let stays = false;
    for (const { name, kind } of entriesOf(this.at(folder))) {
      const path = `${folder}/${name}`;
      if (path === this.manifestPath || this.judge(path, kind)) stays = true;
    }
    return stays;
  }

  /** Judges what stands at a path; says whether anything stays there. */
  private judge(path: string, kind: Kind): boolean {
    const claim = this.claims.get(foldPath(path));
    if (claim?.path === path && claim.kind === kind) {
      const file = this.missing.get(path);
      if (file === undefined) this.walk(path);
      else this.settle(file, this.compare(file));
      return true;
    }
    if (this.goes(path, kind)) {
      if (claim !== undefined) this.removeFirst = true;
      return false;
    }
    if (claim !== undefined) this.inTheWay(path, kind, claim);
    else if (kind !== 'folder' || !this.known.hasBelow(path)) this.leave(path, kind);
    return true;
  }

  /** Plans the removal of an orphan, or of a folder that only orphans keep; says whether it goes. */
  private goes(path: string, kind: Kind): boolean {
    if (kind === 'folder' && this.known.hasBelow(path) && !this.walk(path)) {
      this.emptied.push(path);
      return true;
    }
    if (kind === 'file' && this.known.has(path) && this.known.recognizes(path, hashOf(readFileSync(this.at(path))))) {
      this.removals.push(path);
      this.changes.push({ path, change: 'removed' });
      return true;
    }
    return false;
  }

  /** What a synth means for a wanted file that is there already. */
  private compare({ path, bytes, hash, executable }: Wanted): Change {
    const present = readFileSync(this.at(path));
    if (present.equals(bytes)) {
      this.known.recognizes(path, hash);
      const right = !this.hasModes || isExecutable(this.at(path)) === executable;
      return { path, change: right ? 'unchanged' : 'changed' };
    }
    if (this.known.recognizes(path, hashOf(present))) return { path, change: 'changed' };
    const message = this.known.has(path)
      ? 'was edited by hand since the last synth; the edit is replaced (git has it)'
      : 'stands where Ichor writes, but is not in its manifest; it is replaced (git has it)';
    this.report('OUT002', path, message, 'change the definition instead: this file is written from it');
    return { path, change: 'changed', edited: true };
  }

  private settle(file: Wanted, change: Change): void {
    this.missing.delete(file.path);
    this.changes.push(change);
    if (change.change !== 'unchanged') this.writes.push(file);
  }

  /** Reports what is not for Ichor to remove; an empty folder is not worth a word. */
  private leave(path: string, kind: Kind): void {
    if (this.known.has(path)) {
      this.changes.push({ path, change: 'unchanged', edited: true });
      this.report(
        'OUT003',
        path,
        'is no longer written, but was edited by hand since the last synth; it is left alone',
        'remove it, or keep it as your own',
      );
    } else if (kind !== 'folder' || entriesOf(this.at(path)).length > 0) {
      this.report('OUT006', path, "is not Ichor's and is left alone");
    }
  }

  private inTheWay(path: string, kind: Kind, claim: Pick<Claim, 'path' | 'kind'>): void {
    const there = kind === 'link' ? 'a symbolic link' : kind === 'other' ? 'neither a file nor a folder' : `a ${kind}`;
    const message =
      claim.path === path
        ? `is ${there}, but a ${claim.kind} must stand here${kind === 'link' ? '; Ichor does not write through links' : ''}`
        : `differs only in case from ${quotePath(claim.path)}, which must stand here: on macOS and Windows they are one path`;
    this.report('OUT005', path, message, 'move it away, then synthesize again');
  }

  private report(id: 'OUT002' | 'OUT003' | 'OUT005' | 'OUT006', path: string, message: string, repair?: string): void {
    this.findings.push(finding(id, inDocument(this.at(path)), message, repair === undefined ? {} : { repair }));
  }

  private emitManifest(files: ReadonlyMap<string, string>, publishing?: ReadonlyMap<string, string>): string {
    return emitManifest(this.inside(files), publishing && this.inside(publishing));
  }

  private inside(hashes: ReadonlyMap<string, string>): Map<string, string> {
    return new Map([...hashes].map(([path, hash]) => [path.slice(this.cluster.length + 1), hash]));
  }

  private at(path: string): string {
    return `${this.dist}/${path}`;
  }
}

function hashesOf(files: readonly Wanted[]): Map<string, string> {
  return new Map(files.map(({ path, hash }) => [path, hash]));
}

function isExecutable(file: string): boolean {
  return (statSync(file).mode & 0o100) !== 0;
}
