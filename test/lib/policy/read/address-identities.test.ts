import { type Cidr, contains, overlaps, parseCidr } from '../../../../lib/base';
import type { Identity } from '../../../../lib/policy/identity';
import { labelText } from '../../../../lib/policy/label';
import { defaultProfile, type Profile } from '../../../../lib/policy/profile';
import { type AddressGroup, addressIdentities, prefixesOf } from '../../../../lib/policy/read/address-identities';
import { cidrGroupSelector, cidrGroupsSelector, cidrSelector, matches, requirement } from '../../../../lib/policy/selector';
import * as fc from '../../../support/fast-check';
import { entry } from './support/entries';

const cidr = (text: string) => parseCidr(text) as Cidr;
const group = (name: string, blocks: readonly string[], labels: Record<string, string> = {}): AddressGroup => ({
  name,
  labels,
  blocks: blocks.map(cidr),
});
const table = (prefixes: readonly string[], groups: readonly AddressGroup[] = [], profile: Partial<Profile> = {}) =>
  addressIdentities(prefixes.map(cidr), groups, { ...defaultProfile, ...profile }).map(({ name, labels }) => [
    name,
    labels.map(labelText).join(' '),
  ]);

test('each block without the smaller ones inside of it', () => {
  expect(table(['10.1.0.0/16', '192.0.2.1/32', '10.0.0.0/8', '10.1.2.0/24', '10.2.0.0/16'])).toEqual([
    ['10.0.0.0/8 without 10.1.0.0/16, 10.2.0.0/16', 'cidr:10.0.0.0/8 reserved:world'],
    ['10.1.0.0/16 without 10.1.2.0/24', 'cidr:10.1.0.0/16 reserved:world'],
    ['10.1.2.0/24', 'cidr:10.1.2.0/24 reserved:world'],
    ['10.2.0.0/16', 'cidr:10.2.0.0/16 reserved:world'],
    ['192.0.2.1/32', 'cidr:192.0.2.1/32 reserved:world'],
  ]);
});

test('a block of which nothing is left is nobody', () => {
  expect(table(['10.0.0.0/8', '10.0.0.0/9', '10.128.0.0/9']).map(([name]) => name)).toEqual(['10.0.0.0/9', '10.128.0.0/9']);
});

test('a block of every address is the world, and one of a family that the cluster lacks is nowhere', () => {
  expect(table(['0.0.0.0/0', '::/0', '2001:db8::/32'])).toEqual([]);
  expect(table(['192.0.2.0/24', '2001:db8::/32', '::1/128'], [], { ipv6: true })).toEqual([
    ['192.0.2.0/24', 'cidr:192.0.2.0/24 reserved:world-ipv4'],
    ['::1/128', 'cidr:0--1/128 reserved:world-ipv6'],
    ['2001:db8::/32', 'cidr:2001-db8--0/32 reserved:world-ipv6'],
  ]);
  expect(table(['2001:db8::/32'], [], { ipv4: false, ipv6: true })).toEqual([['2001:db8::/32', 'cidr:2001-db8--0/32 reserved:world']]);
});

test('groups mark what lies inside of them, and are no blocks of rules', () => {
  const groups = [group('wide', ['10.0.0.0/8'], { team: 'a', 'io.cilium.k8s.x': 'y' }), group('narrow', ['10.1.2.0/24'], { team: 'b' })];
  const wide = 'cidrgroup:io.cilium.policy.cidrgroupname/wide cidrgroup:team=a';
  const narrow = 'cidrgroup:io.cilium.policy.cidrgroupname/narrow cidrgroup:team=b';
  expect(table(['10.1.0.0/16'], groups)).toEqual([
    ['10.0.0.0/8 without 10.1.0.0/16', `${wide} reserved:world`],
    ['10.1.0.0/16 without 10.1.2.0/24', `cidr:10.1.0.0/16 ${wide} reserved:world`],
    ['10.1.2.0/24', `cidr:10.1.0.0/16 ${narrow} ${wide} reserved:world`],
  ]);
});

test('blocks of a group that no rule tells apart are one', () => {
  const blocks = Array.from({ length: 6 }, (_, i) => `10.${i}.0.0/16`);
  expect(table([], [group('g', blocks.slice(0, 2))])).toEqual([
    ['10.0.0.0/16 and 10.1.0.0/16', 'cidrgroup:io.cilium.policy.cidrgroupname/g reserved:world'],
  ]);
  expect(table([], [group('g', blocks)])[0]?.[0]).toBe('10.0.0.0/16 and 10.1.0.0/16 and 10.2.0.0/16 and 3 more');
});

test("a group's block of every address counts for nothing", () => {
  expect(table(['10.0.0.0/8'], [group('all', ['0.0.0.0/0'])])).toEqual([['10.0.0.0/8', 'cidr:10.0.0.0/8 reserved:world']]);
});

test('selectors of groups mean what is in them', () => {
  const groups = [group('a', ['10.0.0.0/8'], { team: 'a' }), group('b', ['10.1.0.0/16'], { team: 'b' })];
  const found = addressIdentities([cidr('10.1.2.0/24')], groups, defaultProfile);
  const meant = (selector: Parameters<typeof matches>[0]) =>
    found.filter((identity) => matches(selector, identity, defaultProfile)).map(({ name }) => name);
  expect(meant(cidrGroupSelector('a', [], defaultProfile))).toHaveLength(3);
  expect(meant(cidrGroupSelector('b', [cidr('10.1.2.0/24')], defaultProfile))).toEqual(['10.1.0.0/16 without 10.1.2.0/24']);
  expect(meant(cidrGroupsSelector([requirement('cidrgroup:team', 'In', ['a'])], [], defaultProfile))).toHaveLength(3);
  expect(meant(cidrGroupsSelector([requirement('cidrgroup:team', 'In', ['b'])], [], defaultProfile))).toHaveLength(2);
});

test('the blocks of rules, exceptions too', () => {
  const peers = [
    cidrSelector(cidr('10.0.0.0/8'), [cidr('10.1.0.0/16')], defaultProfile),
    cidrSelector(cidr('0.0.0.0/0'), [], defaultProfile),
  ];
  const again = cidrSelector(cidr('10.0.0.0/8'), [], defaultProfile);
  expect(prefixesOf([entry({ peers }), entry({ peers: [again] })]).map(({ canonical }) => canonical)).toEqual([
    '10.0.0.0/8',
    '10.1.0.0/16',
  ]);
});

const anyBlock = fc
  .tuple(fc.nat(255), fc.nat(255), fc.constantFrom(1, 8, 9, 16, 17, 24, 31, 32))
  .map(([a, b, length]) => cidr(`${a}.${b}.0.0/${length}`));

test('every address inside of a block is in one part alone, which the rules mean as they mean the address', () => {
  fc.assert(
    fc.property(fc.array(anyBlock, { minLength: 1, maxLength: 12 }), anyBlock, (blocks, probe) => {
      const identities = addressIdentities(blocks, [], defaultProfile);
      const address = cidr(`${probe.canonical.split('/')[0]}/32`);
      const around = blocks.filter((block) => contains(block, address));
      const nearest = around.reduce<Cidr | undefined>(
        (best, block) => (best === undefined || block.prefix > best.prefix ? block : best),
        undefined,
      );
      const isOf = (identity: Identity) =>
        identity.labels.some(({ prefix }) => prefix !== undefined && prefix.canonical === nearest?.canonical);
      const own = identities.filter(isOf);
      expect(own).toHaveLength(nearest === undefined ? 0 : 1);
      for (const block of blocks) {
        const means = own.map((identity) => matches(cidrSelector(block, [], defaultProfile), identity, defaultProfile));
        expect(means).toEqual(own.map(() => overlaps(block, address)));
      }
    }),
  );
});

test('the order of blocks and groups makes no difference', () => {
  const groups = [
    group('a', ['10.0.0.0/8'], { x: '1' }),
    group('b', ['10.0.0.0/8', '10.1.0.0/16'], { x: '2' }),
    group('c', ['10.1.0.0/16']),
  ];
  const texts = ['10.1.0.0/16', '10.0.0.0/8', '10.2.0.0/16', '192.0.2.0/24'];
  const expected = table(texts, groups);
  fc.assert(
    fc.property(fc.shuffledSubarray(texts, { minLength: 4 }), fc.shuffledSubarray(groups, { minLength: 3 }), (t, g) => {
      expect(table(t, g)).toEqual(expected);
    }),
  );
});
