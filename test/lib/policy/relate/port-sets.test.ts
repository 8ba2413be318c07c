import { highestPorts, PortSets, type Ports, protocolOrder, type State } from '../../../../lib/policy/relate';
import { differenceOf, intersectionOf, type MaybeState, unionOf } from '../../../../lib/policy/relate/state';
import * as fc from '../../../support/fast-check';

const passages = fc.uniqueArray(fc.constantFrom('HTTP method GET', 'HTTP path /a', 'TLS to a.example.com'), { minLength: 1, maxLength: 2 });
const redirect = fc.record(
  { parsers: fc.constantFrom<('http' | 'tls')[]>(['http'], ['tls']), restriction: passages },
  { requiredKeys: ['parsers'] },
);
const state: fc.Arbitrary<State> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<State>({ verdict: 'allowed' }) },
  { weight: 1, arbitrary: fc.constant<State>({ verdict: 'unknown' }) },
  {
    weight: 3,
    arbitrary: fc.record({ verdict: fc.constant('allowed' as const), egress: redirect, ingress: redirect }, { requiredKeys: ['verdict'] }),
  },
);

/** Ports among the first ten of a protocol, or the only ones that it has. */
const ports: fc.Arbitrary<Ports> = fc
  .record({
    protocol: fc.constantFrom('TCP' as const, 'UDP' as const, 'ICMP' as const, 'GRE' as const, 'other' as const),
    ends: fc.tuple(fc.nat(9), fc.nat(9)),
    state,
  })
  .map(({ protocol, ends, state: of }) => {
    const [low, high] = ends.map((end) => Math.min(end, highestPorts[protocolOrder.indexOf(protocol)] as number)).sort((a, b) => a - b);
    return { protocol, low: low as number, high: high as number, state: of };
  });
const description = fc.array(ports, { maxLength: 4 });

const points = protocolOrder.flatMap((protocol, i) =>
  Array.from({ length: Math.min(11, (highestPorts[i] as number) + 1) }, (_, port) => ({ protocol, port })),
);

/** The states of every port near which a set may change. */
const statesOf = (set: ReturnType<PortSets['of']>): MaybeState[] => points.map(({ protocol, port }) => set.at(protocol, port));

test.each([
  ['union', unionOf],
  ['intersection', intersectionOf],
  ['difference', differenceOf],
] as const)('the %s of two sets is that of what they say of each port', (name, ofStates) => {
  fc.assert(
    fc.property(description, description, (left, right) => {
      const sets = new PortSets();
      const [a, b] = [sets.of(left), sets.of(right)];
      const [as, bs] = [statesOf(a), statesOf(b)];
      const expected = as.map((of, i) => (of === bs[i] && name === 'difference' ? undefined : ofStates(of, bs[i])));
      const canonical = expected.map((of, i) =>
        of === undefined ? undefined : sets.of([{ protocol: 'TCP', low: i, high: i, state: of }]).at('TCP', i),
      );
      expect(statesOf(sets[name](a, b))).toEqual(canonical);
    }),
  );
});

test('spans are sorted, apart, and as long as they can be', () => {
  fc.assert(
    fc.property(description, (of) => {
      const { spans } = new PortSets().of(of);
      spans.slice(1).forEach((span, i) => {
        const before = spans[i] as typeof span;
        const order = protocolOrder.indexOf(span.protocol) - protocolOrder.indexOf(before.protocol);
        expect(order > 0 || (order === 0 && span.low > before.high)).toBe(true);
        if (order === 0 && span.low === before.high + 1) expect(span.state).not.toEqual(before.state);
      });
    }),
  );
});

test('two sets are the same if, and only if, they say the same of each port', () => {
  fc.assert(
    fc.property(description, description, (left, right) => {
      const sets = new PortSets();
      const [a, b] = [sets.of(left), sets.of(right)];
      expect(a === b).toBe(JSON.stringify(statesOf(a)) === JSON.stringify(statesOf(b)));
      expect(sets.get(a.id)).toBe(a);
      expect(sets.of(a.spans)).toBe(a);
    }),
  );
});

test('union and intersection are commutative and idempotent', () => {
  fc.assert(
    fc.property(description, description, (x, y) => {
      const sets = new PortSets();
      const [a, b] = [sets.of(x), sets.of(y)];
      for (const name of ['union', 'intersection'] as const) {
        expect(sets[name](a, b)).toBe(sets[name](b, a));
        expect(sets[name](a, a)).toBe(a);
      }
    }),
  );
});

/** Beside what isn't known, a union forgets what it is made of. */
const knownDescription = description.filter((of) => of.every((some) => some.state?.verdict !== 'unknown'));

test.each([
  ['union', knownDescription],
  ['intersection', description],
] as const)('%s is associative', (name, descriptions) => {
  fc.assert(
    fc.property(descriptions, descriptions, descriptions, (x, y, z) => {
      const sets = new PortSets();
      const [a, b, c] = [sets.of(x), sets.of(y), sets.of(z)];
      expect(sets[name](sets[name](a, b), c)).toBe(sets[name](a, sets[name](b, c)));
    }),
  );
});

test('everything and nothing are neutral, or swallow the other', () => {
  fc.assert(
    fc.property(description, (of) => {
      const sets = new PortSets();
      const { nothing, everything } = sets;
      const a = sets.of(of);
      expect([sets.union(a, nothing), sets.union(a, everything)]).toEqual([a, everything]);
      expect([sets.intersection(a, nothing), sets.intersection(a, everything)]).toEqual([nothing, a]);
      expect([sets.difference(a, nothing), sets.difference(a, everything), sets.difference(a, a)]).toEqual([a, nothing, nothing]);
    }),
  );
});

test('what one set has and the other has not, together with the other, is at least the first, where all is known', () => {
  const known = description.filter((list) => list.every(({ state: of }) => of?.verdict === 'allowed'));
  fc.assert(
    fc.property(known, known, (left, right) => {
      const sets = new PortSets();
      const [a, b] = [sets.of(left), sets.of(right)];
      expect(sets.difference(a, sets.union(sets.difference(a, b), b)).isEmpty).toBe(true);
    }),
  );
});
