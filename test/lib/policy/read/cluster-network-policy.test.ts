import { rowsOf, trickyCases } from '../../../../conformance/policy/tricky/rows';
import { worldOf } from '../../../../conformance/policy/tricky/stage';
import { table } from '../../../../conformance/policy/tricky/table';
import type { JsonObject } from '../../../../lib/base';
import { decide, defaultProfile, type Identity, type ReadWorld, readWorld, relate } from '../../../../lib/policy';
import { isClusterPolicy, readClusterPolicy } from '../../../../lib/policy/read/cluster-network-policy';
import { deployment, namespace, policy } from '../../compare/support/trees';

const cases = trickyCases(table).filter(([, { given }]) => given.some((object) => isClusterPolicy({ object })));

test.each(cases)("the rules come to what Cilium's engine says: %s", (_, tricky, cilium) => {
  const world = worldOf(tricky, cilium);
  const rules = tricky.given.flatMap((object) => (isClusterPolicy({ object }) ? readClusterPolicy({ object }, world.profile).rules : []));
  const others = world.entries.filter(({ origin }) => origin.kind !== 'ClusterNetworkPolicy');
  const rows = rowsOf(tricky, world, cilium);
  const decided = rows.map(({ text, direction, subject, peer, protocol, port }) => {
    const [of, other] = [world.identities[subject], world.identities[peer]] as [Identity, Identity];
    return [text, decide({ direction, subject: of, peer: other, protocol, port }, { ...world, entries: [...rules, ...others] }).verdict];
  });
  expect(decided).toEqual(rows.map(({ text, verdict }) => [text, verdict]));
  expect([cases.length > 5, rules.length > 0]).toEqual([true, true]);
});

function kcnp(spec: JsonObject): JsonObject {
  const apiVersion = 'policy.networking.k8s.io/v1alpha2';
  return { apiVersion, kind: 'ClusterNetworkPolicy', metadata: { name: 'guard' }, spec: { tier: 'Admin', priority: 1, ...spec } };
}

const objects = [
  namespace('apps', { team: 'x' }),
  namespace('data'),
  deployment('apps/web'),
  deployment('apps/api'),
  deployment('data/db'),
  policy('apps/web', { ingress: [{}] }),
];
const deny = [{ action: 'Deny' }];

function worldWith(spec: JsonObject, clusterNetworkPolicies = true): ReadWorld {
  return readWorld(
    [...objects, kcnp(spec)].map((object) => ({ object })),
    { profile: { ...defaultProfile, clusterNetworkPolicies } },
  );
}

/** Of whom nothing is known in a direction, decided one by one and all together. */
function unknown(world: ReadWorld, direction: 'egress' | 'ingress'): string[] {
  const relation = relate(world);
  const outside = world.identities.findIndex(({ kind }) => kind === 'world');
  return world.identities.flatMap((subject, i) => {
    if (subject.kind !== 'pods') return [];
    const peer = world.identities[outside] as Identity;
    const { verdict, ground } = decide({ direction, subject, peer, protocol: 'TCP', port: 80 }, world);
    const ports = direction === 'egress' ? relation.egressPorts(i, outside) : relation.ingressPorts(outside, i);
    expect(ports.at('TCP', 80)?.verdict ?? 'denied').toBe(verdict);
    expect(ground === 'unread').toBe(verdict === 'unknown');
    return verdict === 'unknown' ? [subject.name] : [];
  });
}

describe('nothing is known of whom a policy is about that agents read', () => {
  test.each<[string, JsonObject, readonly string[], readonly string[]]>([
    ['pods, on the way in', { subject: { pods: { podSelector: { matchLabels: { app: 'web' } } } }, ingress: deny }, [], ['apps/web']],
    [
      'a namespace, on the way out',
      { subject: { namespaces: { matchLabels: { team: 'x' } } }, egress: deny },
      ['apps/api', 'apps/web'],
      [],
    ],
    [
      'everybody but some',
      {
        subject: {
          pods: { namespaceSelector: {}, podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['db'] }] } },
        },
        egress: deny,
        ingress: deny,
      },
      ['apps/api', 'apps/web'],
      ['apps/api', 'apps/web'],
    ],
    [
      'everybody, where it is written in another form',
      { subject: { pods: 'all' }, ingress: deny },
      [],
      ['apps/api', 'apps/web', 'data/db'],
    ],
    ['nobody, without rules', { subject: { namespaces: {} } }, [], []],
  ])('%s', (_, spec, egress, ingress) => {
    const world = worldWith(spec);
    expect([unknown(world, 'egress').sort(), unknown(world, 'ingress').sort()]).toEqual([egress, ingress]);
  });

  test('but where agents do not read it', () => {
    const world = worldWith({ subject: { namespaces: {} }, egress: deny, ingress: deny }, false);
    expect([unknown(world, 'egress'), unknown(world, 'ingress')]).toEqual([[], []]);
  });
});
