import { compare, parse } from 'semver';

/** A released version, taken apart. */
export interface Version {
  /** As written: `1.13.9`. */
  readonly text: string;
  /** Major and minor: `1.13`. */
  readonly minor: string;
  readonly patch: number;
  readonly prerelease: boolean;
}

/** The version, or `undefined` where the text is not `major.minor.patch` (neither a leading `v` nor build metadata is part of it). */
export function parseVersion(text: string): Version | undefined {
  if (!/^\d[^\s+]*$/.test(text)) return undefined;
  const version = parse(text);
  if (version === null) return undefined;
  return { text, minor: `${version.major}.${version.minor}`, patch: version.patch, prerelease: version.prerelease.length > 0 };
}

/** Negative where `a` is older than `b`, positive where it is newer, 0 where they are the same release. */
export function compareVersions(a: string, b: string): number {
  return compare(a, b);
}

/** Negative where minor `a` (`1.9`) is older than minor `b` (`1.13`), positive where it is newer. */
export function compareMinors(a: string, b: string): number {
  return compare(`${a}.0`, `${b}.0`);
}
