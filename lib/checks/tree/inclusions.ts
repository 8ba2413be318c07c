import type { InputDocument } from '../../input';
import { kustomizationFiles } from './kustomize';
import { folderOf, isBelow, isOf, itemsAt, pathFrom, type Tree, textAt } from './tree';

/** Somebody who includes a kustomization: another one, or Flux. */
interface Includer {
  /** The namespace that it puts everything into, whatever was said inside. */
  readonly namespace: string | undefined;
  /** Its own folder, where it is a kustomization. */
  readonly folder?: string;
}

/** Which kustomizations include what, and into which namespaces it so comes. */
export class Inclusions {
  private readonly own = new Map<string, InputDocument>();
  private readonly includers = new Map<string, Includer[]>();
  private readonly targets: readonly { readonly path: string; readonly namespace: string }[];
  private readonly hasComponents: boolean;

  constructor(tree: Tree) {
    const files = kustomizationFiles(tree);
    for (const document of files) this.own.set(folderOf(document.at.file), document);
    for (const { object, at } of files) {
      const folder = folderOf(at.file);
      const includer = { namespace: textAt(object, 'namespace'), folder };
      const entries = ['resources', 'bases', 'components'].flatMap((list) => itemsAt(object, list));
      for (const entry of entries) this.add(pathFrom(folder, String(entry)), includer);
    }
    const deployed = tree.kind('Kustomization').filter(({ object }) => isOf(object, 'kustomize.toolkit.fluxcd.io'));
    for (const { object } of deployed) {
      const folder = this.folderOf(pathFrom('', textAt(object, 'spec', 'path') ?? ''));
      const namespace = textAt(object, 'spec', 'targetNamespace');
      if (folder === undefined) continue;
      if (namespace !== undefined) this.add(folder, { namespace });
      for (const entry of itemsAt(object, 'spec', 'components'))
        this.add(pathFrom(folder, String(entry)), { namespace: namespace ?? textAt(this.own.get(folder)?.object, 'namespace') });
    }
    this.targets = deployed
      .flatMap(({ object }) => {
        const [path, namespace] = [textAt(object, 'spec', 'path'), textAt(object, 'spec', 'targetNamespace')];
        return path === undefined || namespace === undefined ? [] : [{ path: pathFrom('', path), namespace }];
      })
      .sort((a, b) => b.path.length - a.path.length);
    this.hasComponents = [...this.own].some(([folder, { object }]) => object.kind === 'Component' && this.includers.has(folder));
  }

  /**
   * The namespaces into which a document comes, `undefined` for the one that it says itself: several where it's included several
   * times, and none where it's part of a component that nobody includes.
   */
  namespacesOf({ at }: InputDocument): readonly (string | undefined)[] {
    const folder = folderOf(at.file);
    const around = this.own.get(folder);
    if (around?.object.kind === 'Component') return this.of(folder, undefined, new Set());
    const listed = (this.includers.get(at.file) ?? []).flatMap((includer) => this.through(includer, undefined, new Set()));
    const found = around === undefined ? listed : [...this.of(folder, undefined, new Set()), ...listed];
    const named = [...new Set(found.filter((namespace) => namespace !== undefined))];
    if (named.length > 0) return named;
    return [this.targets.find(({ path }) => path !== '' && (isBelow(path, folder) || `/${folder}/`.includes(`/${path}/`)))?.namespace];
  }

  /** The namespaces into which what a kustomization has comes. */
  private of(folder: string, inner: string | undefined, seen: ReadonlySet<string>): readonly (string | undefined)[] {
    if (seen.has(folder)) return [];
    const document = this.own.get(folder);
    const namespace = textAt(document?.object, 'namespace') ?? inner;
    const includers = this.includers.get(folder) ?? [];
    if (includers.length === 0) return document?.object.kind === 'Component' && this.hasComponents ? [] : [namespace];
    return [...new Set(includers.flatMap((includer) => this.through(includer, namespace, new Set([...seen, folder]))))];
  }

  private through({ namespace, folder }: Includer, inner: string | undefined, seen: ReadonlySet<string>): readonly (string | undefined)[] {
    return folder === undefined ? [namespace ?? inner] : this.of(folder, namespace ?? inner, seen);
  }

  private add(path: string, includer: Includer): void {
    this.includers.set(path, [...(this.includers.get(path) ?? []), includer]);
  }

  /** The folder of a path from the repository's top, which may lie deeper than what was read. */
  private folderOf(path: string): string | undefined {
    if (path === '' || this.own.has(path)) return path;
    const found = [...this.own.keys()].filter((folder) => folder.endsWith(`/${path}`));
    return found.length === 1 ? found[0] : path;
  }
}
