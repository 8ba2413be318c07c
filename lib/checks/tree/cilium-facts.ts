import { comparePlaces, inDocument, isObject, type JsonObject, type Place, parseVersion, valueAt } from '../../base';
import {
  type CiliumInstaller,
  type CiliumRendering,
  type Fact,
  type FactValues,
  type InlineManifestFact,
  known,
  type ObjectFact,
  unknown,
} from '../fact';
import { installersOf } from '../facts/installers';
import type { CiliumRelease } from './cilium';
import { textAt } from './tree';

/** The file that places inside of merged values name, until they are located. */
export const mergedValues = "Cilium's values";

/** The values of the one release that counts: who installs Cilium is before who only has values for it. */
export function ciliumFacts(
  releases: readonly CiliumRelease[],
  at: Place,
): { readonly fact: Fact<JsonObject>; readonly version: Fact<string>; readonly release?: CiliumRelease } {
  const [installing, bringing] = [releases.filter(({ installs }) => installs), releases.filter((release) => release.first !== undefined)];
  const [first, second] = [installing, bringing, releases].find((list) => list.length > 0) ?? [];
  if (first === undefined) return both(unknown('no Helm values for Cilium are here', at));
  if (second !== undefined) {
    const why = `Cilium is here more than once, as ${first.what} and as ${second.what}: name one folder, or its values with --values`;
    return both(unknown(why, first.at));
  }
  const version = versionOf(first);
  if (first.why !== undefined) {
    return { fact: unknown(`not all values of ${first.what} are known: ${first.why}`, first.at), version, release: first };
  }
  return { fact: known(first.values.value, inDocument(mergedValues)), version, release: first };
}

/**
 * Who installs Cilium: Flux with the values that its ConfigMaps have, too, and whoever bootstraps.
 */
export function installers(
  objects: readonly ObjectFact[],
  inline: readonly InlineManifestFact[],
  releases: readonly CiliumRelease[],
): CiliumInstaller[] {
  const own = installersOf(objects, inline).map((installer) => {
    const release = releases.find(({ at }) => comparePlaces(at, installer.at) === 0);
    if (release?.why === undefined)
      return release === undefined || installer.by !== 'flux' ? installer : { ...installer, values: release.values.value };
    const { values: _, ...others } = installer;
    return others;
  });
  return [...bootstraps(releases), ...own];
}

/** Who brings Cilium to a cluster that has nothing yet: helmfile, or else whoever has a values file of its own for it. */
function bootstraps(releases: readonly CiliumRelease[]): CiliumInstaller[] {
  const listed = releases.filter(({ first }) => first !== undefined);
  const loose = releases.filter(({ installs, at }) => !installs && /(^|\/)bootstrap/i.test(at.file));
  return (listed.length > 0 ? listed : loose).map(({ what, first, version, values, why, at }) => ({
    ...{ what, by: 'helm', isFirst: true, at },
    ...(first?.namespace === undefined ? {} : { release: { namespace: first.namespace, name: first.name } }),
    ...(version === undefined ? {} : { version }),
    ...(why === undefined ? { values: values.value } : {}),
  }));
}

/** Who renders the chart of the release that counts. */
export function renderingOf(release: CiliumRelease | undefined, at: Place): Fact<CiliumRendering> {
  if (release === undefined) return unknown('no file here says how Cilium is installed', at);
  return release.rendering === undefined
    ? unknown(`no file here says who installs Cilium by ${release.what}`, release.at)
    : known(release.rendering, release.at);
}

function both(fact: Fact<never>): { readonly fact: Fact<never>; readonly version: Fact<never> } {
  return { fact, version: fact };
}

/** The release of the chart, or that of the image which the values name. */
function versionOf({ version, versionAt, values, at, what, changed }: CiliumRelease): Fact<string> {
  if (changed !== undefined) return unknown(`nobody knows the release of ${what}: ${changed}`, at);
  if (version !== undefined) return known(version, versionAt ?? at);
  const tag = textAt(values.value, 'image', 'tag')?.replace(/^v/, '');
  const place = values.place(['image', 'tag']);
  if (tag !== undefined && place !== undefined && parseVersion(tag) !== undefined) return known(tag, place);
  return unknown(`${what} doesn't say one release of Cilium`, versionAt ?? at);
}

export function datapathOf(values: JsonObject): FactValues['datapath'] {
  const mode = valueAt(values, 'loadBalancer', 'mode');
  return {
    routing: valueAt(values, 'routingMode') === 'native' ? 'native' : 'tunnel',
    tunnelProtocol: valueAt(values, 'tunnelProtocol') === 'geneve' ? 'geneve' : 'vxlan',
    loadBalancer: mode === 'dsr' || mode === 'hybrid' ? 'dsr' : 'snat',
  };
}

export function gatewayNodes(values: JsonObject | undefined): Readonly<Record<string, string>> | undefined {
  if (valueAt(values, 'gatewayAPI', 'hostNetwork', 'enabled') !== true) return undefined;
  const labels = valueAt(values, 'gatewayAPI', 'hostNetwork', 'nodes', 'matchLabels');
  return isObject(labels) ? (labels as Record<string, string>) : {};
}
