import { compareMinors, oneOf, parseVersion } from '../base';
import { ciliumMinors, talosMinors } from './versions';

/** What there are tables of by minor, and configuration for. */
export type Released = 'talos' | 'cilium';

/** How people call it. */
export const releasedNames: Readonly<Record<Released, string>> = { talos: 'Talos', cilium: 'Cilium' };

/** The minors that Ichor has configuration for, from the oldest to the newest. */
export function configuredMinors(component: Released): readonly string[] {
  return Object.keys(component === 'talos' ? talosMinors : ciliumMinors).sort(compareMinors);
}

/**
 * The minor whose configuration a release gets: its own, or the newest where it is newer than all; `undefined` where it is older
 * than all, or no release.
 */
export function minorFor(component: Released, text: string): string | undefined {
  const minor = parseVersion(text)?.minor;
  if (minor === undefined) return undefined;
  const known = configuredMinors(component);
  if (known.includes(minor)) return minor;
  const newest = known[known.length - 1] as string;
  return compareMinors(minor, newest) > 0 ? newest : undefined;
}

/** What is wrong with a release that is older than everything that Ichor has configuration for. */
export function tooOld(component: Released, text: string): { readonly message: string; readonly repair: string } | undefined {
  if (parseVersion(text) === undefined || minorFor(component, text) !== undefined) return undefined;
  return {
    message: `${releasedNames[component]} '${text}' is older than what Ichor has configuration for`,
    repair: `write a release of ${oneOf(configuredMinors(component)).replace(/'/g, '')}`,
  };
}
