import type { Case } from '../case';
import { judged } from '../judged';
import { cidrsOf } from './clients';
import { isWithin, someAddress } from './subnets';
import type { FirewallSummary } from './summary';

/** Somebody who would reach a port of a machine, and whether the firewall is to let him. */
interface Probe {
  readonly what: string;
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  /** An address. */
  readonly from: string;
  readonly passes: boolean;
}

/** Somewhere in the internet. */
const stranger = '203.0.113.9';

/** Expects of a firewall that it lets in whoever the cluster needs at this machine, and nobody else. */
export function expectFirewall(asked: Case, name: string, firewall: FirewallSummary): void {
  const wrong = probes(asked, name).filter(({ protocol, port, from, passes }) => lets(firewall, protocol, port, from) !== passes);
  expect(wrong).toEqual([]);
}

/** Whether a firewall lets a connection in, by the rules of Talos: the default action, unless a rule says otherwise. */
export function lets({ defaultAction, rules = [] }: FirewallSummary, protocol: string, port: number, from: string): boolean {
  if (defaultAction !== 'block') throw new Error(`the firewall's default is '${defaultAction}'`);
  return rules.some(
    (rule) =>
      rule.protocol === protocol &&
      rule.ports.some((range) => isPortOf(port, range)) &&
      rule.subnets.some((subnet) => isWithin(from, subnet)) &&
      !(rule.except ?? []).some((subnet) => isWithin(from, subnet)),
  );
}

function isPortOf(port: number, range: string): boolean {
  const [first, last = first] = range.split('-').map(Number);
  return first !== undefined && last !== undefined && first <= port && port <= last;
}

function probes(asked: Case, name: string): Probe[] {
  const { platform, network } = asked.cluster.definition;
  if (platform.kind !== 'metal') throw new Error('only metal has a firewall');
  const { nodes, kubeSpan = false } = platform.options;
  const role = nodes.find((node) => node.name === name)?.role;
  const others = nodes.filter((node) => node.name !== name);
  const address = (node: (typeof nodes)[number]) => node.options.address;
  const controlPlanes = nodes.filter((node) => node.role === 'control-plane').map(address);
  const everyNode = others.map(address);
  const workers = others.filter((node) => node.role === 'worker').map(address);
  const pod = someAddress(network.options.pods ?? '10.244.0.0/16');
  const isControlPlane = role === 'control-plane';
  return [
    ...open('apid', 'tcp', [50000], everyNode),
    ...open('kubelet', 'tcp', [10250], [...controlPlanes, pod]),
    ...(isControlPlane
      ? [
          ...open('trustd', 'tcp', [50001], everyNode),
          ...open('API server', 'tcp', [6443], [...everyNode, pod]),
          ...open('etcd', 'tcp', [2379, 2380], controlPlanes),
          ...closed('etcd', 'tcp', [2379, 2380], [...workers, pod]),
          ...closed('trustd', 'tcp', [50001], [pod]),
        ]
      : closed('what control planes alone have', 'tcp', [2379, 2380, 6443, 50001], [...everyNode, pod])),
    ...closed('apid', 'tcp', [50000], [pod]),
    ...closed('the machine, for strangers', 'tcp', [22, 2379, 2380, 4240, 4244, 6443, 10250, 50000, 50001], [stranger]),
    ...closed('SSH', 'tcp', [22], [...everyNode, pod]),
    ...(kubeSpan ? open : closed)('KubeSpan', 'udp', [51820], [stranger]),
    ...(network.kind === 'cilium' ? ciliumProbes(asked, everyNode, pod) : flannelProbes(everyNode)),
  ];
}

function ciliumProbes(asked: Case, nodes: readonly string[], pod: string): Probe[] {
  const { cilium } = judged(asked).model.network;
  if (cilium === undefined) throw new Error('the network is not Cilium');
  const { routing, tunnelProtocol, encryption } = cilium.datapath;
  const tunnelled = routing === 'tunnel' ? tunnelProtocol : undefined;
  const { serviceMonitors, metrics } = cilium.hubble;
  return [
    ...open('health', 'tcp', [4240], nodes),
    ...(cilium.hubble.enabled ? open : closed)('Hubble', 'tcp', [4244], [...nodes, pod]),
    ...(tunnelled === 'vxlan' ? open : closed)('VXLAN', 'udp', [8472], nodes),
    ...(tunnelled === 'geneve' ? open : closed)('Geneve', 'udp', [6081], nodes),
    ...(encryption === 'wireguard' ? open : closed)('WireGuard', 'udp', [51871], nodes),
    ...closed('between nodes, for strangers', 'udp', [4789, 6081, 8472, 51871], [stranger]),
    ...(serviceMonitors ? open : closed)('metrics of Cilium', 'tcp', [9962, 9963, 9964], [pod]),
    ...(metrics === undefined ? closed : open)('metrics of Hubble', 'tcp', [9965], [pod]),
    ...routerProbes(asked),
    ...gatewayProbes(asked),
  ];
}

/** Cilium opens sessions, and listens for none. */
function routerProbes({ cluster: { definition } }: Case): Probe[] {
  const peers = (definition.expose ?? []).flatMap((exposure) =>
    exposure.kind === 'on-address' ? (exposure.pool.options.bgp?.peers ?? []).map(({ address }) => address) : [],
  );
  return closed('BGP', 'tcp', [179], [...peers, stranger]);
}

/** Envoy answers for gateways on the node, and the firewall sees it. */
function gatewayProbes({ cluster: { definition } }: Case): Probe[] {
  return (definition.expose ?? []).flatMap((exposure) => {
    if (exposure.kind !== 'on-hostname') return [];
    const { httpPort = 80, httpsPort = 443, certificate, http = 'redirect' } = exposure.options.via.options;
    const clear = certificate === undefined || http !== 'off' ? [httpPort] : [];
    const clients = cidrsOf(definition, exposure.options.from).map(someAddress);
    return open('gateway', 'tcp', [...clear, ...(certificate === undefined ? [] : [httpsPort])], clients);
  });
}

/** Flannel as Talos brings it, and kube-proxy, whose node ports are connections to the node. */
function flannelProbes(nodes: readonly string[]): Probe[] {
  return [
    ...open('VXLAN', 'udp', [4789], nodes),
    ...closed('VXLAN', 'udp', [4789], [stranger]),
    ...open('node port', 'tcp', [30000, 32767], [stranger]),
  ];
}

function open(what: string, protocol: Probe['protocol'], ports: readonly number[], from: readonly string[]): Probe[] {
  return ports.flatMap((port) => from.map((one) => ({ what, protocol, port, from: one, passes: true })));
}

function closed(...asked: Parameters<typeof open>): Probe[] {
  return open(...asked).map((probe) => ({ ...probe, passes: false }));
}
