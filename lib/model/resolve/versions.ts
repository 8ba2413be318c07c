import { compareMinors, compareVersions, nearest, oneOf, parseVersion } from '../../base';
import type { Model } from '../model';
import { ciliumMinors, knownBad, minorWithin, newestPatch, talosMinors } from '../versions';
import type { Context } from './context';

/** Checks the releases, alone and against each other. */
export function resolveVersions(context: Context): Model['versions'] {
  const { talos, kubernetes, talosContract } = context.definition.versions;
  const talosMinor = release(context, 'talos', 'versions.talos', talos, talosMinors);
  const kubernetesMinor = parsed(context, 'versions.kubernetes', kubernetes)?.minor;
  const cilium = context.definition.network.kind === 'cilium' ? context.definition.network.options.version : undefined;
  const ciliumMinor = cilium === undefined ? undefined : release(context, 'cilium', 'network.version', cilium, ciliumMinors);

  if (talosMinor !== undefined && kubernetesMinor !== undefined) {
    const supported = talosMinors[talosMinor]?.kubernetes;
    if (supported !== undefined && !minorWithin(kubernetesMinor, supported)) {
      context.add('VER004', 'versions.kubernetes', `Talos ${talosMinor} doesn't support Kubernetes '${kubernetes}'`, {
        repair: `write a release of ${supported[0]} to ${supported[1]}`,
        also: ['versions.talos'],
      });
    }
  }
  const tested = ciliumMinors[ciliumMinor ?? '']?.testedKubernetes;
  if (tested !== undefined && kubernetesMinor !== undefined && compareMinors(kubernetesMinor, tested) > 0) {
    context.add(
      'VER006',
      'versions.kubernetes',
      `Cilium ${ciliumMinor} is tested by upstream up to Kubernetes ${tested}; nothing is known of it with '${kubernetes}'`,
      {
        repair: `write a release of ${tested}, or accept it`,
        also: ['network.version'],
      },
    );
  }
  return { talos, kubernetes, contract: contractOf(context, talosContract, talosMinor ?? ''), contractSaid: talosContract !== undefined };
}

function contractOf(context: Context, said: string | undefined, talosMinor: string): string {
  if (said === undefined) return talosMinor;
  const path = 'versions.talosContract';
  if (!Object.hasOwn(talosMinors, said)) {
    const meant = parseVersion(said)?.minor ?? nearest(said, Object.keys(talosMinors));
    context.add('VER008', path, `'${said}' is not a minor of Talos that Ichor knows`, {
      repair: `write ${meant !== undefined && talosMinors[meant] ? `'${meant}'` : oneOf(Object.keys(talosMinors))}`,
    });
    return talosMinor;
  }
  if (talosMinor !== '' && compareMinors(said, talosMinor) > 0) {
    context.add('VER008', path, `config of Talos ${said} can't run on the older '${context.definition.versions.talos}'`, {
      repair: `write '${talosMinor}' or leave it out`,
      also: ['versions.talos'],
    });
  } else if (said !== talosMinor && context.definition.platform.kind === 'docker') {
    context.add(
      'VER009',
      path,
      `a container made anew by talosctl speaks Talos ${talosMinor}, not '${said}'; the patch fits only the container that exists`,
      {
        repair: 'leave it out before the container is made anew',
        also: ['versions.talos'],
      },
    );
  }
  return said;
}

/** The minor of a release that the tables know, with what they say of the release; `undefined` where it can't be told. */
function release(
  context: Context,
  component: 'talos' | 'cilium',
  path: string,
  text: string,
  minors: Readonly<Record<string, unknown>>,
): string | undefined {
  const version = parsed(context, path, text);
  if (version === undefined) return undefined;
  const name = component === 'talos' ? 'Talos' : 'Cilium';
  const known = Object.keys(minors).sort(compareMinors);
  const newest = known[known.length - 1] as string;
  if (minors[version.minor] === undefined) {
    if (compareMinors(version.minor, newest) < 0) {
      context.add('VER002', path, `${name} '${text}' is older than what Ichor has configuration for`, {
        repair: `write a release of ${oneOf(known).replace(/'/g, '')}`,
      });
      return undefined;
    }
    context.add(
      'VER003',
      path,
      `${name} '${text}' is newer than Ichor's tables, which end at ${newest}: its settings, defaults and known faults aren't known`,
      {
        repair: `write a release of ${newest}, or accept it`,
      },
    );
    return newest;
  }
  const lastKnown = newestPatch[component][version.minor];
  if (lastKnown !== undefined && version.patch > lastKnown) {
    context.add(
      'VER003',
      path,
      `${name} '${text}' is newer than Ichor's tables, which end at ${version.minor}.${lastKnown}: its known faults aren't known`,
      {
        repair: `write '${version.minor}.${lastKnown}', or accept it`,
      },
    );
  }
  for (const bad of knownBad) {
    if (bad.component !== component || !affects(bad, text, version.minor)) continue;
    if (bad.when !== undefined && !isSo(context, bad.when)) continue;
    const what = bad.severity === 'error' ? 'is known to be bad' : 'may be bad';
    const message = `${name} '${text}' ${what}: ${bad.symptom} (${bad.source})`;
    const repair = bad.fixedIn === undefined ? 'write a release of the next minor, or accept it' : `write '${bad.fixedIn}' or newer`;
    context.add(bad.severity === 'error' ? 'VER007' : 'VER005', path, message, { repair });
  }
  return version.minor;
}

/** Whether the cluster is of the kind that a fault needs. */
function isSo({ definition }: Context, when: NonNullable<(typeof knownBad)[number]['when']>): boolean {
  if (when !== 'gatewayOnNodes') return when === definition.platform.kind;
  const hubble = definition.network.kind === 'cilium' ? definition.network.options.hubble : undefined;
  const page = hubble === undefined || hubble === false || typeof hubble.ui !== 'object' ? [] : [hubble.ui.via];
  const named = (definition.expose ?? []).flatMap((exposure) => (exposure.kind === 'on-hostname' ? [exposure.options.via] : []));
  return [...named, ...page].some(({ options }) => 'hostNetwork' in options.on);
}

/** A fault without a fix is taken to end with its minor. */
function affects(bad: (typeof knownBad)[number], text: string, minor: string): boolean {
  if (compareVersions(text, bad.from) < 0) return false;
  return bad.fixedIn === undefined ? parseVersion(bad.from)?.minor === minor : compareVersions(text, bad.fixedIn) < 0;
}

function parsed(context: Context, path: string, text: string) {
  const version = parseVersion(text);
  if (version === undefined) {
    const meant = /^v?(\d+\.\d+\.\d+.*)$/.exec(text)?.[1];
    context.add('VER001', path, `'${text}' is not a release`, {
      repair: meant !== undefined && parseVersion(meant) ? `write '${meant}'` : "write it as major.minor.patch, e.g. '1.13.9'",
    });
  }
  return version;
}
