import type { EndpointModel, FlowModel, FlowPeer, Model } from '../../model';

/** CoreDNS as a peer, as Talos and kubeadm deploy it. */
export const coreDns = { key: 'kube-system/kube-dns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } } as const;

const ports = [
  { port: 53, protocol: 'TCP' },
  { port: 53, protocol: 'UDP' },
] as const;

/**
 * The flow to CoreDNS that comes with flows of an endpoint, if any: pods are called by the names of their Services, hosts by
 * their own. Names are limited there only if every flow to CoreDNS limits them.
 */
export function impliedDns(endpoint: EndpointModel, model: Pick<Model, 'flows' | 'network'>): FlowModel | undefined {
  const outgoing = model.flows.filter(({ from }) => from.kind === 'endpoint' && from.endpoint.key === endpoint.key);
  if (!outgoing.some((flow) => looksUp(flow.to) && !isAsking(flow, 'every'))) return undefined;

  const asking = outgoing.filter((flow) => isAsking(flow, 'some'));
  const said = asking.flatMap(({ limit }) => (limit?.at === 'client' && limit.l7.kind === 'dns' ? limit.l7.names : []));
  const isLimited = said.length > 0 && asking.every(({ limit }) => limit?.at === 'client');
  const wanted = outgoing.flatMap(({ to }) => (to.kind === 'host-name' ? [to.name] : []));
  const names = [...said, ...wanted, `**.${model.network.dnsDomain}`];
  const { key, namespace, labels } = coreDns;
  return {
    from: { kind: 'endpoint', endpoint, owned: true },
    to: { kind: 'endpoint', endpoint: { key, namespace, labels, name: 'kube-dns', ports: [], stage: 'off', at: endpoint.at }, owned: true },
    ports,
    at: endpoint.at,
    ...(isLimited ? { limit: { at: 'client', l7: { kind: 'dns', names } } } : {}),
  };
}

function looksUp({ kind }: FlowPeer): boolean {
  return kind === 'endpoint' || kind === 'host-name';
}

function isAsking({ to, ports: asked }: FlowModel, how: 'every' | 'some'): boolean {
  if (to.kind !== 'endpoint' || to.endpoint.namespace !== coreDns.namespace) return false;
  const labels = Object.entries(to.endpoint.labels);
  if (labels.length !== 1 || to.endpoint.labels['k8s-app'] !== coreDns.labels['k8s-app']) return false;
  return asked[how](({ port, protocol }) => port === 53 && protocol !== 'SCTP');
}
