import { readFileSync } from 'node:fs';
import { hashOf, manifestName, readManifest } from './manifest';

/**
 * The text of a file of the output, by its path below that folder, if it still is what Ichor wrote last: nothing where it was
 * edited since, where no manifest knows it, and where it can't be read.
 */
export function publishedText(dist: string, path: string): string | undefined {
  const [cluster = '', ...inside] = path.split('/');
  try {
    const bytes = readFileSync(`${dist}/${path}`);
    const hashes = readManifest(readFileSync(`${dist}/${cluster}/${manifestName}`, 'utf8')).get(inside.join('/'));
    return hashes?.has(hashOf(bytes)) === true ? bytes.toString('utf8') : undefined;
  } catch {
    return undefined;
  }
}
