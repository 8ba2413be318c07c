import { inDocument, isObject, type Json, type JsonObject, valueAt } from '../../base';
import { type Facts, type InlineManifestFact, known, type TalosBgpFact } from '../fact';

const excluded = 'node.kubernetes.io/exclude-from-external-load-balancers';

/** What a control plane's patch says beyond the settings of Kubernetes: manifests, speakers of BGP, the label of its nodes. */
export function talosManifestFacts(
  documents: readonly JsonObject[],
  file: string,
): Pick<Facts, 'talos.inlineManifests' | 'talos.bgp' | 'talos.excludesControlPlanes'> {
  const config = documents.find((d) => d.kind === undefined) ?? {};
  const named = (kind: string) => documents.filter((d) => d.kind === kind && d.$patch !== 'delete');
  const isTakenAway = [valueAt(config, 'machine', 'nodeLabels'), ...named('KubeNodeConfig').map(({ labels }) => labels)].some(
    (labels) => isDeleted(labels) || isDeleted(valueAt(labels, excluded)),
  );
  return {
    'talos.inlineManifests': known(
      [
        ...listAt(config, 'cluster', 'inlineManifests').map((entry) =>
          manifest(entry, 'contents', inDocument(file, 'cluster.inlineManifests')),
        ),
        ...named('KubeInlineManifestConfig').map((entry) => manifest(entry, 'manifest', inDocument(file, 'KubeInlineManifestConfig'))),
      ],
      inDocument(file, 'cluster.inlineManifests'),
    ),
    'talos.bgp': known(
      named('BGPInstanceConfig').map((d) => speaker(d, file)),
      inDocument(file, 'BGPInstanceConfig'),
    ),
    'talos.excludesControlPlanes': known(
      !isTakenAway,
      inDocument(file, named('KubeNodeConfig').length > 0 ? 'KubeNodeConfig.labels' : 'machine.nodeLabels'),
    ),
  };
}

function manifest(entry: Json, field: 'contents' | 'manifest', at: InlineManifestFact['at']): InlineManifestFact {
  return { name: String(valueAt(entry, 'name') ?? ''), contents: String(valueAt(entry, field) ?? ''), at };
}

function speaker(document: JsonObject, file: string): TalosBgpFact {
  return {
    name: String(document.name ?? ''),
    ...(typeof document.vrf === 'string' ? { vrf: document.vrf } : {}),
    asn: Number(document.localASN),
    neighbors: listAt(document, 'neighbors').map((neighbor) => ({
      address: String(valueAt(neighbor, 'address') ?? ''),
      asn: Number(valueAt(neighbor, 'peerASN')),
    })),
    imports: listAt(document, 'importRoutes').map((route) => ({
      from: String(valueAt(route, 'bgpInstance') ?? ''),
      prefixes: listAt(route, 'prefixes').map(String),
    })),
    at: inDocument(file, 'BGPInstanceConfig'),
  };
}

function listAt(value: unknown, ...path: string[]): readonly Json[] {
  const list = valueAt(value, ...path);
  return Array.isArray(list) ? list : [];
}

function isDeleted(value: unknown): boolean {
  return isObject(value) && value.$patch === 'delete';
}
