import { type Cidr, type Finding, sortFindings } from '../../base';
import { conflicts } from '../decide/conflicts';
import type { Origin } from '../entry';
import type { Identity } from '../identity';
import { defaultProfile, type Profile } from '../profile';
import type { World } from '../world';
import { addressIdentities, prefixesOf } from './address-identities';
import { readCidrGroups } from './cidr-groups';
import { type ClusterPolicy, clusterPoliciesOf, unreadBy } from './cluster-network-policy';
import { nameIdentities, namesInRules } from './name-identities';
import { readNamespaces } from './namespaces';
import { type Nodes, readNodes } from './nodes';
import { podIdentities } from './pod-identity';
import { readPolicies } from './policies';
import { type PodLabels, representing } from './representatives';
import { reservedIdentities } from './reserved';
import { behindServices } from './service-references';
import { readServices, type Service } from './services';
import type { SourceObject } from './source-object';
import { readWorkloads, type Workload } from './workloads';

/** What objects come to: everybody whom policies tell apart, what the policies say, and what is wrong with them. */
export interface ReadWorld extends World {
  /** The workloads, each with the identities that its pods have: one of its own, or those of the nodes that it is on. */
  readonly workloads: ReadonlyMap<Workload, readonly Identity[]>;
  readonly services: readonly Service[];
  /** The policies that Cilium takes. */
  readonly policies: readonly Omit<Origin, 'path'>[];
  /** Policies that agents read and whose rules are no part of the world: those about whom they may be are `unread`. */
  readonly clusterPolicies: readonly ClusterPolicy[];
  /** What is told apart beyond what there are objects of. */
  readonly apart: Apart;
  /** What is wrong with the objects; a policy with an error isn't enforced, and so is no part of the world. */
  readonly findings: readonly Finding[];
}

/**
 * Whom a world tells apart although there are no objects of them, since rules or people name them. A world that is read with what
 * another tells apart tells the same apart.
 */
export interface Apart {
  /** Host names, and patterns of them. */
  readonly names: readonly string[];
  /** Blocks of addresses. */
  readonly addresses: readonly Cidr[];
  /** Namespaces, each with any other pod in it. */
  readonly namespaces: readonly string[];
  /** Pods, by their labels. */
  readonly pods: readonly PodLabels[];
}

/** What is known beyond the objects, and who is told apart beyond those whom objects and rules name. */
export interface WorldOptions extends Partial<Apart> {
  /** @default the defaults of Cilium's chart */
  readonly profile?: Profile;
  /** The nodes of the cluster. @default what the Node objects tell; without any, nothing is known */
  readonly nodes?: Nodes;
  /** Whether pods that rules are about, and that no object makes, are told apart. @default false: only those at their other ends */
  readonly subjects?: boolean;
}

/**
 * Reads objects of Kubernetes into the world that they make: workloads, Namespaces, Services, EndpointSlices, Nodes, policies
 * of Cilium and of Kubernetes, CIDR groups. Other objects have no part in who reaches whom. The order of the objects has none
 * either.
 */
export function readWorld(objects: readonly SourceObject[], options: WorldOptions = {}): ReadWorld {
  const profile = options.profile ?? defaultProfile;
  const { workloads, findings: ofWorkloads } = readWorkloads(objects);
  const { namespaces, findings: ofNamespaces } = readNamespaces(objects);
  const { services, findings: ofServices } = readServices(objects);
  const { nodes, findings: ofNodes } = options.nodes === undefined ? readNodes(objects) : { nodes: options.nodes, findings: [] };
  const { groups, findings: ofGroups } = readCidrGroups(objects, profile);
  const {
    entries,
    policies,
    findings: ofPolicies,
  } = readPolicies(objects, profile, (reference) => behindServices(reference, services, profile));

  const pods = podIdentities(workloads, namespaces, profile);
  const reserved = reservedIdentities(nodes, entries, profile);
  const others = representing({ entries, pods: pods.identities, namespaces, profile, further: options });
  const prefixes = [...prefixesOf(entries), ...(options.addresses ?? [])];
  const names = namesInRules(entries);
  const identities = [
    ...pods.identities,
    ...others.identities,
    ...reserved,
    ...addressIdentities(prefixes, groups, profile),
    ...nameIdentities(names, profile, options.names ?? []),
  ];
  const clusterPolicies = clusterPoliciesOf(objects, profile);
  const conflict = conflicts({ identities, entries, profile });
  return {
    identities,
    entries,
    profile,
    unsettled: conflict.subjects,
    ...(clusterPolicies.length === 0 ? {} : { unread: unreadBy(clusterPolicies, identities, profile) }),
    clusterPolicies,
    workloads: workloadIdentities(workloads, pods, reserved),
    services,
    policies,
    apart: {
      names: [...names, ...(options.names ?? [])],
      addresses: [...prefixes, ...groups.flatMap(({ blocks }) => blocks)],
      namespaces: others.namespaces,
      pods: others.pods,
    },
    findings: sortFindings([...ofWorkloads, ...ofNamespaces, ...ofServices, ...ofNodes, ...ofGroups, ...ofPolicies, ...conflict.findings]),
  };
}

function workloadIdentities(
  workloads: readonly Workload[],
  pods: ReturnType<typeof podIdentities>,
  reserved: readonly Identity[],
): Map<Workload, readonly Identity[]> {
  const own = new Map<Workload, Identity>();
  for (const [identity, members] of pods.workloads) for (const workload of members) own.set(workload, identity);
  const nodes = reserved.filter(({ kind }) => kind === 'host' || kind === 'remote-node');
  return new Map(workloads.map((workload) => [workload, own.has(workload) ? [own.get(workload) as Identity] : nodes]));
}
