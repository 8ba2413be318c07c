import type { InputDocument } from '../../../input';
import { folderOf, isBelow, isOf, itemsAt, pathFrom, type Tree, textAt } from '../tree';
import { labelsOf } from './labels';
import { listed, type Patch, patchesOfKustomization } from './patches';

/** Something that puts objects together: a kustomization, or what Flux or Argo CD makes of a folder. */
export interface Build {
  readonly file: string;
  /** The documents that it is made of, those of what it includes among them. */
  readonly members: ReadonlySet<InputDocument>;
  /** What it includes. */
  readonly inner: readonly Build[];
  readonly patches: readonly Patch[];
}

/** The files of kustomizations, of which each folder has one at most. */
export function kustomizationFiles(tree: Tree): InputDocument[] {
  const named = tree.kind('').filter(({ at }) => /(^|\/)kustomization\.ya?ml$/i.test(at.file));
  const kinds = [...tree.kind('Kustomization'), ...tree.kind('Component')];
  return [...kinds.filter(({ object }) => isOf(object, 'kustomize.config.k8s.io')), ...named];
}

/** Everything in a tree that puts objects together; `changed` are the documents of Flux that something has patched itself. */
export async function buildsOf(tree: Tree, changed: ReadonlyMap<InputDocument, InputDocument>): Promise<Build[]> {
  return new Builder(tree, changed).all();
}

class Builder {
  private readonly kustomizations = new Map<string, InputDocument>();
  private readonly built = new Map<InputDocument, Promise<Build>>();
  private readonly open = new Set<InputDocument>();
  private readonly folders = new Map<string, InputDocument[]>();
  private folderNames: Set<string> | undefined;

  constructor(
    private readonly tree: Tree,
    private readonly changed: ReadonlyMap<InputDocument, InputDocument>,
  ) {
    for (const document of kustomizationFiles(tree)) this.kustomizations.set(folderOf(document.at.file), document);
    for (const document of tree.documents) {
      const folder = folderOf(document.at.file);
      const list = this.folders.get(folder);
      if (list === undefined) this.folders.set(folder, [document]);
      else list.push(document);
    }
  }

  async all(): Promise<Build[]> {
    const builds: Build[] = [];
    for (const document of this.kustomizations.values()) {
      if (document.object.kind !== 'Component') builds.push(await this.kustomization(document));
    }
    for (const document of this.tree.kind('Kustomization')) {
      if (!isOf(document.object, 'kustomize.toolkit.fluxcd.io')) continue;
      builds.push(await this.deployed(document, textAt(document.object, 'spec', 'path'), ['spec', 'patches']));
    }
    for (const document of this.tree.kind('Application')) {
      const path = textAt(document.object, 'spec', 'source', 'path');
      if (isOf(document.object, 'argoproj.io') && path !== undefined)
        builds.push(await this.deployed(document, path, ['spec', 'source', 'kustomize', 'patches']));
    }
    return builds;
  }

  private kustomization(document: InputDocument): Promise<Build> {
    // One that includes itself has nothing more to say the second time.
    if (this.open.has(document)) return Promise.resolve({ file: document.at.file, members: new Set(), inner: [], patches: [] });
    const known = this.built.get(document);
    if (known !== undefined) return known;
    const build = this.build(document);
    this.built.set(document, build);
    return build;
  }

  private async build(document: InputDocument): Promise<Build> {
    this.open.add(document);
    const members = new Set<InputDocument>();
    const inner: Build[] = [];
    const patches: Patch[] = [];
    const include = async (of: InputDocument): Promise<void> => {
      const folder = folderOf(of.at.file);
      for (const entry of [...itemsAt(of.object, 'resources'), ...itemsAt(of.object, 'bases')]) {
        const path = pathFrom(folder, String(entry));
        const other = this.kustomizations.get(path);
        if (other !== undefined && other !== document) inner.push(await this.kustomization(other));
        for (const member of this.tree.file(path)) members.add(member);
      }
      for (const entry of itemsAt(of.object, 'components')) {
        const component = this.kustomizations.get(pathFrom(folder, String(entry)));
        if (component === undefined || this.open.has(component)) continue;
        this.open.add(component);
        await include(component);
        this.open.delete(component);
      }
      patches.push(...(await patchesOfKustomization(this.tree, of)), ...labelsOf(of.object));
    };
    await include(document);
    for (const build of inner) for (const member of build.members) members.add(member);
    this.open.delete(document);
    return { file: document.at.file, members, inner, patches };
  }

  /** What Flux or Argo CD makes of a folder: that of its kustomization, or of everything below. */
  private async deployed(document: InputDocument, path: string | undefined, patchesAt: readonly string[]): Promise<Build> {
    const patches = await listed(this.tree, this.changed.get(document) ?? document, patchesAt);
    const members = new Set<InputDocument>();
    const inner: Build[] = [];
    const folder = path === undefined ? undefined : this.folderOf(pathFrom('', path));
    if (folder !== undefined) await this.folder(folder, members, inner);
    for (const entry of itemsAt(document.object, 'spec', 'components')) {
      const component = folder === undefined ? undefined : this.kustomizations.get(pathFrom(folder, String(entry)));
      if (component === undefined) continue;
      const own = await this.kustomization(component);
      for (const member of own.members) members.add(member);
      patches.unshift(...own.patches);
    }
    for (const build of inner) for (const member of build.members) members.add(member);
    return { file: document.at.file, members, inner, patches };
  }

  private async folder(folder: string, members: Set<InputDocument>, inner: Build[]): Promise<void> {
    const own = this.kustomizations.get(folder);
    if (own !== undefined) {
      inner.push(await this.kustomization(own));
      return;
    }
    for (const [path, documents] of this.folders) {
      if (!isBelow(folder, path)) continue;
      const nearest = this.kustomizedAbove(path, folder);
      if (nearest === undefined) for (const document of documents) members.add(document);
      else if (nearest === path) inner.push(await this.kustomization(this.kustomizations.get(path) as InputDocument));
    }
  }

  /** The highest folder with a kustomization on the way from one folder down to another. */
  private kustomizedAbove(path: string, from: string): string | undefined {
    const rest = from === '' ? path : path.slice(from.length + 1);
    let current = from;
    for (const part of rest === '' ? [] : rest.split('/')) {
      current = current === '' ? part : `${current}/${part}`;
      if (this.kustomizations.has(current)) return current;
    }
    return undefined;
  }

  /** The folder of a path from the repository's top, which may lie deeper than what was read. */
  private folderOf(path: string): string | undefined {
    this.folderNames ??= this.allFolders();
    if (this.folderNames.has(path)) return path;
    const found = [...this.folderNames].filter((folder) => folder.endsWith(`/${path}`));
    return found.length === 1 ? found[0] : undefined;
  }

  private allFolders(): Set<string> {
    const folders = new Set<string>(['']);
    for (const folder of this.folders.keys()) for (let at = folder; at !== '' && !folders.has(at); at = folderOf(at)) folders.add(at);
    return folders;
  }
}
