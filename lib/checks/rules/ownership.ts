import { isObject, type Json, type JsonObject, pathOf } from '../../base';
import { ciliumRelease } from '../../model';
import type { CiliumInstaller } from '../fact';
import { documentsIn } from '../facts/installers';
import type { Breach } from '../rule';
import { rule } from './define';

/** Who installs Cilium, and what Talos applies by itself. */
export const ownershipRules = [
  rule('INV078', ['cilium.installers'], ({ 'cilium.installers': installers }): Breach[] => {
    const list = installers.value ?? [];
    const helm = list.find(({ by }) => by === 'helm');
    const keepers = list.filter(({ by }) => by !== 'helm');
    return keepers.flatMap((keeper, i): Breach[] => {
      const other = i === 0 ? (isHandedOver(keeper) ? undefined : helm) : keepers[0];
      if (other === undefined) return [];
      const isRendered = keeper.by === 'objects' && keeper.at.in === 'document';
      return [
        {
          at: keeper.at,
          also: [other.at],
          ...(isRendered ? { severity: 'warning' } : {}),
          message: `${other.what} installs Cilium, and so does ${keeper.what}: ${consequence([other, keeper])}`,
          repair: 'leave out one of them',
        },
      ];
    });
  }),
  rule('INV079', ['talos.inlineManifests'], ({ 'talos.inlineManifests': manifests }): Breach[] =>
    (manifests.value ?? [])
      .filter(({ contents }) => documentsIn(contents).some((text) => /^kind:\s*["']?Job["']?\s*$/m.test(text)))
      .map(({ name, at }) => ({
        at,
        message: `the inline manifest '${name}' has a Job, which can't be changed once it is there: talosctl upgrade-k8s applies it again, and fails`,
        repair: 'apply the Job by itself, once',
      })),
  ),
  rule('INV080', ['cilium.installers'], ({ 'cilium.installers': installers }): Breach[] => {
    const list = installers.value ?? [];
    const [helm, keeper] = [list.find(({ by }) => by === 'helm'), list.find(isHandedOver)];
    if (helm === undefined || keeper === undefined) return [];
    return [...otherRelease(helm, keeper), ...otherSource(helm, keeper), ...otherVersion(helm, keeper), ...otherValues(helm, keeper)];
  }),
];

/** Whether it keeps what Helm installed before, so that nodes have a network before it can run. */
function isHandedOver({ by }: CiliumInstaller): boolean {
  return by === 'flux' || by === 'argo';
}

function consequence(both: readonly CiliumInstaller[]): string {
  return both.some(({ by }) => by === 'talos')
    ? 'talosctl upgrade-k8s would put it back to what the machine config has, or delete what is no longer there'
    : 'each would undo what the other does, and what one deletes is the network of every node';
}

/** Argo CD keeps no releases: to it the name is nothing but a label. */
function otherRelease(helm: CiliumInstaller, keeper: CiliumInstaller): Breach[] {
  const [a, b] = [helm.release, keeper.release];
  if (a === undefined || b === undefined || (a.namespace === b.namespace && (a.name === b.name || keeper.by === 'argo'))) return [];
  const isFlux = keeper.by === 'flux';
  return [
    {
      at: keeper.at,
      also: [helm.at],
      message: isFlux
        ? `${keeper.what} makes the release '${b.namespace}/${b.name}' beside '${a.namespace}/${a.name}' of ${helm.what}: Cilium would be there twice, or Helm refuses objects that belong to another release`
        : `${keeper.what} brings Cilium to the namespace '${b.namespace}', and ${helm.what} to '${a.namespace}': it would be there twice`,
      repair: isFlux
        ? `write releaseName '${a.name}' and targetNamespace '${a.namespace}'`
        : `write destination.namespace '${a.namespace}'`,
    },
  ];
}

/** Upstream publishes one chart in two places; of a copy elsewhere nobody says what is in it. */
function otherSource(helm: CiliumInstaller, keeper: CiliumInstaller): Breach[] {
  const [a, b] = [helm.source, keeper.source];
  const isUpstream = (source: string) => source === ciliumRelease.repository || source === ciliumRelease.artifact;
  if (a === undefined || b === undefined || a === b || (isUpstream(a) && isUpstream(b))) return [];
  return [
    {
      at: keeper.at,
      also: [helm.at],
      severity: 'warning',
      message: `${keeper.what} takes Cilium's chart from '${b}', and ${helm.what} from '${a}': nothing says that they are the same`,
      repair: `write '${a}'`,
    },
  ];
}

function otherVersion(helm: CiliumInstaller, keeper: CiliumInstaller): Breach[] {
  if (helm.version === undefined || keeper.version === undefined || helm.version === keeper.version) return [];
  return [
    {
      at: keeper.at,
      also: [helm.at],
      message: helm.isFirst
        ? `a new cluster begins with Cilium '${helm.version}', which ${helm.what} brings, and then ${keeper.what} makes it '${keeper.version}'`
        : `${keeper.what} brings Cilium '${keeper.version}', and ${helm.what} '${helm.version}': each run of one would undo that of the other`,
      repair: 'write the same release for both',
    },
  ];
}

function otherValues(helm: CiliumInstaller, keeper: CiliumInstaller): Breach[] {
  if (helm.values === undefined || keeper.values === undefined) return [];
  const paths = differences(helm.values, keeper.values);
  if (paths.length === 0) return [];
  const shown = `${paths
    .slice(0, 3)
    .map((path) => `'${path}'`)
    .join(', ')}${paths.length > 3 ? ` and ${paths.length - 3} more` : ''}`;
  return [
    {
      at: keeper.at,
      also: [helm.at],
      message: `the values of ${keeper.what} are not those of ${helm.what} (${shown}): when that takes over, the agents of every node start anew with other settings`,
      repair: 'write the same values for both',
    },
  ];
}

/** The paths of what differs, sorted. */
function differences(a: JsonObject, b: JsonObject, inside: readonly string[] = []): string[] {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return keys.flatMap((key) => {
    const [one, other] = [a[key], b[key]];
    if (isObject(one) && isObject(other)) return differences(one, other, [...inside, key]);
    return isSame(one, other) ? [] : [pathOf([...inside, key])];
  });
}

/** Whether values are equal, or may be, since another program fills one of them in. */
function isSame(a: Json | undefined, b: Json | undefined): boolean {
  return [a, b].some(isFilledIn) || JSON.stringify(a, sortedKeys) === JSON.stringify(b, sortedKeys);
}

function sortedKeys(_: string, value: unknown): unknown {
  return isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
}

function isFilledIn(value: Json | undefined): boolean {
  return typeof value === 'string' && /^ENC\[|\$\{[^}]*\}|\{\{|\{%/.test(value);
}
