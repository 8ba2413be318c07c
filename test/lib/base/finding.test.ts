import { type Finding, finding, hasErrors, inDefinition, inDocument, type Place, sortFindings, thrownMessage } from '../../../lib/base';
import * as fc from '../../support/fast-check';

const file = 'clusters/a.ts';
const at = (path: string, id: 'IMG001' | 'IMG003' | 'FLO012' = 'IMG001') => finding(id, inDefinition(file, path), 'm');
const place: fc.Arbitrary<Place> = fc.oneof(
  fc.tuple(fc.constantFrom('a.ts', 'b.ts'), fc.constantFrom('', 'flows[2]', 'flows[10]', 'name')).map(([f, path]) => inDefinition(f, path)),
  fc
    .tuple(fc.constantFrom('a.yaml', 'b.yaml'), fc.constantFrom(2, 10), fc.constantFrom(2, 10))
    .map(([f, line, column]) => inDocument(f, undefined, line, column)),
);
const any: fc.Arbitrary<Finding> = fc
  .record({
    id: fc.constantFrom('IMG001', 'IMG003', 'FLO012'),
    at: place,
    message: fc.constantFrom('a', 'b'),
    repair: fc.constantFrom(undefined, 'r', 's'),
    also: fc.array(place, { maxLength: 1 }),
  })
  .map(({ id, at: where, message, repair, also }) => finding(id as 'IMG001', where, message, { also, ...(repair ? { repair } : {}) }));

test('a finding has the severity and the source of its id', () => {
  expect(finding('WRK013', inDefinition(file, 'x'), 'm', { repair: 'r', also: [inDefinition(file, 'y')] })).toEqual({
    id: 'WRK013',
    severity: 'error',
    status: 'found',
    at: { in: 'definition', file, path: 'x' },
    also: [{ in: 'definition', file, path: 'y' }],
    message: 'm',
    repair: 'r',
    source: expect.stringContaining('kubernetes.io'),
  });
  expect(at('x')).not.toHaveProperty('source');
  expect(at('x')).not.toHaveProperty('repair');
});

describe('the order of a report', () => {
  test('errors come first, then by place: lines and items of lists by number', () => {
    const line = (n: number, column?: number) => finding('IMG001', inDocument('b.yaml', undefined, n, column), 'm');
    const wanted = [line(9), line(10, 2), line(10, 10), at('flows[2]'), at('flows[10]'), at('name'), at('a', 'IMG003'), at('a', 'FLO012')];
    expect(sortFindings([...wanted].reverse())).toEqual(wanted);
  });

  test('is the same whatever the order in which they were found, and once is enough', () => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 40 }), fc.infiniteStream(fc.nat()), (findings, order) => {
        const sorted = sortFindings(findings);
        const shuffled = findings.map((f) => ({ f, n: order.next().value as number })).sort((a, b) => a.n - b.n);
        expect(sortFindings(shuffled.map(({ f }) => f))).toEqual(sorted);
        expect(sortFindings(sorted)).toEqual(sorted);
      }),
    );
  });

  test('drops repetitions and nothing else', () => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (findings) => {
        const key = ({ id, at: where, message, repair }: Finding) => JSON.stringify([id, where, message, repair]);
        expect(
          sortFindings([...findings, ...findings])
            .map(key)
            .sort(),
        ).toEqual([...new Set(findings.map(key))].sort());
      }),
    );
  });
});

test('warnings and notes stop nothing', () => {
  expect(hasErrors([at('a', 'IMG003'), at('a', 'FLO012')])).toBe(false);
  expect(hasErrors([at('a', 'IMG003'), at('a')])).toBe(true);
});

test.each([
  [new Error('one\ntwo'), 'one'],
  ['text', 'text'],
  [undefined, 'undefined'],
  [{ message: 7 }, '7'],
  [Symbol('s'), 'Symbol(s)'],
  [Object.create(null), 'something was thrown that has no text'],
])('of what was thrown, the first line is told', (thrown, message) => {
  expect(thrownMessage(thrown)).toBe(message);
});
