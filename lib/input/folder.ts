import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, posix, resolve, sep } from 'node:path';
import { compareText } from '../base';
import type { ReadOptions } from './document';
import { printable } from './text';

/** A file to read: its path as reports show it, and where it is. */
export interface FoundFile {
  readonly path: string;
  readonly location: string;
}

/** A link that isn't followed, or something that can't be opened, and why. */
export interface LeftOut {
  readonly path: string;
  readonly link: boolean;
  readonly message: string;
}

/** The files of a folder, in the order of their paths, and what was left out of them. */
export interface FolderContent {
  readonly files: readonly FoundFile[];
  readonly left: readonly LeftOut[];
  /** Templates, which aren't read. */
  readonly templates: readonly string[];
}

/** Whether a file of a folder is read: YAML or JSON by its name, or, where those are asked for, a shell script or a file of that name. */
export function isRead(path: string, { callsOf, named = [] }: ReadOptions = {}): boolean {
  return /\.(?:ya?ml|json)$/.test(path) || (callsOf !== undefined && isScript(path)) || named.includes(posix.basename(path));
}

/** Whether a file is a shell script, by its name. */
export function isScript(path: string): boolean {
  return path.endsWith('.sh');
}

/** Whether a file of a folder becomes YAML or JSON when another program renders it, by its name. */
export function isTemplate(path: string): boolean {
  return /\.(?:ya?ml|json)\.(?:tpl|tmpl|tftpl|gotmpl|j2|jinja2?)$/.test(path);
}

/** Whether a folder below the one that was asked for is passed over: hidden ones, and what npm installs. */
export function isPassedOver(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

/** A path without `./`, `//` and a slash at its end; empty for the folder itself. */
export function cleanPath(path: string): string {
  const clean = posix.normalize(path).replace(/\/+$/, '');
  return clean === '.' ? '' : clean;
}

/**
 * The files to read of a folder and of those below it, or the file itself where the path is one, whatever its name. Links lead
 * to files and folders inside of the folder only; what is read where it stands isn't read again through a link, so that circles
 * end. `undefined` where the path leads nowhere.
 */
export function filesBelow(directory: string, path: string, options: ReadOptions = {}): FolderContent | undefined {
  const location = resolve(directory, path);
  const stats = statsOf(location);
  if (stats === undefined) return undefined;
  if (!stats.isDirectory()) return { files: [{ path: cleanPath(path), location }], left: [], templates: [] };
  const walk = new Walk(realpathSync(location), options);
  walk.folder(walk.root, cleanPath(path));
  walk.followLinks();
  const byPath = (a: { path: string }, b: { path: string }) => compareText(a.path, b.path);
  return { files: walk.files.sort(byPath), left: walk.left.sort(byPath), templates: walk.templates.sort(compareText) };
}

class Walk {
  readonly files: FoundFile[] = [];
  readonly left: LeftOut[] = [];
  readonly templates: string[] = [];
  private readonly links: FoundFile[] = [];
  private readonly seen = new Set<string>();

  constructor(
    readonly root: string,
    private readonly options: ReadOptions,
  ) {}

  folder(location: string, path: string): void {
    this.seen.add(location);
    for (const entry of this.entries(location, path)) {
      const name = printable(entry.name);
      const inner = { path: path === '' ? name : posix.join(path, name), location: join(location, entry.name) };
      if (entry.isSymbolicLink()) {
        if (!isPassedOver(entry.name)) this.links.push(inner);
      } else if (entry.isDirectory()) {
        if (!isPassedOver(entry.name)) this.folder(inner.location, inner.path);
      } else if (isRead(entry.name, this.options)) {
        if (entry.isFile()) this.file(inner);
        else this.left.push({ path: inner.path, link: false, message: 'it is neither file nor folder' });
      } else if (isTemplate(entry.name)) this.templates.push(inner.path);
    }
  }

  /** Follows links after everything else, when it is known what was read without them. */
  followLinks(): void {
    for (let link = this.links.shift(); link !== undefined; link = this.links.shift()) this.follow(link);
  }

  private follow({ path, location }: FoundFile): void {
    const target = realPath(location);
    const stats = target === undefined ? undefined : statsOf(target);
    if (target === undefined || stats === undefined) {
      if (isRead(path, this.options)) this.left.push({ path, link: true, message: 'this link leads nowhere' });
      return;
    }
    if (this.seen.has(target) || !(stats.isDirectory() || isRead(path, this.options))) return;
    if (!target.startsWith(this.root.endsWith(sep) ? this.root : this.root + sep)) {
      this.left.push({ path, link: true, message: 'this link leads out of the folder' });
    } else if (stats.isDirectory()) this.folder(target, path);
    else if (stats.isFile()) this.file({ path, location: target });
    else this.left.push({ path, link: false, message: 'it is neither file nor folder' });
  }

  private file(file: FoundFile): void {
    this.seen.add(file.location);
    this.files.push(file);
  }

  private entries(location: string, path: string): Dirent[] {
    try {
      return readdirSync(location, { withFileTypes: true }).sort((a, b) => compareText(a.name, b.name));
    } catch (error) {
      this.left.push({ path: path || '.', link: false, message: `the folder can't be opened: ${(error as NodeJS.ErrnoException).code}` });
      return [];
    }
  }
}

/** What lies there; `undefined` where nothing does, or a circle of links, or a path that no file can have. */
function statsOf(location: string): Stats | undefined {
  try {
    return statSync(location);
  } catch {
    return undefined;
  }
}

function realPath(location: string): string | undefined {
  try {
    return realpathSync(location);
  } catch {
    return undefined;
  }
}
