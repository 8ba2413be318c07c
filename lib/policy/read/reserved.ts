import { compareText } from '../../base';
import type { Entry } from '../entry';
import type { Identity, IdentityKind } from '../identity';
import { clusterKey, type Label, label, worldLabel } from '../label';
import type { Profile } from '../profile';
import type { UnknownLabels } from '../selector';
import { labelFilter } from './label-filter';
import type { NodeObject, Nodes } from './nodes';

/** Nodes that policies can't tell apart. */
interface NodeClass {
  readonly controlPlane: boolean;
  /** Their labels, where there are objects of them. */
  readonly nodes: readonly NodeObject[] | undefined;
}

/**
 * The identities that every cluster has, in a fixed order: its nodes, the API server outside of them, Cilium's own endpoints,
 * pods without labels, pods that Cilium doesn't know, and the world.
 *
 * A node is `host` to its own pods and `remote-node` to those of others. Nodes that run the API server have its label too;
 * where it isn't known how many nodes there are, or which of them run the API server, everything that may be is there.
 *
 * @param entries rules; those about nodes name labels of nodes, which aren't known without objects
 * @see cilium 1.20.2 pkg/identity/numericidentity.go, pkg/node/manager/manager.go (nodeIdentityLabels),
 *   pkg/ipcache/cell/apiserver_watcher.go and pkg/ipcache/metadata.go (resolveLabels)
 */
export function reservedIdentities(nodes: Nodes, entries: readonly Entry[], profile: Profile): readonly Identity[] {
  const classes = classesOf(nodes, profile);
  const single = (nodes.count ?? nodes.objects?.length) === 1;
  return [
    ...classes.map((c) => nodeIdentity('host', c, entries, profile)),
    ...(single ? [] : classes.map((c) => nodeIdentity('remote-node', c, entries, profile))),
    ...(nodes.controlPlanes === undefined || nodes.controlPlanes === 0 ? apiServersOutside(profile) : []),
    reserved('health', true),
    reserved('ingress', true),
    reserved('init', true),
    reserved('unmanaged', false),
    ...worlds(profile),
  ];
}

/** The families of addresses that a cluster has, with the end of a name that tells them apart where it has both. */
export function familiesOf({ ipv4, ipv6 }: Profile): readonly { readonly family: 4 | 6; readonly suffix: string }[] {
  const families = [...(ipv4 ? [4 as const] : []), ...(ipv6 ? [6 as const] : [])];
  return families.map((family) => ({ family, suffix: families.length > 1 ? ` over IPv${family}` : '' }));
}

function worlds(profile: Profile): readonly Identity[] {
  return familiesOf(profile).map(({ family, suffix }) => identity('world', `world${suffix}`, [worldLabel(family, profile)]));
}

/** Its address is one of the world, and rules with addresses may mean it. */
function apiServersOutside(profile: Profile): readonly Identity[] {
  const reason = 'the address of the API server is known to the running cluster alone';
  return familiesOf(profile).map(({ family, suffix }) => ({
    ...identity('kube-apiserver', `kube-apiserver${suffix}`, [label('reserved', 'kube-apiserver'), worldLabel(family, profile)]),
    unknown: unknownAddresses(reason),
  }));
}

/** Labels that hang on an address which isn't known. */
export function unknownAddresses(reason: string): readonly UnknownLabels[] {
  return ['cidr', 'cidrgroup'].map((source) => ({ source, keyPrefix: '', reason }));
}

function reserved(kind: IdentityKind, endpoint: boolean): Identity {
  return { ...identity(kind, kind, [label('reserved', kind)]), endpoint };
}

function identity(kind: IdentityKind, name: string, labels: readonly Label[]): Identity {
  return { kind, name, namespace: '', endpoint: false, ports: [], labels };
}

function classesOf({ count, controlPlanes, objects }: Nodes, profile: Profile): readonly NodeClass[] {
  const isLabelled = profile.nodeSelectorLabels || profile.hostFirewall;
  if (objects !== undefined && objects.length > 0) {
    const groups = new Map<string, NodeObject[]>();
    for (const node of objects) {
      for (const controlPlane of controlPlanes === undefined ? [true, false] : [node.controlPlane]) {
        const key = JSON.stringify([controlPlane, isLabelled ? Object.entries(node.labels).sort(([a], [b]) => compareText(a, b)) : []]);
        groups.set(key, [...(groups.get(key) ?? []), node]);
      }
    }
    const classes = [...groups].map(([key, nodes]) => ({
      controlPlane: JSON.parse(key)[0] as boolean,
      nodes: isLabelled ? nodes : undefined,
    }));
    return classes.sort((a, b) => Number(b.controlPlane) - Number(a.controlPlane) || compareText(namesOf(a), namesOf(b)));
  }
  const hasWorkers = count === undefined || controlPlanes === undefined || count > controlPlanes;
  return [
    ...(controlPlanes === 0 ? [] : [{ controlPlane: true, nodes: undefined }]),
    ...(hasWorkers ? [{ controlPlane: false, nodes: undefined }] : []),
  ];
}

const namesOf = ({ nodes }: NodeClass) => (nodes ?? []).map(({ name }) => name).join(', ');

function nodeIdentity(kind: 'host' | 'remote-node', of: NodeClass, entries: readonly Entry[], profile: Profile): Identity {
  const names = namesOf(of);
  const name = `${kind}${of.controlPlane ? ' with kube-apiserver' : ''}${names === '' ? '' : ` (${names})`}`;
  const fixed = [label('reserved', kind), ...(of.controlPlane ? [label('reserved', 'kube-apiserver')] : [])];
  const known = nodeLabels(kind, of.nodes?.[0]?.labels ?? {}, profile);
  const unknown = [...(of.nodes === undefined ? unknownNodeLabels(kind, entries, profile) : []), ...nodeAddresses(profile)];
  return { ...identity(kind, name, [...fixed, ...known]), ...(unknown.length === 0 ? {} : { unknown }) };
}

/**
 * The labels of a node beyond the fixed ones: as peer those of source `node`, where the agent is told to; as subject of the
 * host firewall those of source `k8s`.
 *
 * @see cilium 1.20.2 and, for `host`, 1.19.6 pkg/node/manager/manager.go (nodeIdentityLabels); pkg/endpoint/endpoint.go
 *   (InitWithNodeLabels)
 */
function nodeLabels(kind: 'host' | 'remote-node', labels: Readonly<Record<string, string>>, profile: Profile): readonly Label[] {
  const entries = Object.entries(labels).sort(([a], [b]) => compareText(a, b));
  const filter = labelFilter(profile);
  const asPeer = isLabelledPeer(kind, profile);
  const asSubject = kind === 'host' && profile.hostFirewall;
  return [
    ...(asPeer ? [...entries.map(([key, value]) => label('node', key, value)), label('k8s', clusterKey, profile.clusterName)] : []),
    ...(asSubject ? entries.map(([key, value]) => label('k8s', key, value)).filter(filter.isPart) : []),
  ];
}

function isLabelledPeer(kind: 'host' | 'remote-node', { nodeSelectorLabels, cilium }: Profile): boolean {
  return nodeSelectorLabels && (kind === 'remote-node' || cilium !== '1.19');
}

/** Of a subject only the keys that rules about nodes name are told to be unknown: all other rules would be unknown too. */
function unknownNodeLabels(kind: 'host' | 'remote-node', entries: readonly Entry[], profile: Profile): readonly UnknownLabels[] {
  const reason = 'no Node object tells the labels of nodes';
  const isPart = labelFilter(profile).isPart;
  const named = entries.filter(({ node }) => node).flatMap(({ subject }) => subject.requirements);
  const keys = [...new Set(named.filter(({ source }) => source === 'k8s' || source === 'any').map(({ key }) => key))].sort(compareText);
  const ofSubject = kind === 'host' && profile.hostFirewall ? keys.filter((key) => isPart({ source: 'k8s', key })) : [];
  return [
    ...(isLabelledPeer(kind, profile) ? [{ source: 'node', keyPrefix: '', reason }] : []),
    ...ofSubject.map((key) => ({ source: 'k8s', keyPrefix: key, reason })),
  ];
}

function nodeAddresses({ cidrMatch }: Profile): readonly UnknownLabels[] {
  return cidrMatch.includes('nodes') ? unknownAddresses('the addresses of nodes are known to the running cluster alone') : [];
}
