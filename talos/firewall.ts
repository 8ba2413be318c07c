import type { CiliumModel, MetalModel, Model, NodeModel } from '../lib/model';
import { anywhere, type Opening } from './opening';
import { proxied } from './proxied';

/**
 * What nodes of a role have to be reached at, where the ingress firewall blocks everything else. Without a rule Talos lets
 * pass what comes over loopback and KubeSpan, answers, ICMP (five a second), from pods to pods and Services, and from pods to
 * the host's DNS.
 *
 * Talos' and Kubernetes' API are open to the platform's subnet and to those of the nodes, which is where nodes and whoever
 * administers them are; who does so from elsewhere says it in a rule of another name in `talos.patch`. Pods are named where
 * they are clients of the node, since they come with addresses of their own: the API server's Service leads to the nodes.
 * BGP needs no rule: Cilium opens the sessions itself and listens for none.
 *
 * @see talos v1.13.9 internal/app/machined/pkg/controllers/network/nftables_chain_config.go
 * @see https://docs.siderolabs.com/talos/v1.13/networking/ingress-firewall
 */
export function openings(model: Model, platform: MetalModel, role: NodeModel['role']): readonly Opening[] {
  const nodes = [...new Set([platform.subnet, ...platform.nodes.map(({ subnet }) => subnet)])];
  const pods = [...nodes, model.network.pods];
  const { cilium } = model.network;
  return [
    tcp('apid', [50000], nodes),
    ...(role === 'control-plane' ? controlPlane(platform, nodes, pods) : []),
    tcp('kubelet', [10250], pods),
    ...(platform.kubeSpan ? [udp('kubespan', [51820], anywhere)] : []),
    ...(cilium === undefined ? flannelOpenings(model, nodes) : [...ciliumOpenings(cilium, nodes, pods), ...proxied(model, nodes)]),
  ];
}

function controlPlane({ nodes: all }: MetalModel, nodes: readonly string[], pods: readonly string[]): Opening[] {
  const controlPlanes = all.filter((node) => node.role === 'control-plane').map(({ address }) => `${address}/32`);
  return [tcp('trustd', [50001], nodes), tcp('kubernetes-api', [6443], pods), tcp('etcd', ['2379-2380'], controlPlanes)];
}

/** @see https://docs.cilium.io/en/v1.20/operations/system_requirements/#firewall-rules */
function ciliumOpenings({ datapath, hubble }: CiliumModel, nodes: readonly string[], pods: readonly string[]): Opening[] {
  const { routing, tunnelProtocol, encryption } = datapath;
  const metrics = [...(hubble.serviceMonitors ? ['9962-9964'] : []), ...(hubble.metrics === undefined ? [] : [9965])];
  return [
    ...(routing === 'tunnel' ? [udp(`cilium-${tunnelProtocol}`, [tunnelProtocol === 'vxlan' ? 8472 : 6081], nodes)] : []),
    tcp('cilium-health', [4240], nodes),
    ...(hubble.enabled ? [tcp('hubble', [4244], pods)] : []),
    ...(encryption === 'wireguard' ? [udp('cilium-wireguard', [51871], nodes)] : []),
    ...(metrics.length === 0 ? [] : [tcp('metrics', metrics, pods)]),
  ];
}

/** Talos' Flannel wraps packets in VXLAN; kube-proxy's node ports come behind the firewall, where Cilium's come before it. */
function flannelOpenings({ network }: Model, nodes: readonly string[]): Opening[] {
  const range = `${network.nodePorts.min}-${network.nodePorts.max}`;
  return [udp('flannel-vxlan', [4789], nodes), tcp('node-ports-tcp', [range], anywhere), udp('node-ports-udp', [range], anywhere)];
}

function tcp(name: string, ports: Opening['ports'], from: readonly string[]): Opening {
  return { name, protocol: 'tcp', ports, from };
}

function udp(name: string, ports: Opening['ports'], from: readonly string[]): Opening {
  return { name, protocol: 'udp', ports, from };
}
