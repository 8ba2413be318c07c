import { inDocument, type JsonObject, type Place, parsePortRange, valueAt } from '../../base';
import { type Facts, known, unknown } from '../fact';

type TalosFacts = Pick<
  Facts,
  'talos.cni' | 'talos.kubeProxy' | 'talos.kubePrism' | 'talos.hostDns' | 'talos.schedulesOnControlPlanes' | 'apiServer.nodePorts'
>;

/**
 * What a control plane's patch comes to when it is applied to the config that talosctl generates, in whichever form the
 * patch is written. What it doesn't say is Talos' default: Flannel, kube-proxy, KubePrism on 7445, host DNS with forwarding.
 */
export function talosFacts(documents: readonly JsonObject[], file: string): TalosFacts {
  const config = documents.find((d) => d.kind === undefined) ?? {};
  const named = (kind: string) => documents.find((d) => d.kind === kind);
  const at = (path: string): Place => inDocument(file, path);
  return {
    'talos.cni': cni(config, named('KubeFlannelCNIConfig'), at),
    'talos.kubeProxy': kubeProxy(config, named('KubeProxyConfig'), at),
    'talos.kubePrism': kubePrism(config, named('KubePrismConfig'), at),
    'talos.hostDns': hostDns(config, named('ResolverConfig'), at),
    'talos.schedulesOnControlPlanes': schedules(config, named('KubeNodeConfig'), at),
    'apiServer.nodePorts': nodePorts(config, named('KubeAPIServerConfig'), at),
  };
}

type At = (path: string) => Place;

/** Whether the patch takes out what stands at the path, or something above it; the form of both contracts is the same. */
function isDeleted(config: JsonObject, ...path: readonly string[]): boolean {
  return path.some((_, i) => valueAt(config, ...path.slice(0, i + 1), '$patch') === 'delete') || config.$patch === 'delete';
}

function kubeProxy(config: JsonObject, document: JsonObject | undefined, at: At): Facts['talos.kubeProxy'] {
  if (document !== undefined) return known(!isDeleted(document) && document.enabled !== false, at('KubeProxyConfig.enabled'));
  const disabled = !isDeleted(config, 'cluster', 'proxy') && valueAt(config, 'cluster', 'proxy', 'disabled') === true;
  return known(!disabled, at('cluster.proxy.disabled'));
}

function cni(config: JsonObject, flannel: JsonObject | undefined, at: At): Facts['talos.cni'] {
  if (flannel !== undefined) return known(isDeleted(flannel) ? 'none' : 'flannel', at('KubeFlannelCNIConfig'));
  const path = ['cluster', 'network', 'cni'];
  const name = isDeleted(config, ...path) ? 'flannel' : (valueAt(config, ...path, 'name') ?? 'flannel');
  return name === 'none' || name === 'flannel' || name === 'custom'
    ? known(name, at('cluster.network.cni.name'))
    : unknown(`Talos has no CNI '${String(name)}'`, at('cluster.network.cni.name'));
}

function kubePrism(config: JsonObject, document: JsonObject | undefined, at: At): Facts['talos.kubePrism'] {
  if (document !== undefined)
    return known({ enabled: !isDeleted(document), port: Number(document.port ?? 7445) }, at('KubePrismConfig.port'));
  const path = ['machine', 'features', 'kubePrism'];
  const said = valueAt(config, ...path);
  const enabled = !isDeleted(config, ...path) && valueAt(said, 'enabled') !== false;
  return known(
    { enabled, port: Number(valueAt(said, 'port') ?? 7445) },
    at(enabled ? 'machine.features.kubePrism.port' : 'machine.features.kubePrism.enabled'),
  );
}

function hostDns(config: JsonObject, document: JsonObject | undefined, at: At): Facts['talos.hostDns'] {
  const older = valueAt(config, 'machine', 'features', 'hostDNS');
  // Config of the older form has the document too, for nameservers alone.
  const isOlder = document === undefined || (document.hostDNS === undefined && older !== undefined);
  const said = isOlder ? older : document.hostDNS;
  const place = at(isOlder ? 'machine.features.hostDNS' : 'ResolverConfig.hostDNS');
  if (isOlder ? isDeleted(config, 'machine', 'features', 'hostDNS') : isDeleted(document, 'hostDNS'))
    return known({ enabled: false, forwarding: false }, place);
  return known({ enabled: valueAt(said, 'enabled') !== false, forwarding: valueAt(said, 'forwardKubeDNSToHost') !== false }, place);
}

function schedules(config: JsonObject, document: JsonObject | undefined, at: At): Facts['talos.schedulesOnControlPlanes'] {
  if (document !== undefined) {
    return known(isDeleted(document, 'taints', 'node-role.kubernetes.io/control-plane'), at('KubeNodeConfig.taints'));
  }
  return known(valueAt(config, 'cluster', 'allowSchedulingOnControlPlanes') === true, at('cluster.allowSchedulingOnControlPlanes'));
}

function nodePorts(config: JsonObject, document: JsonObject | undefined, at: At): Facts['apiServer.nodePorts'] {
  const args = document === undefined ? valueAt(config, 'cluster', 'apiServer', 'extraArgs') : valueAt(document, 'extraArgs');
  const place = at(
    document === undefined
      ? 'cluster.apiServer.extraArgs.service-node-port-range'
      : 'KubeAPIServerConfig.extraArgs.service-node-port-range',
  );
  const text = valueAt(args, 'service-node-port-range');
  const range = parsePortRange(String(Array.isArray(text) ? text[text.length - 1] : (text ?? '30000-32767')));
  return range === undefined ? unknown(`'${String(text)}' is not a range of ports`, place) : known(range, place);
}
