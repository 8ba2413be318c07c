import { type Cidr, contains, parseCidr } from '../base';

/** A label of an identity: where it comes from, its key and its value. */
export interface Label {
  readonly source: string;
  readonly key: string;
  readonly value: string;
  /** The block that a label of source `cidr` stands for. */
  readonly prefix?: Cidr;
}

/** The label by which Cilium knows a pod's namespace. */
export const namespaceKey = 'io.kubernetes.pod.namespace';
/** What the labels of a pod's namespace begin with in the pod's identity. */
export const namespaceLabelsKey = 'io.cilium.k8s.namespace.labels';
/** The label by which Cilium knows a pod's cluster. */
export const clusterKey = 'io.cilium.k8s.policy.cluster';
/** The label by which Cilium knows a pod's ServiceAccount. */
export const serviceAccountKey = 'io.cilium.k8s.policy.serviceaccount';

/** What the label of a CIDR group's name begins with; it is on every block of the group. */
export const cidrGroupNameKey = 'io.cilium.policy.cidrgroupname';

/** A label as text: `source:key=value`, without the `=` where there is no value. */
export function labelText({ source, key, value }: Label): string {
  return value === '' ? `${source}:${key}` : `${source}:${key}=${value}`;
}

/** The label that the text `source:key=value` names; the source `unspec` where it names none. */
export function parseLabel(text: string): Label {
  const { source, key: rest } = splitSource(text);
  const equals = rest.indexOf('=');
  const key = equals < 0 ? rest : rest.slice(0, equals);
  return label(source || 'unspec', key, equals < 0 ? '' : rest.slice(equals + 1));
}

/** A label of a source. */
export function label(source: string, key: string, value = ''): Label {
  const prefix = source === 'cidr' ? parseCidr(key.replaceAll('-', ':')) : undefined;
  return prefix === undefined ? { source, key, value } : { source, key, value, prefix };
}

/**
 * The source in front of a key, and the key: what stands before the first colon, or `reserved` for a leading dollar sign.
 *
 * @see cilium 1.20.2 pkg/labels/labels.go (parseSource)
 */
export function splitSource(text: string): { readonly source: string; readonly key: string } {
  if (text.startsWith('$')) return { source: 'reserved', key: text.slice(1) };
  const colon = text.indexOf(':');
  return colon < 0 ? { source: '', key: text } : { source: text.slice(0, colon), key: text.slice(colon + 1) };
}

/**
 * Whether a label is one that the wanted source and key mean: the source `any` means every source, and a block of addresses
 * means every block inside of it.
 *
 * @see cilium 1.20.2 pkg/labels/labels.go (HasKey)
 */
export function hasKey(of: Label, wanted: Pick<Label, 'source' | 'key' | 'prefix'>): boolean {
  if (wanted.source !== 'any' && wanted.source !== of.source) return false;
  if (wanted.source !== 'cidr') return of.key === wanted.key;
  return wanted.prefix !== undefined && of.prefix !== undefined && contains(wanted.prefix, of.prefix);
}

/** The label of a block: as {@link label} reads it back, colons as dashes, since a key has no colons. */
export function cidrLabel(cidr: Cidr): Label {
  const [address, length] = cidr.canonical.split('/') as [string, string];
  const key = address.replace(/^:/, '0:').replace(/:$/, ':0').replaceAll(':', '-');
  return { source: 'cidr', key: `${key}/${length}`, value: '', prefix: cidr };
}

/**
 * The label of everything outside, as it is for a family of addresses: it has the family in its name where the cluster has
 * both.
 *
 * @see cilium 1.20.2 pkg/labels/cidr.go (getWorldLabel)
 */
export function worldLabel(family: 4 | 6, { ipv4, ipv6 }: { readonly ipv4: boolean; readonly ipv6: boolean }): Label {
  if (family === 4 && ipv6) return label('reserved', 'world-ipv4');
  if (family === 6 && ipv4) return label('reserved', 'world-ipv6');
  return label('reserved', 'world');
}
