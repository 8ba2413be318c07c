import { isObject, type JsonObject, overlay, valueAt } from '../../../lib/base';
import * as fc from '../../support/fast-check';

const json = fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'constructor'), fc.jsonValue({ maxDepth: 3 }), {
  maxKeys: 4,
}) as fc.Arbitrary<JsonObject>;

describe('a map', () => {
  test.each([[{}], [{ a: 1 }], [Object.create(null)], [JSON.parse('{ "__proto__": 1 }')]])('is %j', (value) => {
    expect(isObject(value)).toBe(true);
  });

  test.each([[null], [[]], ['a'], [1], [undefined], [new Map()], [new Date(0)], [() => 1]])('is not %j', (value) => {
    expect(isObject(value)).toBe(false);
  });
});

describe('a value at a path', () => {
  const value = { a: { b: [1], c: null }, d: 0 };

  test.each([
    [[], value],
    [['a', 'b'], [1]],
    [['a', 'c'], null],
    [['d'], 0],
    [['a', 'b', '0'], undefined],
    [['a', 'c', 'x'], undefined],
    [['x', 'y'], undefined],
    [['constructor'], undefined],
    [['__proto__', 'toString'], undefined],
  ])('%j', (path, found) => {
    expect(valueAt(value, ...path)).toEqual(found);
  });
});

describe('laying over', () => {
  test('maps merge, lists are replaced, null stays, undefined changes nothing', () => {
    const base = { a: { b: 1, c: [1, 2] }, d: 1, e: 1, f: { g: 1 } };
    expect(overlay(base, { a: { c: [3], x: 1 }, d: null, e: undefined, f: 'text' })).toEqual({
      a: { b: 1, c: [3], x: 1 },
      d: null,
      e: 1,
      f: 'text',
    });
  });

  test('nothing over something, something over nothing, and a thing over itself are the thing', () => {
    fc.assert(
      fc.property(json, (a) => {
        expect(overlay(a, {})).toEqual(a);
        expect(overlay({}, a)).toEqual(a);
        expect(overlay(a, a)).toEqual(a);
      }),
    );
  });

  test('what is laid over last is seen, and nothing else is lost', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        const both = overlay(a, b);
        expect(overlay(both, b)).toEqual(both);
        for (const key of Object.keys(a)) if (!Object.hasOwn(b, key)) expect(valueAt(both, key)).toEqual(valueAt(a, key));
        for (const key of Object.keys(b)) if (!isObject(valueAt(b, key))) expect(valueAt(both, key)).toEqual(valueAt(b, key));
      }),
    );
  });

  test('in two steps or in one, as long as no map takes the place of a text and back', () => {
    const deep = fc.record({ a: fc.dictionary(fc.constantFrom('x', 'y'), fc.integer()), b: fc.integer() }, { requiredKeys: [] });
    fc.assert(
      fc.property(deep, deep, deep, (a, b, c) => {
        expect(overlay(overlay(a, b), c)).toEqual(overlay(a, overlay(b, c)));
      }),
    );
  });

  test('changes neither of the two', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        const before = JSON.stringify([a, b]);
        overlay(a, b);
        expect(JSON.stringify([a, b])).toBe(before);
      }),
    );
  });
});
