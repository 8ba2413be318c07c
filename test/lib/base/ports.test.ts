import { inRange, isPort, parsePortRange } from '../../../lib/base';
import * as fc from '../../support/fast-check';

test.each([1, 80, 65535])('%d is a port', (port) => {
  expect(isPort(port)).toBe(true);
});

test.each([0, -1, 65536, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '80', null, undefined, [80]])('%j is none', (port) => {
  expect(isPort(port)).toBe(false);
});

test.each(['', '80', '0-5', '5-1', '1-65536', '1-2-3', '1 - 2', ' 1-2', 'a-b', '-1-2'])('%j is no range', (text) => {
  expect(parsePortRange(text)).toBeUndefined();
});

test('a range has both of its ends, and nothing beyond them', () => {
  const port = fc.integer({ min: 1, max: 65535 });
  fc.assert(
    fc.property(port, port, port, (a, b, c) => {
      const [min, max] = [Math.min(a, b), Math.max(a, b)];
      const range = parsePortRange(`${min}-${max}`);
      expect(range).toEqual({ min, max });
      expect(inRange(c, { min, max })).toBe(c >= min && c <= max);
    }),
  );
});
