import { comparePlaces, type Finding, type Place } from '../../base';
import type { Model } from '../../model';
import { type EmittedObject, emittedFile } from '../connectivity';

/**
 * Where a person mends what stands in a file of the output: the object, the document or the construct that it was made of, the
 * last first where several want one file. A place in an object that somebody wrote keeps its path inside of it.
 */
export type Origins = (place: Place) => readonly [Place, ...Place[]];

/** The origins of a definition's objects. */
export function originsOf(model: Pick<Model, 'name'>, objects: readonly EmittedObject[]): Origins {
  const byFile = new Map<string, [Place, ...Place[]]>();
  for (const emitted of objects) {
    const file = emittedFile(model, emitted);
    byFile.set(file, [emitted.origin, ...(byFile.get(file) ?? [])]);
  }
  return (place) => {
    const known = place.in === 'document' ? byFile.get(place.file) : undefined;
    if (known === undefined) return [place];
    const [first, ...others] = known;
    return [inside(first, place.path), ...others.map((origin) => inside(origin, place.path))];
  };
}

function inside(origin: Place, path: string | undefined): Place {
  if (path === undefined || path === '') return origin;
  if (origin.in === 'document') return { ...origin, path };
  return origin.in === 'definition' && /^objects\[\d+\]$/.test(origin.path) ? { ...origin, path: `${origin.path}.${path}` } : origin;
}

/** The finding at the places where its parts come from. */
export function atOrigins(finding: Finding, origins: Origins): Finding {
  const [at, ...beside] = origins(finding.at);
  const also = [...beside, ...finding.also.map((place) => origins(place)[0])];
  return {
    ...finding,
    at,
    also: also.filter((place, i) => comparePlaces(place, at) !== 0 && also.findIndex((p) => comparePlaces(p, place) === 0) === i),
  };
}
