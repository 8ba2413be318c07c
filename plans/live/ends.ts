import { asCidr, type Cidr, compareText, contains } from '../../lib/base';
import type { EndpointModel, FlowModel, FlowPeer } from '../../lib/model';
import type { SeenEnd } from './seen-flow';

/** Whether an end that was seen is one that a flow of the definition names. */
export function isEnd(peer: FlowPeer, end: SeenEnd): boolean {
  switch (peer.kind) {
    case 'endpoint':
      return isOf(peer.endpoint, end);
    case 'namespace':
      return end.namespace === peer.namespace;
    case 'role':
      return isOutside(end) && isIn([peer.cidr], end);
    case 'addresses':
      return isOutside(end) && isIn([peer.cidr], end) && !isIn(peer.except, end);
    case 'host-name':
      return end.labels.includes(`fqdn:${peer.name}`) || end.names.some((name) => isNamed(peer.name, name));
    case 'entity':
      return peer.entity === 'cluster' ? !isOutside(end) : peer.entity === 'world' ? isOutside(end) : isReserved(end, peer.entity);
  }
}

/** Whether an end that was seen is a pod of the endpoint. */
export function isOf({ namespace, labels }: Pick<EndpointModel, 'namespace' | 'labels'>, end: SeenEnd): boolean {
  return end.namespace === namespace && Object.entries(labels).every(([key, value]) => end.labels.includes(`k8s:${key}=${value}`));
}

/** Whether Cilium knows the end as one of what it reserves names for: `host`, `world`. */
export function isReserved({ labels }: SeenEnd, name: string): boolean {
  return labels.includes(`reserved:${name}`);
}

/** What people call an end that was seen. */
export function nameOfEnd(end: SeenEnd, endpoints: readonly EndpointModel[]): string {
  const known = endpoints.find((endpoint) => isOf(endpoint, end));
  if (known !== undefined) return known.key;
  if (end.namespace !== undefined) return `${end.namespace}/${end.workload ?? end.pod ?? end.address}`;
  const reserved = ['host', 'kube-apiserver', 'remote-node', 'ingress', 'health'].find((name) => isReserved(end, name));
  return reserved ?? [...end.names].sort(compareText)[0] ?? end.address;
}

/** What people call an end of a flow. */
export function nameOfPeer(peer: FlowPeer): string {
  switch (peer.kind) {
    case 'endpoint':
      return peer.endpoint.key;
    case 'namespace':
      return `every pod of ${peer.namespace}`;
    case 'role':
      return `${peer.role} (${peer.cidr})`;
    case 'addresses':
      return peer.cidr;
    case 'host-name':
      return peer.name;
    case 'entity':
      return peer.entity;
  }
}

/** Addresses from which a flow's client comes; none where it is not known by addresses. */
export function blocksOf({ from }: FlowModel): readonly string[] {
  return from.kind === 'role' || from.kind === 'addresses' ? [from.cidr] : [];
}

/** Whether an address is in one of the blocks. */
export function isIn(blocks: readonly string[], { address }: Pick<SeenEnd, 'address'>): boolean {
  const single = asCidr(address);
  return single !== undefined && blocks.some((text) => contains(asCidr(text) as Cidr, single));
}

function isOutside(end: SeenEnd): boolean {
  return (
    end.namespace === undefined && !['host', 'remote-node', 'ingress', 'health', 'kube-apiserver'].some((name) => isReserved(end, name))
  );
}

/** In patterns `*` is any characters of one label, and `**.` at the beginning one label or several. */
function isNamed(pattern: string, name: string): boolean {
  const expression = pattern
    .replace(/^\*\*\./, '\u0000')
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^.]*')
    .replace('\u0000', '(?:[^.]+\\.)+');
  return new RegExp(`^${expression}$`, 'i').test(name.replace(/\.$/, ''));
}
