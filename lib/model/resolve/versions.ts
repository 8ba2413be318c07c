import { compareMinors, nearest, oneOf, parseVersion } from '../../base';
import type { Model } from '../model';
import { minorFor, type Released, tooOld } from '../releases';
import { talosMinors } from '../versions';
import type { Context } from './context';

/**
 * Reads the releases: whether they are some, and in which form their configuration is. How they go together, and what is known
 * of each, is for rules to judge. One without configuration has to be found here, since nothing can be emitted for it.
 */
export function resolveVersions(context: Context): Model['versions'] {
  const { talos, kubernetes, talosContract } = context.definition.versions;
  checkRelease(context, 'versions.kubernetes', kubernetes);
  checkAge(context, 'talos', 'versions.talos', talos);
  if (context.definition.network.kind === 'cilium')
    checkAge(context, 'cilium', 'network.version', context.definition.network.options.version);
  const contract = contractOf(context, talosContract, minorFor('talos', talos) ?? '');
  return { talos, kubernetes, contract, contractSaid: talosContract !== undefined };
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

function checkAge(context: Context, component: Released, path: string, text: string): void {
  if (!checkRelease(context, path, text)) return;
  const fault = tooOld(component, text);
  if (fault !== undefined) context.add('VER002', path, fault.message, { repair: fault.repair });
}

/** Whether the text is a release; says so where it is none. */
function checkRelease(context: Context, path: string, text: string): boolean {
  if (parseVersion(text) !== undefined) return true;
  const meant = /^v?(\d+\.\d+\.\d+.*)$/.exec(text)?.[1];
  context.add('VER001', path, `'${text}' is not a release`, {
    repair: meant !== undefined && parseVersion(meant) ? `write '${meant}'` : "write it as major.minor.patch, e.g. '1.13.9'",
  });
  return false;
}
