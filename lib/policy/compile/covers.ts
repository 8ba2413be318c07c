import { contains, overlaps, parseCidr } from '../../base';
import { type PeerOf, type PolicyPeer, peerKey } from './peer';

/**
 * Whether every connection with `inner` is one with `outer` too, as far as the two say so by themselves.
 *
 * Where that hangs on something that isn't known here, it doesn't count: whether addresses are those of nodes
 * (`policyCIDRMatchMode`), what a group of addresses holds, which addresses a name has.
 */
export function covers(outer: PolicyPeer, inner: PolicyPeer): boolean {
  if (peerKey(outer) === peerKey(inner)) return true;
  if (outer.kind === 'entity') return entityCovers(outer.entity, inner);
  if (outer.kind === 'pods' && inner.kind === 'pods')
    return outer.namespace === inner.namespace && selectsAtLeast(outer.labels, inner.labels);
  if (outer.kind === 'nodes' && inner.kind === 'nodes') return selectsAtLeast(outer.labels, inner.labels);
  return outer.kind === 'cidr' && inner.kind === 'cidr' && cidrCovers(outer, inner);
}

type Labels = Readonly<Record<string, string>>;

function selectsAtLeast(outer: Labels, inner: Labels): boolean {
  return Object.entries(outer).every(([key, value]) => inner[key] === value);
}

/**
 * Entities inside of others.
 *
 * @see cilium 1.20.2 pkg/policy/api/entity.go
 */
const inside: Readonly<Record<string, readonly string[]>> = {
  cluster: ['health', 'host', 'ingress', 'init', 'kube-apiserver', 'remote-node', 'unmanaged'],
  world: ['world-ipv4', 'world-ipv6'],
};

function entityCovers(outer: string, inner: PolicyPeer): boolean {
  if (outer === 'all') return inner.kind !== 'fqdn';
  if (inner.kind === 'entity') return inside[outer]?.includes(inner.entity) === true;
  return outer === 'cluster' && (inner.kind === 'pods' || inner.kind === 'nodes');
}

function cidrCovers(outer: PeerOf<'cidr'>, inner: PeerOf<'cidr'>): boolean {
  const [wide, narrow] = [parseCidr(outer.cidr), parseCidr(inner.cidr)];
  if (wide === undefined || narrow === undefined || !contains(wide, narrow)) return false;
  const left = inner.except.map(parseCidr);
  return outer.except.map(parseCidr).every((gap) => {
    if (gap === undefined) return false;
    return !overlaps(gap, narrow) || left.some((own) => own !== undefined && contains(own, gap));
  });
}
