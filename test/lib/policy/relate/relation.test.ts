import type { Entry } from '../../../../lib/policy/entry';
import type { Identity } from '../../../../lib/policy/identity';
import { parseLabel } from '../../../../lib/policy/label';
import { defaultProfile } from '../../../../lib/policy/profile';
import { PortSets, portText, type Relation, relate } from '../../../../lib/policy/relate';
import { labelSelector, requirement, wildcard } from '../../../../lib/policy/selector';
import type { World } from '../../../../lib/policy/world';
import { pairsOf } from '../../../support/decisions';
import * as fc from '../../../support/fast-check';
import { anyIdentity } from '../../../support/random-identities';
import { anyDraft, anyProfile, anyWorld } from '../../../support/worlds';

const pods = (app: string, changes: Partial<Identity> = {}): Identity => {
  const labels = [`k8s:app=${app}`].map(parseLabel);
  return { kind: 'pods', name: app, namespace: 'apps', endpoint: true, ports: [], labels, ...changes };
};
const world: Identity = { ...pods('world'), kind: 'world', endpoint: false, namespace: '', labels: [parseLabel('reserved:world')] };
const app = (name: string) => labelSelector([requirement('k8s:app', 'In', [name])]);
const tcp = (low: number, high = low) => ({ protocol: 'TCP' as const, low, high, key: `${low}-${high}` });

function entry(changes: Partial<Entry>): Entry {
  return {
    direction: 'ingress',
    subject: wildcard,
    node: false,
    namespace: '',
    peers: [wildcard],
    ports: 'all',
    verdict: 'allow',
    defaultDeny: true,
    tier: 1,
    priority: 0,
    origin: { kind: 'CiliumNetworkPolicy', namespace: '', name: 'example', path: 'spec.ingress[0]' },
    ...changes,
  };
}

/** What the first identity reaches at the second, as text. */
function reached(entries: readonly Partial<Entry>[], identities: readonly Identity[] = [pods('a'), pods('b')]): string {
  return portText(relate({ identities, entries: entries.map(entry), profile: defaultProfile }).portsBetween(0, 1));
}

const get = { http: [{ method: 'GET', path: '/public' }] };

test.each<[string, readonly Partial<Entry>[], string]>([
  ['no policy', [], 'everything'],
  ['a rule without ports', [{}], 'everything'],
  ['a rule without peers', [{ peers: [] }], 'nothing'],
  ['a rule for somebody else', [{ peers: [app('c')] }], 'nothing'],
  ['ports and ranges', [{ ports: [tcp(6379), tcp(8000, 8100), { ...tcp(53), protocol: 'UDP' }] }], 'TCP 6379, TCP 8000-8100, UDP 53'],
  ['ranges that touch', [{ ports: [tcp(80), tcp(81, 90)] }, { ports: [tcp(91)] }], 'TCP 80-91'],
  ['all ports of protocols', [{ ports: [tcp(0, 65535), { ...tcp(0, 65535), protocol: 'SCTP' }] }], 'TCP, SCTP'],
  ['types of ICMP', [{ ports: [{ ...tcp(8), protocol: 'ICMP' }] }], 'ICMP type 8'],
  ['a denied port', [{}, { verdict: 'deny', ports: [tcp(22)] }], 'everything but TCP 22'],
  ['a denied port without isolation', [{ verdict: 'deny', ports: [tcp(22)], defaultDeny: false }], 'everything but TCP 22'],
  ['a deny alone', [{ verdict: 'deny', ports: [tcp(22)] }], 'nothing'],
  ['requests', [{ ports: [{ ...tcp(80), l7: get }] }], 'TCP 80 (HTTP method GET, path /public)'],
  [
    'requests that are only watched',
    [{ ports: [{ ...tcp(80), l7: get }], defaultDeny: false }],
    'everything; TCP 80 (through the HTTP proxy)',
  ],
  [
    'proxies on both sides',
    [{ ports: [{ ...tcp(80), l7: get }] }, { direction: 'egress', ports: [{ ...tcp(80), l7: { serverNames: ['a.example.com'] } }] }],
    'TCP 80 (TLS to a.example.com on egress; HTTP method GET, path /public on ingress)',
  ],
  ['a peer that is not known', [{ peers: [], unknownPeers: 'the Service is not in the files', ports: [tcp(80)] }], 'TCP 80 (unknown)'],
  [
    'a pass',
    [
      { tier: 0, verdict: 'pass', ports: [tcp(80)], defaultDeny: false },
      { tier: 0, priority: 1, verdict: 'deny' },
      { ports: [tcp(79, 81)] },
    ],
    'TCP 80',
  ],
])('%s', (_, entries, text) => {
  expect(reached(entries)).toBe(text);
});

test('a name of a port is a number of the destination, whichever side names it', () => {
  const named = [{ protocol: 'TCP' as const, name: 'web', key: 'web' }];
  const identities = [
    pods('a', { ports: [{ name: 'web', protocol: 'TCP', port: 1 }] }),
    pods('b', { ports: [{ name: 'web', protocol: 'TCP', port: 2 }] }),
  ];
  expect(reached([{ ports: named }], identities)).toBe('TCP 2');
  expect(reached([{ direction: 'egress', ports: named }], identities)).toBe('TCP 2');
});

test('a set of ports is plain data in JSON', () => {
  const relation = relate({ identities: [pods('a')], entries: [entry({ ports: [{ ...tcp(80), l7: get }] })], profile: defaultProfile });
  expect(JSON.parse(JSON.stringify(relation.portsBetween(0, 0)))).toEqual([
    {
      protocol: 'TCP',
      low: 80,
      high: 80,
      verdict: 'allowed',
      ingress: { parsers: ['http'], restriction: ['HTTP method GET, path /public'] },
    },
  ]);
});

test('the posture of a direction is open, isolated or unknown, and without say outside of the cluster', () => {
  const unknown = [{ source: 'k8s', keyPrefix: 'team', reason: 'the labels are made by a program' }];
  const identities = [pods('a'), pods('b'), pods('c', { unknown }), world];
  const subjects = [app('a'), labelSelector([requirement('k8s:team', 'In', ['x'])])];
  const relation = relate({ identities, entries: subjects.map((subject) => entry({ subject })), profile: defaultProfile });
  expect(identities.map((_, i) => relation.posture(i, 'ingress'))).toEqual(['isolated', 'open', 'unknown', 'no-say']);
  expect(identities.map((_, i) => relation.posture(i, 'egress'))).toEqual(['open', 'open', 'open', 'no-say']);
});

test('relations that share their sets have the same id for the same ports', () => {
  const sets = new PortSets();
  const identities = [pods('a'), pods('b')];
  const [whole, halves] = [[tcp(80, 90)], [tcp(80, 85), tcp(86, 90)]].map((ports) =>
    relate({ identities, entries: [entry({ ports })], profile: defaultProfile }, { sets }),
  ) as [Relation, Relation];
  expect(whole.idBetween(0, 1)).toBe(halves.idBetween(0, 1));
  expect(whole.portsBetween(0, 1)).toBe(halves.portsBetween(0, 1));
});

/** Worlds of some hundred classes, since hardly two of their pods give the same numbers to the names of their ports. */
const manyClasses: fc.Arbitrary<World> = fc
  .record({
    profile: anyProfile,
    kinds: fc.array(anyIdentity, { minLength: 2, maxLength: 8 }),
    order: fc.infiniteStream(fc.nat()),
    drafts: fc.array(anyDraft, { maxLength: 6, size: 'max' }),
  })
  .map(({ profile, kinds, order, drafts }) => {
    const names = ['dns', 'web'];
    const identities = Array.from({ length: 280 }, (_, i): Identity => {
      const kind = kinds[(order.next().value as number) % kinds.length] as Identity;
      return { ...kind, ports: names.map((name, of) => ({ name, protocol: 'UDP', port: of === 0 ? i % 17 : Math.floor(i / 17) })) };
    });
    const named = entry({ direction: 'egress', ports: names.map((name) => ({ protocol: 'UDP', name, key: name })) });
    return { profile, identities, entries: [...drafts.map((draft) => draft(profile)), named] };
  });

function countsOf(ids: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** Expects that every way to enumerate the pairs of a world agrees, kept or worked out in blocks. */
function expectAgreement(of: World): void {
  const sets = new PortSets();
  const pairs = pairsOf(of);
  const relations = [relate(of, { sets }), relate(of, { sets, mostKept: 0 })];
  const [first] = relations as [Relation];
  const expected = pairs.map(([s, d]) => sets.intersection(first.egressPorts(s, d), first.ingressPorts(s, d)).id);
  for (const relation of relations) {
    expect(pairs.filter(([s, d], i) => relation.idBetween(s, d) !== expected[i])).toEqual([]);
    const enumerated: number[] = [];
    relation.eachSource((sources, ids) => {
      for (const source of sources) for (const [destination, id] of ids.entries()) enumerated[source * ids.length + destination] = id;
    });
    expect(pairs.filter((_, i) => enumerated[i] !== expected[i])).toEqual([]);
    const counts = [...relation.countById()];
    expect(new Map(counts)).toEqual(countsOf(expected));
    const [[id, count]] = counts as [[number, number]];
    const found: number[] = [];
    relation.eachPairWith(id, (s, d) => found.push(relation.idBetween(s, d)));
    expect([found.length, new Set(found)]).toEqual([count, new Set([id])]);
  }
}

test('every way to enumerate pairs agrees', () => {
  fc.assert(fc.property(anyWorld, expectAgreement));
});

test('every way to enumerate pairs agrees where there are many classes', () => {
  fc.assert(fc.property(manyClasses, expectAgreement), { numRuns: 3 });
});
