import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What this package says of itself. */
export interface OwnPackage {
  /** The folder that it stands in. */
  readonly folder: string;
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Reads the `package.json` of this package, from its sources and from its build alike. */
export function ownPackage(): OwnPackage {
  const folder = [join(__dirname, '..'), join(__dirname, '..', '..')].find((f) => read(f)?.name === 'ichor');
  if (folder === undefined) throw new Error(`there is no package.json above ${__dirname}`);
  return { ...(read(folder) as unknown as OwnPackage), folder };
}

function read(folder: string): { readonly name?: unknown } | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  } catch {
    return undefined;
  }
}
