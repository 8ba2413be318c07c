import { createHash } from 'node:crypto';
import { compareText } from '../base';

/** The manifest's name inside a cluster's folder. */
export const manifestName = 'manifest.json';

const schema = 'ichor/manifest/v1';

/** The hash by which a manifest knows a file. */
export function hashOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/**
 * The manifest as text: paths relative to the cluster's folder with their hashes, a line each and sorted, so that a merge
 * conflict stays local. While files are being replaced, `publishing` holds the hashes that they are going to have.
 */
export function emitManifest(files: ReadonlyMap<string, string>, publishing?: ReadonlyMap<string, string>): string {
  const maps = [`  "files": ${emitHashes(files)}`];
  if (publishing !== undefined) maps.push(`  "publishing": ${emitHashes(publishing)}`);
  return `{\n  "schema": "${schema}",\n${maps.join(',\n')}\n}\n`;
}

function emitHashes(hashes: ReadonlyMap<string, string>): string {
  if (hashes.size === 0) return '{}';
  const lines = [...hashes].sort(([a], [b]) => compareText(a, b)).map(([path, hash]) => `    ${JSON.stringify(path)}: "${hash}"`);
  return `{\n${lines.join(',\n')}\n  }`;
}

/** Whether the text is, or was before a merge, a manifest that Ichor wrote. */
export function isManifest(text: string): boolean {
  return /"schema"\s*:\s*"ichor\/manifest\/v\d+"/.test(text);
}

/**
 * Every hash that a manifest's text gives for each path.
 *
 * It reads entries, not JSON: both sides of a merge conflict count, and so do the old and the new hashes that an interrupted
 * run left.
 */
export function readManifest(text: string): Map<string, Set<string>> {
  const known = new Map<string, Set<string>>();
  for (const [, key, hash] of text.matchAll(/("(?:[^"\\\n]|\\.)*")\s*:\s*"(sha256:[0-9a-f]{64})"/g)) {
    const path = parseString(key as string);
    if (path === undefined) continue;
    const hashes = known.get(path) ?? new Set();
    known.set(path, hashes.add(hash as string));
  }
  return known;
}

function parseString(literal: string): string | undefined {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return undefined;
  }
}
