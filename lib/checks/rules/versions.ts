import { compareMinors, compareVersions, parseVersion } from '../../base';
import {
  ciliumMinors,
  configuredMinors,
  type KnownBad,
  knownBad,
  minorWithin,
  newestPatch,
  type Released,
  releasedNames,
  talosMinors,
  tooOld,
} from '../../model';
import type { FactValues } from '../fact';
import type { Breach, Seen } from '../rule';
import { rule } from './define';

/** Releases, alone and against each other. */
export const versionRules = [
  rule('VER002', ['talos.version'], ({ 'talos.version': talos }) => age('talos', talos)),
  rule('VER002', ['cilium.version'], ({ 'cilium.version': cilium }) => age('cilium', cilium)),
  rule('VER003', ['talos.version'], ({ 'talos.version': talos }) => newer('talos', talos)),
  rule('VER003', ['cilium.version'], ({ 'cilium.version': cilium }) => newer('cilium', cilium)),
  rule('VER004', ['talos.version', 'kubernetes.version'], ({ 'talos.version': talos, 'kubernetes.version': kubernetes }): Breach[] => {
    const [minor, asked] = [minorOf(talos), minorOf(kubernetes)];
    const supported = talosMinors[minor ?? '']?.kubernetes;
    if (supported === undefined || asked === undefined || minorWithin(asked, supported)) return [];
    return [
      {
        at: kubernetes.at,
        also: [talos.at],
        message: `Talos ${minor} doesn't support Kubernetes '${kubernetes.value}'`,
        repair: `write a release of ${supported[0]} to ${supported[1]}`,
      },
    ];
  }),
  rule('VER006', ['cilium.version', 'kubernetes.version'], ({ 'cilium.version': cilium, 'kubernetes.version': kubernetes }): Breach[] => {
    const [minor, asked] = [minorOf(cilium), minorOf(kubernetes)];
    const tested = ciliumMinors[minor ?? '']?.testedKubernetes;
    if (tested === undefined || asked === undefined || compareMinors(asked, tested) <= 0) return [];
    return [
      {
        at: kubernetes.at,
        also: [cilium.at],
        message: `Cilium ${minor} is tested by upstream up to Kubernetes ${tested}; nothing is known of it with '${kubernetes.value}'`,
        repair: `write a release of ${tested}, or accept it`,
      },
    ];
  }),
  ...(['VER005', 'VER007'] as const).flatMap((id) => [
    rule(id, ['talos.version', 'platform.kind'], ({ 'talos.version': talos, 'platform.kind': platform }) =>
      bad(id, 'talos', talos, (when) => when === platform.value),
    ),
    rule(id, ['cilium.version', 'gateways'], ({ 'cilium.version': cilium, gateways }) =>
      bad(id, 'cilium', cilium, (when) => when === 'gatewayOnNodes' && (gateways.value ?? []).some(({ onNodes }) => onNodes !== undefined)),
    ),
  ]),
];

type SeenVersion = Seen<FactValues['talos.version']>;

function minorOf({ value = '' }: SeenVersion): string | undefined {
  return parseVersion(value)?.minor;
}

function age(component: Released, { value = '', at }: SeenVersion): Breach[] {
  const fault = tooOld(component, value);
  return fault === undefined ? [] : [{ at, ...fault }];
}

function newer(component: Released, { value = '', at }: SeenVersion): Breach[] {
  const version = parseVersion(value);
  const newest = configuredMinors(component).at(-1) as string;
  if (version === undefined) return [];
  const name = `${releasedNames[component]} '${value}'`;
  if (compareMinors(version.minor, newest) > 0)
    return [
      {
        at,
        message: `${name} is newer than Ichor's tables, which end at ${newest}: its settings, defaults and known faults aren't known`,
        repair: `write a release of ${newest}, or accept it`,
      },
    ];
  const lastKnown = newestPatch[component][version.minor];
  if (lastKnown === undefined || version.patch <= lastKnown) return [];
  return [
    {
      at,
      message: `${name} is newer than Ichor's tables, which end at ${version.minor}.${lastKnown}: its known faults aren't known`,
      repair: `write '${version.minor}.${lastKnown}', or accept it`,
    },
  ];
}

function bad(
  id: 'VER005' | 'VER007',
  component: Released,
  { value = '', at }: SeenVersion,
  isSo: (when: NonNullable<KnownBad['when']>) => boolean,
): Breach[] {
  const minor = parseVersion(value)?.minor;
  if (minor === undefined) return [];
  return knownBad
    .filter((one) => one.component === component && (one.severity === 'error') === (id === 'VER007') && affects(one, value, minor))
    .filter(({ when }) => when === undefined || isSo(when))
    .map(({ severity, symptom, source, fixedIn }) => ({
      at,
      message: `${releasedNames[component]} '${value}' ${severity === 'error' ? 'is known to be bad' : 'may be bad'}: ${symptom} (${source})`,
      repair: fixedIn === undefined ? 'write a release of the next minor, or accept it' : `write '${fixedIn}' or newer`,
    }));
}

/** A fault without a fix is taken to end with its minor. */
function affects({ from, fixedIn }: KnownBad, text: string, minor: string): boolean {
  if (compareVersions(text, from) < 0) return false;
  return fixedIn === undefined ? parseVersion(from)?.minor === minor : compareVersions(text, fixedIn) < 0;
}
