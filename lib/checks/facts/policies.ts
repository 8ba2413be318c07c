import { type Place, valueAt } from '../../base';
import { type Profile, type ReadWorld, type Relation, readWorld, relate, type SourceObject, type WorldOptions } from '../../policy';
import { isClusterPolicy } from '../../policy/read/cluster-network-policy';
import { placeOf } from '../../policy/read/policies';
import { type Fact, known, type PolicyFact, unknown } from '../fact';

/** The objects of a cluster that decide who reaches whom, and the world that they make. */
export interface Connectivity {
  readonly sources: readonly SourceObject[];
  readonly options: WorldOptions & { readonly profile: Profile };
  /** The world, worked out when it is asked for and then kept. */
  world(): ReadWorld;
  /** Who reaches whom in that world, worked out when it is asked for and then kept. */
  relation(): Relation;
}

/** What the objects come to, as far as it is asked for. */
export function connectivityOf(sources: Connectivity['sources'], options: Connectivity['options']): Connectivity {
  let world: ReadWorld | undefined;
  let relation: Relation | undefined;
  const connectivity: Connectivity = {
    sources,
    options,
    world() {
      world ??= readWorld(sources, options);
      return world;
    },
    relation() {
      relation ??= relate(connectivity.world());
      return relation;
    },
  };
  return connectivity;
}

/**
 * The fact about policies, from objects of anywhere: of a definition, or of a folder with the places of its files.
 *
 * @param known what is known beyond the objects: by default nothing is declared, nothing known from before, and every pod told of
 */
export function policyFact(
  { sources, options, world, relation }: Connectivity,
  known: Partial<Pick<PolicyFact, 'settled' | 'declared' | 'unseen'>> = {},
): PolicyFact {
  const { settled = false, declared = new Set(), unseen = new Set() } = known;
  return { sources, profile: options.profile, world, relation, settled, declared, unseen };
}

/**
 * Whether all policies that agents read are worked out: not where ClusterNetworkPolicies are read, or may be.
 *
 * @param inDoubt why it isn't known whether agents read them, where it isn't
 */
export function wholePolicies(
  { sources, options: { profile } }: Pick<Connectivity, 'sources' | 'options'>,
  at: Place,
  inDoubt?: string,
): Fact<true> {
  const found = sources.find(isClusterPolicy);
  if (found === undefined) return known(true, at);
  const called = `ClusterNetworkPolicy '${String(valueAt(found.object, 'metadata', 'name') ?? '')}'`;
  const place = placeOf(found, 'spec');
  if (profile.clusterNetworkPolicies)
    return unknown(`${called}, which Cilium reads here, comes before or after all other policies and isn't worked out`, place);
  return inDoubt === undefined || profile.cilium === '1.19'
    ? known(true, at)
    : unknown(`it isn't known whether Cilium reads ${called}: ${inDoubt}`, place);
}
