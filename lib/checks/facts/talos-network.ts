import { inDocument, type JsonObject, type PortRange, parsePortRange, valueAt } from '../../base';
import { type Facts, known } from '../fact';

/** What a control plane's patch says about the mesh of the nodes, the ingress firewall, and how many pods a node may have. */
export function talosNetworkFacts(
  documents: readonly JsonObject[],
  file: string,
): Pick<Facts, 'talos.kubeSpan' | 'talos.discovery' | 'talos.firewall' | 'talos.maxPods'> {
  const config = documents.find((d) => d.kind === undefined) ?? {};
  const named = (kind: string) => documents.find((d) => d.kind === kind && d.$patch !== 'delete');
  return {
    'talos.kubeSpan': kubeSpan(config, named('KubeSpanConfig'), file),
    'talos.discovery': discovery(config, documents, file),
    'talos.firewall': known(
      { blocks: named('NetworkDefaultActionConfig')?.ingress === 'block', openings: documents.flatMap(openings) },
      inDocument(file, 'NetworkDefaultActionConfig.ingress'),
    ),
    'talos.maxPods': maxPods(config, named('KubeletConfig'), file),
  };
}

function kubeSpan(config: JsonObject, document: JsonObject | undefined, file: string): Facts['talos.kubeSpan'] {
  if (document !== undefined) return known(document.enabled === true, inDocument(file, 'KubeSpanConfig.enabled'));
  return known(valueAt(config, 'machine', 'network', 'kubespan', 'enabled') === true, inDocument(file, 'machine.network.kubespan.enabled'));
}

/** Discovery is on until the field says otherwise, or the document that switches it on is taken out. */
function discovery(config: JsonObject, documents: readonly JsonObject[], file: string): Facts['talos.discovery'] {
  const isTakenOut = documents.some((d) => d.kind === 'DiscoveryServiceConfig' && d.name === 'default' && d.$patch === 'delete');
  return isTakenOut
    ? known(false, inDocument(file, 'DiscoveryServiceConfig'))
    : known(valueAt(config, 'cluster', 'discovery', 'enabled') !== false, inDocument(file, 'cluster.discovery.enabled'));
}

function openings(document: JsonObject): { readonly protocol: string; readonly ports: PortRange }[] {
  if (document.kind !== 'NetworkRuleConfig' || document.$patch === 'delete') return [];
  const ports = valueAt(document, 'portSelector', 'ports');
  const protocol = String(valueAt(document, 'portSelector', 'protocol')).toLowerCase();
  return (Array.isArray(ports) ? ports : []).flatMap((port) => {
    const range = parsePortRange(typeof port === 'number' ? `${port}-${port}` : String(port));
    return range === undefined ? [] : [{ protocol, ports: range }];
  });
}

/** The kubelet's own. */
const usual = 110;

function maxPods(config: JsonObject, document: JsonObject | undefined, file: string): Facts['talos.maxPods'] {
  const said =
    document === undefined ? valueAt(config, 'machine', 'kubelet', 'extraConfig', 'maxPods') : valueAt(document, 'config', 'maxPods');
  return known(
    Number(said ?? usual),
    inDocument(file, document === undefined ? 'machine.kubelet.extraConfig.maxPods' : 'KubeletConfig.config.maxPods'),
  );
}
