/** The path with every character that is reserved, or hidden from a reader, made visible, in quotes. */
export function quotePath(path: string): string {
  const shown = path.replace(/[\p{Cc}\p{Surrogate}\u2028\u2029]/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `'${shown}'`;
}

/** The path as a file system without case sees it: two paths with one folded form are one file on macOS and Windows. */
export function foldPath(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

/** The folders above a path, the nearest first: `a/b/c` is in `a/b` and `a`. */
export function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) folders.push(path.slice(0, end));
  return folders;
}

/** Why the path cannot be written on every system that a repository may be checked out on; `undefined` when it can. */
export function whyUnsafe(path: string): string | undefined {
  if (path === '') return 'it is empty';
  if (path.startsWith('/')) return 'it is absolute';
  const character = /[\p{Cc}\p{Surrogate}\\:*?"<>|]/u.exec(path)?.[0];
  if (character !== undefined) return `${quotePath(character)} cannot stand in a file name on every system`;
  for (const part of path.split('/')) {
    if (part === '') return 'it has an empty part';
    if (part === '.' || part === '..') return `'${part}' cannot be a part of it`;
    if (/[. ]$/.test(part)) return `Windows drops the end of '${part}'`;
    if (/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(part)) return `'${part}' is a device on Windows`;
    if (Buffer.byteLength(part) > 255) return `'${part}' is longer than 255 bytes`;
  }
  return undefined;
}
