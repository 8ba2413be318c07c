import { asCidr, type Cidr, contains, nthAddress, overlaps, parseAddress, parseCidr } from '../../../lib/base';
import * as fc from '../../support/fast-check';

const parsed = (text: string) => parseCidr(text) as Cidr;

/** Blocks close enough to each other to meet often. */
const block = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 22, max: 32 }))
  .map(([last, prefix]) => parsed(`10.0.${last % 4}.${last}/${prefix}`));
const anyBlock = fc.oneof(
  fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([address, prefix]) => parsed(`${address}/${prefix}`)),
  fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })).map(([address, prefix]) => parsed(`${address}/${prefix}`)),
);

describe('an address', () => {
  test.each([
    ['0.0.0.0', 4, 0n],
    ['10.244.0.5', 4, 0x0af40005n],
    ['255.255.255.255', 4, 0xffffffffn],
    ['::', 6, 0n],
    ['2001:DB8::1', 6, 0x20010db8000000000000000000000001n],
    ['::ffff:10.0.0.1', 6, 0xffff0a000001n],
  ] as const)('%s', (text, family, value) => {
    expect(parseAddress(text)).toEqual({ family, value });
  });

  test.each([
    '',
    '10',
    '10.0.0',
    '10.0.0.256',
    '010.0.0.1',
    '0x0a.0.0.1',
    ' 10.0.0.1',
    '10.0.0.1 ',
    '1:2',
    '[::1]',
    '10.0.0.1/32',
    'fe80::1%eth0',
    'localhost',
  ])('is not %j', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});

describe('a block', () => {
  test('is read with its host bits, and known by its canonical form', () => {
    expect(parsed('10.244.0.5/16')).toEqual({ canonical: '10.244.0.0/16', family: 4, prefix: 16, first: 0x0af40000n, last: 0x0af4ffffn });
    expect(parsed('2001:DB8:0::7/32').canonical).toBe('2001:db8::/32');
    expect(parsed('0.0.0.0/0').last).toBe(0xffffffffn);
  });

  test.each([
    '10.0.0.0',
    '10.0.0.0/',
    '/8',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/08',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '10.0.0.0/ 8',
    'fe80::%eth0/64',
  ])('is not %j', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  test('reads back as what it is written', () => {
    fc.assert(
      fc.property(anyBlock, (cidr) => {
        expect(parseCidr(cidr.canonical)).toEqual(cidr);
        expect(cidr.last - cidr.first + 1n).toBe(1n << BigInt((cidr.family === 4 ? 32 : 128) - cidr.prefix));
      }),
    );
  });

  test('of one address is what an address alone stands for', () => {
    expect(asCidr('10.5.0.1')?.canonical).toBe('10.5.0.1/32');
    expect(asCidr('2001:db8::1')?.canonical).toBe('2001:db8::1/128');
    expect(asCidr('10.5.0.1/24')?.canonical).toBe('10.5.0.0/24');
    expect(asCidr('nas.local')).toBeUndefined();
  });

  test('counts its addresses from the first', () => {
    const subnet = parsed('10.5.0.0/30');
    expect([-1, 0, 1, 3, 4].map((n) => nthAddress(subnet, n))).toEqual([undefined, '10.5.0.0', '10.5.0.1', '10.5.0.3', undefined]);
    expect(nthAddress(parsed('2001:db8::/64'), 17)).toBe('2001:db8::11');
  });
});

describe('laws', () => {
  test('contains is an order', () => {
    fc.assert(
      fc.property(block, block, block, (a, b, c) => {
        expect([contains(a, a), overlaps(a, a)]).toEqual([true, true]);
        if (contains(a, b) && contains(b, a)) expect(a).toEqual(b);
        if (contains(a, b) && contains(b, c)) expect(contains(a, c)).toBe(true);
      }),
    );
  });

  test('blocks overlap where one lies in the other, and nowhere else', () => {
    fc.assert(
      fc.property(block, block, (a, b) => {
        expect(overlaps(a, b)).toBe(contains(a, b) || contains(b, a));
        expect(overlaps(a, b)).toBe(overlaps(b, a));
      }),
    );
  });

  test('overlaps means a shared address, one by one', () => {
    const small = fc
      .integer({ min: 0, max: 63 })
      .chain((last) => fc.integer({ min: 27, max: 32 }).map((prefix) => parsed(`10.0.0.${last}/${prefix}`)));
    const all = ({ first, last }: Cidr) => Array.from({ length: Number(last - first) + 1 }, (_, i) => first + BigInt(i));
    fc.assert(
      fc.property(small, small, (a, b) => {
        expect(overlaps(a, b)).toBe(all(a).some((address) => all(b).includes(address)));
        expect(contains(a, b)).toBe(all(b).every((address) => all(a).includes(address)));
      }),
    );
  });

  test('families never meet', () => {
    expect(overlaps(parsed('0.0.0.0/0'), parsed('::/0'))).toBe(false);
    expect(contains(parsed('::/0'), parsed('0.0.0.0/0'))).toBe(false);
  });
});
