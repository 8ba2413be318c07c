import type { EndpointModel, FlowClient, FlowModel, FlowPeer, Model } from '../lib/model';
import { type Allowance, closeNamespace, compileGatewayPolicy, compilePolicy, type IngressL7, type IngressPeer } from '../lib/policy';
import { inLayer, type LayeredObject } from './object';

/** One policy for each workload that the definition owns, and one for its gateways; none with Flannel, which has no such kind. */
export function policies(model: Model): LayeredObject[] {
  if (model.network.cilium === undefined) return [];
  const owned: readonly EndpointModel[] = [...model.workloads, ...model.constructs, ...model.closedPods];
  return [
    ...model.namespaces
      .filter((ns) => ns.options.closed === true && ns.stage !== 'off')
      .map((ns) => inLayer('policies', closeNamespace(ns.name, ns.stage === 'enforce'), ns.at)),
    ...owned.filter(({ stage }) => stage !== 'off').map((endpoint) => inLayer('policies', policyOf(model, endpoint), endpoint.at)),
    ...gatewayPolicy(model),
  ];
}

/** Both legs of the connections through gateways, which are one identity to Cilium. */
function gatewayPolicy({ gateways, flows }: Model): LayeredObject[] {
  const [first] = gateways;
  if (first === undefined || first.stage === 'off') return [];
  const legs = flows.filter(({ gateway }) => gateway === true);
  const isGateway = (peer: FlowPeer) => peer.kind === 'entity' && peer.entity === 'ingress';
  const policy = compileGatewayPolicy({
    name: 'gateways',
    ingress: legs.filter(({ to }) => isGateway(to)).map(comingIn),
    egress: legs.filter(({ from }) => isGateway(from)).map(goingOut),
    enforce: first.stage === 'enforce',
  });
  return [inLayer('policies', policy, first.at)];
}

function policyOf(model: Model, endpoint: EndpointModel) {
  const isIt = (peer: FlowPeer) => peer.kind === 'endpoint' && peer.endpoint.key === endpoint.key;
  return compilePolicy({
    namespace: endpoint.namespace,
    name: endpoint.name,
    labels: endpoint.labels,
    ingress: model.flows.filter((flow) => isIt(flow.to)).map(comingIn),
    egress: model.flows.filter((flow) => isIt(flow.from)).map(goingOut),
    enforce: endpoint.stage === 'enforce',
    dnsDomain: model.network.dnsDomain,
  });
}

function comingIn({ from, ports, limit }: FlowModel): Allowance<IngressPeer, IngressL7> {
  return { ports, ...client(from), ...(limit?.at === 'server' ? { l7: limit.l7 } : {}) };
}

function goingOut({ to, ports, limit }: FlowModel): Allowance {
  const peer = to.kind === 'host-name' ? { peer: { kind: 'fqdn' as const, name: to.name }, name: to.name } : client(to);
  return { ports, ...peer, ...(limit?.at === 'client' ? { l7: limit.l7 } : {}) };
}

function client(peer: FlowClient): { readonly peer: IngressPeer; readonly name: string } {
  switch (peer.kind) {
    case 'endpoint':
      return { peer: { kind: 'pods', namespace: peer.endpoint.namespace, labels: peer.endpoint.labels }, name: peer.endpoint.key };
    case 'namespace':
      return { peer: { kind: 'pods', namespace: peer.namespace, labels: {} }, name: `every pod of ${peer.namespace}` };
    case 'role':
      return { peer: { kind: 'cidr', cidr: peer.cidr, except: [] }, name: peer.role };
    case 'entity':
      return { peer: { kind: 'entity', entity: peer.entity }, name: peer.entity };
    case 'addresses':
      return { peer: { kind: 'cidr', cidr: peer.cidr, except: peer.except }, name: peer.cidr };
  }
}
