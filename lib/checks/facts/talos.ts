import { inDocument, isObject, type Json, type JsonObject, type Place, parsePortRange, valueAt } from '../../base';
import { type Fact, type Facts, known, unknown } from '../fact';

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
    'talos.kubeProxy': either(named('KubeProxyConfig'), ['enabled'], config, ['cluster', 'proxy', 'disabled'], at, (value, isDocument) =>
      isDocument ? value !== false : value !== true,
    ),
    'talos.kubePrism': kubePrism(config, named('KubePrismConfig'), at),
    'talos.hostDns': hostDns(config, named('ResolverConfig'), at),
    'talos.schedulesOnControlPlanes': schedules(config, named('KubeNodeConfig'), at),
    'apiServer.nodePorts': nodePorts(config, named('KubeAPIServerConfig'), at),
  };
}

type At = (path: string) => Place;

function either<T>(
  document: JsonObject | undefined,
  inside: readonly string[],
  config: JsonObject,
  path: readonly string[],
  at: At,
  read: (value: Json | undefined, isDocument: boolean) => T,
): Fact<T> {
  if (document !== undefined) return known(read(valueAt(document, ...inside), true), at(`${document.kind}.${inside.join('.')}`));
  return known(read(valueAt(config, ...path), false), at(path.join('.')));
}

function cni(config: JsonObject, flannel: JsonObject | undefined, at: At): Facts['talos.cni'] {
  if (flannel !== undefined) return known(flannel.$patch === 'delete' ? 'none' : 'flannel', at('KubeFlannelCNIConfig'));
  const name = valueAt(config, 'cluster', 'network', 'cni', 'name') ?? 'flannel';
  return name === 'none' || name === 'flannel' || name === 'custom'
    ? known(name, at('cluster.network.cni.name'))
    : unknown(`Talos has no CNI '${String(name)}'`, at('cluster.network.cni.name'));
}

function kubePrism(config: JsonObject, document: JsonObject | undefined, at: At): Facts['talos.kubePrism'] {
  if (document !== undefined)
    return known({ enabled: document.$patch !== 'delete', port: Number(document.port ?? 7445) }, at('KubePrismConfig.port'));
  const said = valueAt(config, 'machine', 'features', 'kubePrism');
  return known(
    { enabled: valueAt(said, 'enabled') !== false, port: Number(valueAt(said, 'port') ?? 7445) },
    at('machine.features.kubePrism.port'),
  );
}

function hostDns(config: JsonObject, document: JsonObject | undefined, at: At): Facts['talos.hostDns'] {
  const said = document === undefined ? valueAt(config, 'machine', 'features', 'hostDNS') : valueAt(document, 'hostDNS');
  const place = at(document === undefined ? 'machine.features.hostDNS' : 'ResolverConfig.hostDNS');
  return known({ enabled: valueAt(said, 'enabled') !== false, forwarding: valueAt(said, 'forwardKubeDNSToHost') !== false }, place);
}

function schedules(config: JsonObject, document: JsonObject | undefined, at: At): Facts['talos.schedulesOnControlPlanes'] {
  if (document !== undefined) {
    const taint = valueAt(document, 'taints', 'node-role.kubernetes.io/control-plane');
    return known(isObject(taint) && taint.$patch === 'delete', at('KubeNodeConfig.taints'));
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
