import { compareMinors, compareVersions } from '../../lib/base';
import { ciliumMinors, knownBad, minorWithin, newestPatch, talosMinors } from '../../lib/model';

/** Releases that go together, for a cluster that begins. */
export interface StartingVersions {
  readonly talos: string;
  readonly kubernetes: string;
  readonly cilium: string;
}

/**
 * The newest releases that upstream tests together: the newest Cilium, the newest Kubernetes that it is tested with, and the
 * newest Talos that was made for that Kubernetes, each at the newest patch that isn't known to be bad.
 */
export function startingVersions(): StartingVersions {
  const ciliumMinor = newest(Object.keys(ciliumMinors));
  const kubernetesMinor = ciliumMinors[ciliumMinor]?.testedKubernetes as string;
  const supporting = Object.entries(talosMinors).filter(([, { kubernetes }]) => minorWithin(kubernetesMinor, kubernetes));
  const made = supporting.filter(([, { kubernetes }]) => kubernetes[1] === kubernetesMinor);
  const talosMinor = newest((made.length === 0 ? supporting : made).map(([minor]) => minor));
  return {
    talos: newestGood('talos', talosMinor),
    kubernetes: `${kubernetesMinor}.${newestPatch.kubernetes[kubernetesMinor] ?? 0}`,
    cilium: newestGood('cilium', ciliumMinor),
  };
}

function newest(minors: readonly string[]): string {
  return [...minors].sort(compareMinors).at(-1) as string;
}

function newestGood(component: 'talos' | 'cilium', minor: string): string {
  const bad = knownBad.filter((b) => b.component === component && b.fixedIn !== undefined);
  const isBad = (release: string) =>
    bad.some((b) => compareVersions(release, b.from) >= 0 && compareVersions(release, b.fixedIn as string) < 0);
  const last = newestPatch[component][minor] ?? 0;
  const patches = Array.from({ length: last + 1 }, (_, i) => `${minor}.${last - i}`);
  return patches.find((release) => !isBad(release)) ?? `${minor}.${last}`;
}
