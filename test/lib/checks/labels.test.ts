import { choiceText, isChosen, type LabelCondition, overlapOf, withLabels } from '../../../lib/checks/labels';
import * as fc from '../../support/fast-check';

const key = fc.constantFrom('a', 'b');
const value = fc.constantFrom('x', 'y');
const condition = fc.oneof(
  fc.record({ key, operator: fc.constantFrom('In' as const, 'NotIn' as const), values: fc.uniqueArray(value, { minLength: 1 }) }),
  fc.record({ key, operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const), values: fc.constant([]) }),
);
const choice: fc.Arbitrary<LabelCondition[]> = fc.array(condition, { maxLength: 3 });
const every = [undefined, 'x', 'y', 'z'].flatMap((a) =>
  [undefined, 'x', 'y', 'z'].map((b) => ({ ...(a === undefined ? {} : { a }), ...(b === undefined ? {} : { b }) })),
);

test.each([
  ['In', ['x'], { a: 'x' }, true],
  ['In', ['x'], { a: 'y' }, false],
  ['In', ['x'], {}, false],
  ['NotIn', ['x'], { a: 'y' }, true],
  ['NotIn', ['x'], {}, true],
  ['Exists', [], { a: '' }, true],
  ['Exists', [], {}, false],
  ['DoesNotExist', [], {}, true],
  ['DoesNotExist', [], { a: 'x' }, false],
] as const)('%s %j of %j is %s', (operator, values, labels, expected) => {
  expect(isChosen(labels as Record<string, string>, [{ key: 'a', operator, values }])).toBe(expected);
});

test('nothing is meant by both where they are said not to overlap', () => {
  fc.assert(
    fc.property(choice, choice, (first, second) => {
      fc.pre(overlapOf(first, second) === false);
      expect(every.filter((labels) => isChosen(labels, first) && isChosen(labels, second))).toEqual([]);
    }),
  );
});

test('all that the first means is meant by the second where that only asks for labels that the first has', () => {
  const labels = fc.dictionary(key, value);
  fc.assert(
    fc.property(labels, choice, (own, more) => {
      const second = withLabels(own);
      expect(overlapOf([...second, ...more.filter((each) => !Object.hasOwn(own, each.key))], second)).toBe(true);
    }),
  );
});

test.each([
  ['labels that the first says nothing of decide', withLabels({ b: 'x' }), withLabels({ a: 'x' }), undefined],
  ['what leaves some out leaves others', [], [{ key: 'a', operator: 'NotIn', values: ['x'] }], true],
  ['unless it leaves out all', withLabels({ a: 'x' }), [{ key: 'a', operator: 'NotIn', values: ['x'] }], false],
] as const)('%s', (_, first, second, expected) => {
  expect(overlapOf(first, second)).toBe(expected);
});

test('a choice is written as people would', () => {
  expect(
    choiceText([
      { key: 'a', operator: 'In', values: ['x'] },
      { key: 'b', operator: 'In', values: ['x', 'y'] },
      { key: 'c', operator: 'NotIn', values: ['z'] },
      { key: 'd', operator: 'Exists', values: [] },
      { key: 'e', operator: 'DoesNotExist', values: [] },
    ]),
  ).toBe("'a: x', 'b' in 'x', 'y', 'c' not in 'z', 'd', no 'e'");
});
