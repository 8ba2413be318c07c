import type { Json, Place } from '../../base';
import type { InputDocument } from '../../input';
import { type Keys, layerAt } from './layers';
import { itemsAt, textAt } from './tree';

/** A release of a helmfile, as far as rules ask for one. */
export interface HelmfileRelease {
  readonly name: string;
  readonly namespace: string | undefined;
  /** The chart as it is written: `cilium/cilium`, `oci://…/cilium`. */
  readonly chart: string;
  readonly version: string | undefined;
  readonly at: Place;
  readonly versionAt: Place;
  /** Where its values come from, those that win last. */
  readonly values: readonly HelmfileValues[];
}

/** Values of a release: a file, by a path relative to that of the helmfile, or a map in it. */
export type HelmfileValues =
  | { readonly file: string }
  | { readonly inside: Keys; readonly value: Json }
  | { readonly name: string; readonly set: Json; readonly at: Place };

/**
 * The releases that a document lists where it is one of a helmfile.
 *
 * @see https://helmfile.readthedocs.io/en/latest/configuration/
 */
export function helmfileReleases(document: InputDocument): HelmfileRelease[] {
  if ('apiVersion' in document.object || 'kind' in document.object) return [];
  return itemsAt(document.object, 'releases').flatMap((release, i): HelmfileRelease[] => {
    const [name, chart] = [textAt(release, 'name'), textAt(release, 'chart')];
    if (name === undefined || chart === undefined) return [];
    const at = ['releases', i];
    return [
      {
        ...{ name, chart, namespace: textAt(release, 'namespace'), version: textAt(release, 'version') },
        ...{ at: document.place(at), versionAt: document.place([...at, 'version']) },
        values: [
          ...itemsAt(release, 'values').flatMap((entry, v): HelmfileValues[] => {
            const inside = [...at, 'values', v];
            if (typeof entry === 'string') return [{ file: entry }];
            return layerAt(document, inside, entry).map(({ value }) => ({ inside, value }));
          }),
          ...itemsAt(release, 'set').map((entry, s): HelmfileValues => {
            const value = (entry as { readonly value?: Json }).value;
            return { name: textAt(entry, 'name') ?? '', set: value ?? '', at: document.place([...at, 'set', s, 'value']) };
          }),
        ],
      },
    ];
  });
}
