import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Finding, inDefinition, type Product, type ProductFile } from '../../../../lib/base';

/** Text by path; a path that ends in `!` is executable. */
export type Texts = Readonly<Record<string, string>>;

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new folder, removed when the test file is through. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ichor-output-'));
  folders.push(folder);
  return folder;
}

/** A product of text files, whose paths are relative to the cluster's folder. */
export function product(cluster: string, texts: Texts): Product {
  return { cluster, files: Object.entries(texts).map(([path, text]) => textFile(`${cluster}/${path}`, text)) };
}

/** A text file of a product; its origin names the path. */
export function textFile(path: string, text: string): ProductFile {
  const name = path.replace(/!$/, '');
  return {
    path: name,
    content: { kind: 'text', text },
    origin: inDefinition('clusters/a.ts', `files.${name}`),
    ...(path.endsWith('!') ? { executable: true } : {}),
  };
}

/** Writes files by hand. */
export function writeFiles(folder: string, texts: Texts): void {
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Everything below a folder: text of files, targets of links, `folder/` for folders; the manifests only when asked for. */
export function tree(folder: string, options: { manifests?: boolean } = {}): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (below: string): void => {
    for (const name of readdirSync(join(folder, below)).sort()) {
      const path = below === '' ? name : `${below}/${name}`;
      const stats = lstatSync(join(folder, path));
      if (stats.isSymbolicLink()) found[path] = `-> ${readlinkSync(join(folder, path))}`;
      else if (stats.isDirectory()) {
        found[`${path}/`] = '';
        visit(path);
      } else if (options.manifests === true || name !== 'manifest.json') found[path] = readFileSync(join(folder, path), 'utf8');
    }
  };
  if (lstatSync(folder, { throwIfNoEntry: false }) !== undefined) visit('');
  return found;
}

/** The identity and times of every file and folder, to notice that something was touched. */
export function stamps(folder: string): Record<string, string> {
  const paths = ['', ...Object.keys(tree(folder, { manifests: true }))];
  return Object.fromEntries(
    paths.map((path) => {
      const { ino, mtimeNs, ctimeNs, mode } = lstatSync(join(folder, path), { bigint: true });
      return [path, [ino, mtimeNs, ctimeNs, mode].join(' ')];
    }),
  );
}

/** Findings as one reads them. */
export function lines(findings: readonly Finding[]): string[] {
  return findings.map(
    ({ id, severity, at, message, repair }) =>
      `${id} ${severity} ${at.file} ${at.path ?? ''}: ${message}${repair === undefined ? '' : `; ${repair}`}`,
  );
}
