import type { Entry, PortRange } from '../../lib/policy/entry';
import type { Identity } from '../../lib/policy/identity';
import { defaultProfile, type Profile } from '../../lib/policy/profile';
import type { World } from '../../lib/policy/world';
import * as fc from './fast-check';
import { often } from './often';
import { anyIdentity, groupedIdentity, namespaces, nodeIdentity, unknownIdentity } from './random-identities';
import { anyRange, proxiedRange, withoutL7 } from './random-ports';
import { anySelector, broadSelector, groupSelector, labelledSelector, type SelectorDraft } from './random-selectors';

/** An entry, which is made once the agent's configuration is known. */
export type Draft = (profile: Profile) => Entry;

/** The agent's configurations, most of them near the usual one. */
export const anyProfile: fc.Arbitrary<Profile> = fc
  .record({
    cilium: fc.constantFrom('1.20' as const, '1.20' as const, '1.19' as const),
    enforcement: fc.oneof(often(12, fc.constant('default' as const)), often(1, fc.constantFrom('always' as const, 'never' as const))),
    allowLocalhost: fc.boolean(),
    cidrMatch: fc.constantFrom<Profile['cidrMatch']>([], [], ['nodes'], ['pods'], ['nodes', 'pods']),
    hostFirewall: fc.boolean(),
    ipv6: fc.boolean(),
  })
  .map((changes) => ({ ...defaultProfile, ...changes }));

/** What entries and identities of random worlds are made of. */
interface Parts {
  readonly profile: fc.Arbitrary<Profile>;
  readonly identity: fc.Arbitrary<Identity>;
  readonly subject: fc.Arbitrary<SelectorDraft>;
  readonly peers: fc.Arbitrary<readonly SelectorDraft[]>;
  readonly ports: fc.Arbitrary<'all' | readonly PortRange[]>;
  readonly verdict: fc.Arbitrary<Entry['verdict']>;
  readonly level: fc.Arbitrary<Pick<Entry, 'tier' | 'priority'>>;
  readonly node: fc.Arbitrary<boolean>;
}

const allow = fc.constant('allow' as const);
const level = (tier: Entry['tier'], priority: number) => ({ tier, priority });
const usual = fc.constant(level(1, 0));

const anyParts: Parts = {
  profile: anyProfile,
  identity: anyIdentity,
  subject: broadSelector,
  peers: fc.oneof(often(2, fc.array(broadSelector, { minLength: 1, maxLength: 2 })), often(1, fc.array(anySelector, { maxLength: 3 }))),
  ports: fc.oneof(
    often(1, fc.constant('all' as const)),
    often(4, fc.array(anyRange, { minLength: 1, maxLength: 3 })),
    often(1, fc.constant([])),
  ),
  verdict: fc.oneof(often(7, allow), often(1, fc.constantFrom('deny' as const, 'pass' as const))),
  level: fc.oneof(often(3, usual), often(4, fc.constantFrom(level(0, 1), level(0, 1.5), level(2, 0), level(1, 2)))),
  node: fc.oneof(often(9, fc.constant(false)), often(1, fc.constant(true))),
};

/** Kinds of worlds in which something happens often that is seldom in any world. */
const special: readonly Partial<Parts>[] = [
  {
    verdict: fc.constantFrom('allow' as const, 'deny' as const, 'pass' as const),
    level: fc.constantFrom(level(0, 0), level(0, 1), level(0, 2), level(1, 0), level(1, 1)),
  },
  {
    peers: fc.array(broadSelector, { minLength: 1, maxLength: 3 }),
    ports: fc.array(proxiedRange, { minLength: 1, maxLength: 2 }),
    verdict: allow,
    level: usual,
  },
  { identity: fc.oneof(anyIdentity, unknownIdentity), subject: labelledSelector },
  { identity: fc.oneof(anyIdentity, groupedIdentity), peers: fc.array(groupSelector, { minLength: 1, maxLength: 2 }) },
  {
    profile: anyProfile.map((profile) => ({ ...profile, hostFirewall: true, allowLocalhost: true })),
    identity: fc.oneof(anyIdentity, nodeIdentity),
    node: fc.boolean(),
    level: usual,
  },
  {
    profile: anyProfile.map((profile) => ({ ...profile, enforcement: 'always', allowLocalhost: true })),
    identity: fc.oneof(unknownIdentity, nodeIdentity),
    subject: labelledSelector,
  },
];

function drafts({ subject, peers, ports, verdict, level: at, node }: Parts): fc.Arbitrary<Draft> {
  return fc
    .record({
      direction: fc.constantFrom('ingress' as const, 'egress' as const),
      subject,
      node,
      namespace: fc.constantFrom('', '', '', ...namespaces),
      peers,
      ports,
      verdict,
      defaultDeny: fc.oneof(often(3, fc.constant(true)), often(1, fc.constant(false))),
      at,
      unknownPeers: fc.oneof(often(9, fc.constant({})), often(1, fc.constant({ unknownPeers: 'the Service is not in the files' }))),
    })
    .map(({ subject: of, peers: others, ports: some, at: where, unknownPeers, ...rest }) => (profile) => ({
      ...rest,
      ...where,
      ...unknownPeers,
      subject: of(profile),
      peers: others.map((peer) => peer(profile)),
      ports: rest.verdict === 'allow' ? some : withoutL7(some),
      origin: { kind: 'CiliumNetworkPolicy', namespace: rest.namespace, name: 'random', path: 'spec' },
    }));
}

function worldsOf(parts: Parts): fc.Arbitrary<World> {
  return fc
    .record({
      profile: parts.profile,
      identities: fc.array(parts.identity, { minLength: 3, maxLength: 8 }),
      entries: fc.array(drafts(parts), { maxLength: 12, size: 'max' }),
    })
    .map(({ profile, identities, entries }) => ({ profile, identities, entries: entries.map((draft) => draft(profile)) }));
}

/** Entries of every kind of policy. */
export const anyDraft: fc.Arbitrary<Draft> = drafts(anyParts);

/** Small worlds with many coincidences. */
export const anyWorld: fc.Arbitrary<World> = fc.oneof(
  often(5, worldsOf(anyParts)),
  ...special.map((parts) => often(1, worldsOf({ ...anyParts, ...parts }))),
);

/** The same world without anything that a proxy is needed for. */
export function plain(world: World): World {
  return { ...world, entries: world.entries.map((entry) => ({ ...entry, ports: withoutL7(entry.ports) })) };
}

/** The same world with all entries in one tier and of one priority, as those of pods and of clusters are. */
export function flat(world: World): World {
  const entries = world.entries.map((entry): Entry => {
    return { ...entry, tier: 1, priority: 0, verdict: entry.verdict === 'pass' ? 'deny' : entry.verdict };
  });
  return { ...world, entries };
}

/** The same world with everything known. */
export function certain(world: World): World {
  const entries = world.entries.map(({ unknownPeers, ...entry }) => entry);
  const identities = world.identities.map(({ unknown, furtherPorts, ...identity }) => identity);
  return { profile: { ...world.profile, cilium: '1.20' }, identities, entries };
}

/** The same world with some other configuration. */
export function configured(world: World, changes: Partial<Profile>): World {
  return { ...world, profile: { ...world.profile, ...changes } };
}
