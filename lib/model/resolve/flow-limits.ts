import { asCidr, contains, overlaps, parseCidr, valueAt } from '../../base';
import type { EndpointModel, FlowModel, FlowPeer, NetworkModel } from '../model';
import type { Context } from './context';
import { l7Names } from './l7';

/** Whether Ichor writes a policy for these pods. */
export function hasPolicy(peer: FlowPeer): boolean {
  return peer.kind === 'endpoint' && peer.owned && peer.endpoint.stage !== 'off';
}

/** Checks limits of flows against other flows, and against what Cilium is told. */
export function checkLimits(context: Context, flows: readonly FlowModel[], network: NetworkModel): void {
  flows.forEach((flow, i) => {
    for (const other of flows.slice(0, i)) checkExclusion(context, other, flow);
    for (const other of flows) checkEffect(context, flow, other);
  });
  if (network.cilium !== undefined && valueAt(network.cilium.values, 'l7Proxy') === false) checkProxy(context, flows);
}

/** Cilium merges what rules say of one peer and one port; where kinds of limits meet there, the endpoint gets no policy. */
function checkExclusion(context: Context, first: FlowModel, second: FlowModel): void {
  if (first.limit === undefined || second.limit === undefined || first.limit.l7.kind === second.limit.l7.kind) return;
  if (!sharesPort(first, second) || !isSame(first.from, second.from) || !isSame(first.to, second.to)) return;
  const [one, two] = [l7Names[first.limit.l7.kind], l7Names[second.limit.l7.kind]];
  context.add(
    'FLO014',
    pathOf(second),
    `${two} limit ${connection(second)} here and ${one} at ${pathOf(first)}, and a port takes limits of one kind`,
    {
      repair: 'leave out one of the two',
      also: [pathOf(first)],
    },
  );
}

/** What one flow lets pass needs no other flow to let it pass as well. */
function checkEffect(context: Context, limited: FlowModel, open: FlowModel): void {
  if (limited.limit === undefined || open.limit !== undefined || !sharesPort(limited, open)) return;
  const isEnforced = limited.limit.at === 'client' ? isSame(open.from, limited.from) : isSame(open.to, limited.to);
  if (!isEnforced || !covers(open.from, limited.from) || !covers(open.to, limited.to)) return;
  const beside = `${connection(open)} at ${pathOf(open)} lets everything pass`;
  context.add(
    'FLO019',
    pathOf(limited),
    `the ${l7Names[limited.limit.l7.kind]} for ${connection(limited)} limit nothing, since ${beside}`,
    {
      repair: 'leave out the flow without a limit, or the limit',
      also: [pathOf(open)],
    },
  );
}

function checkProxy(context: Context, flows: readonly FlowModel[]): void {
  const proxied = flows.filter(({ from, to, limit }) =>
    limit === undefined ? to.kind === 'host-name' && hasPolicy(from) : hasPolicy(limit.at === 'client' ? from : to),
  );
  if (proxied.length === 0) return;
  const wanted = [...new Set(proxied.map(connection))].sort().join('; ');
  context.add('FLO020', 'network.values.l7Proxy', `without its L7 proxy Cilium refuses the policies of these flows: ${wanted}`, {
    repair: 'leave it out',
    also: [...new Set(proxied.map(pathOf))],
  });
}

function pathOf({ at }: FlowModel): string {
  return at.in === 'definition' ? at.path : '';
}

function connection({ from, to, ports }: FlowModel): string {
  return `${peerName(from)} → ${peerName(to)}:${ports.map(({ port }) => port).join(',')}`;
}

/** How people call an end of a flow. */
export function peerName(peer: FlowPeer): string {
  switch (peer.kind) {
    case 'endpoint':
      return peer.endpoint.key;
    case 'namespace':
      return peer.namespace;
    case 'role':
      return peer.role;
    case 'entity':
      return peer.entity;
    case 'addresses':
      return peer.cidr;
    case 'host-name':
      return peer.name;
  }
}

function sharesPort(a: FlowModel, b: FlowModel): boolean {
  return a.ports.some(({ port, protocol }) => b.ports.some((p) => p.port === port && p.protocol === protocol));
}

function isSame(a: FlowPeer, b: FlowPeer): boolean {
  return covers(a, b) && covers(b, a);
}

/** Whether every connection of `inner` is one of `outer` as well, as far as the definition says. */
function covers(outer: FlowPeer, inner: FlowPeer): boolean {
  if (outer.kind === 'endpoint') return inner.kind === 'endpoint' && selects(outer.endpoint, inner.endpoint);
  if (outer.kind === 'host-name') return inner.kind === 'host-name' && outer.name === inner.name;
  if (outer.kind === 'namespace') return namespaceOf(inner) === outer.namespace;
  if (outer.kind !== 'entity') return inner.kind !== 'entity' && contained(outer, inner);
  if (inner.kind === 'entity') return outer.entity === inner.entity;
  return outer.entity === 'cluster' ? namespaceOf(inner) !== undefined : outer.entity === 'world' && namespaceOf(inner) === undefined;
}

function namespaceOf(peer: FlowPeer): string | undefined {
  return peer.kind === 'endpoint' ? peer.endpoint.namespace : peer.kind === 'namespace' ? peer.namespace : undefined;
}

function selects(outer: EndpointModel, inner: EndpointModel): boolean {
  return outer.namespace === inner.namespace && Object.entries(outer.labels).every(([key, value]) => inner.labels[key] === value);
}

function contained(outer: FlowPeer & { readonly cidr: string }, inner: FlowPeer): boolean {
  if (inner.kind !== 'role' && inner.kind !== 'addresses') return false;
  const [wide, narrow] = [asCidr(outer.cidr), asCidr(inner.cidr)];
  if (wide === undefined || narrow === undefined || !contains(wide, narrow)) return false;
  const gaps = (peer: FlowPeer) => (peer.kind === 'addresses' ? peer.except.map(parseCidr) : []).filter((gap) => gap !== undefined);
  return gaps(outer).every((gap) => !overlaps(gap, narrow) || gaps(inner).some((own) => contains(own, gap)));
}
