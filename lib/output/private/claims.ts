import { describePlace, type Finding, finding, inDocument, type Place, type Product } from '../../base';
import { manifestName } from '../manifest';
import { foldersOf, foldPath, quotePath, whyUnsafe } from './paths';

/** What a product needs a path to be. */
export interface Claim {
  readonly path: string;
  readonly kind: 'file' | 'folder';
  /** The file, or the first file in the folder, that needs it. */
  readonly origin: Place;
}

/** Everything that the products need on disk, by folded path. */
export type Claims = ReadonlyMap<string, Claim>;

/** The claims of all products, with a finding for each path that is unsafe (OUT004) or is needed twice (OUT001). */
export function claimPaths(dist: string, products: readonly Product[]): { claims: Claims; findings: Finding[] } {
  const claims = new Map<string, Claim>();
  const findings: Finding[] = [];
  const reported = new Set<string>();

  const claim = (wanted: Claim): boolean => {
    const key = foldPath(wanted.path);
    const earlier = claims.get(key);
    if (earlier === undefined) {
      claims.set(key, wanted);
      return true;
    }
    if (wanted.kind === 'folder' && earlier.kind === 'folder' && earlier.path === wanted.path) return true;
    const pair = JSON.stringify([earlier.path, wanted.path]);
    if (wanted.kind === 'file' || !reported.has(pair)) findings.push(collision(earlier, wanted));
    reported.add(pair);
    return false;
  };

  const add = (path: string, origin: Place): void => {
    const folders = foldersOf(path).reverse();
    if (folders.every((folder) => claim({ path: folder, kind: 'folder', origin }))) claim({ path, kind: 'file', origin });
  };

  const clusters = new Set<string>();
  for (const { cluster, files } of products) {
    const own = inDocument(`${dist}/${cluster}/${manifestName}`);
    const refusal = clusters.has(cluster) ? undefined : whyNoFolder(cluster);
    if (refusal !== undefined) {
      const message = `${quotePath(cluster)} cannot be a cluster's folder: ${refusal}`;
      findings.push(
        finding('OUT004', files[0]?.origin ?? own, message, { repair: 'give the cluster a name of lower-case letters, digits and dashes' }),
      );
      continue;
    }
    if (clusters.has(cluster)) {
      const message = `two clusters are named ${quotePath(cluster)} and would share one folder`;
      findings.push(finding('OUT001', files[0]?.origin ?? own, message, { repair: 'give one of them another name' }));
      continue;
    }
    clusters.add(cluster);
    add(`${cluster}/${manifestName}`, own);
    for (const { path, origin } of files) {
      const unsafe =
        whyUnsafe(path) ?? (path.startsWith(`${cluster}/`) ? undefined : `it is outside '${cluster}/', the folder of its cluster`);
      if (unsafe === undefined) add(path, origin);
      else
        findings.push(
          finding('OUT004', origin, `${quotePath(path)} cannot be written: ${unsafe}`, { repair: 'choose another name for it' }),
        );
    }
  }
  return { claims, findings };
}

function whyNoFolder(cluster: string): string | undefined {
  if (cluster.startsWith('.')) return 'a folder that starts with a dot is not a cluster';
  return whyUnsafe(cluster) ?? (cluster.includes('/') ? "it has '/' in it" : undefined);
}

function collision(earlier: Claim, later: Claim): Finding {
  return finding('OUT001', later.origin, describeCollision(earlier, later), {
    also: [earlier.origin],
    repair: 'give one of them another name',
  });
}

function describeCollision(earlier: Claim, later: Claim): string {
  const path = quotePath(earlier.path);
  const [first, second] = [nameOf(earlier.origin), nameOf(later.origin)];
  if (earlier.path !== later.path) {
    return `${path} (${first}) and ${quotePath(later.path)} (${second}) differ only in case: on macOS and Windows they are one path`;
  }
  if (earlier.kind === later.kind) return `${path} is written twice: by ${first} and by ${second}`;
  return `${path} is a ${earlier.kind} for ${first} and a ${later.kind} for ${second}`;
}

function nameOf(place: Place): string {
  const { file, inside } = describePlace(place);
  return inside === '' ? file : `${file} ${inside}`;
}
