import { describePlace, type Finding, finding, isObject, type Place, pathOf, valueAt } from '../../base';
import type { InputDocument } from '../../input';
import { itemsAt } from './tree';

/** The file in which a repository says what it accepts. */
export const acceptanceFile = 'ichor.yaml';

/** An entry of that file: findings of an id in a file or folder, and why they are all right. */
interface Acceptance {
  readonly id: string;
  /** A file or a folder, relative to that of `ichor.yaml`. */
  readonly file: string;
  /** A path inside of its documents; empty for all of them. */
  readonly inside: string;
  readonly reason: string;
  readonly at: Place;
}

/**
 * The findings without those that `ichor.yaml` accepts: `accept: [{ id, path, reason }]`, where a path is a file or a folder
 * beside it, with `#spec.ingress[0]` for a part of its documents. A reason has to be given, and an entry that matches nothing is a
 * finding; so is whatever the file has beside them. Errors may be accepted too, unlike in a definition: nothing is written here, and
 * whoever runs the cluster may know what no file says.
 */
export function acceptedInTree(findings: readonly Finding[], file: InputDocument | undefined): Finding[] {
  if (file === undefined) return [...findings];
  const { acceptances, faults } = read(file);
  const silenced = new Set<Finding>();
  const own = acceptances.flatMap(({ id, file: path, inside, reason, at }) => {
    const where = inside === '' ? path : `${path}#${inside}`;
    const matching = findings.filter((f) => f.id === id && covers(path, inside, f.at));
    if (reason.trim() === '')
      return [finding('ACC003', at, `the acceptance of ${id} at '${where}' gives no reason`, { repair: 'write why it is all right' })];
    if (matching.length === 0)
      return [finding('ACC001', at, `nothing is found as ${id} at '${where}'`, { repair: 'leave the acceptance out' })];
    for (const f of matching) silenced.add(f);
    return [];
  });
  return [...findings.filter((f) => !silenced.has(f)), ...own, ...faults];
}

function read(file: InputDocument): { readonly acceptances: readonly Acceptance[]; readonly faults: readonly Finding[] } {
  const folder = file.at.file.slice(0, -acceptanceFile.length);
  const faults: Finding[] = Object.keys(file.object)
    .filter((key) => key !== 'accept')
    .map((key) => finding('ACC004', file.place([key]), `there is no '${key}' here`, { repair: 'write accept alone' }));
  const said = file.object.accept;
  if (said !== undefined && !Array.isArray(said))
    faults.push(finding('ACC004', file.place('accept'), 'this is no list', { repair: 'write accept: [{ id, path, reason }]' }));
  const acceptances = itemsAt(file.object, 'accept').flatMap((entry, i): Acceptance[] => {
    const at = file.place(['accept', i]);
    const [id, path, reason] = ['id', 'path', 'reason'].map((key) => valueAt(entry, key));
    const unknown = isObject(entry) ? Object.keys(entry).filter((key) => !['id', 'path', 'reason'].includes(key)) : [];
    if (typeof id !== 'string' || typeof path !== 'string' || (reason !== undefined && typeof reason !== 'string') || unknown.length > 0) {
      const message =
        unknown.length > 0 ? `an acceptance has no '${pathOf([unknown[0] as string])}'` : 'an acceptance has an id and a path, both text';
      faults.push(finding('ACC004', at, message, { repair: 'write { id, path, reason }' }));
      return [];
    }
    const [left = '', inside = ''] = path.split('#', 2);
    const clean = left.replace(/^\.\//, '').replace(/\/+$/, '');
    return [
      { id, file: clean === '' || clean === '.' ? folder.replace(/\/$/, '') : `${folder}${clean}`, inside, reason: reason ?? '', at },
    ];
  });
  return { acceptances, faults };
}

function covers(path: string, inside: string, at: Place): boolean {
  const own = describePlace(at).inside;
  const isFile = path === '' || at.file === path || at.file.startsWith(`${path}/`);
  return isFile && (inside === '' || own === inside || own.startsWith(`${inside}.`) || own.startsWith(`${inside}[`));
}
