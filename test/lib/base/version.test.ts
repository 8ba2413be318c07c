import { compareMinors, compareVersions, parseVersion } from '../../../lib/base';
import * as fc from '../../support/fast-check';

test('a release is taken apart', () => {
  expect(parseVersion('1.13.9')).toEqual({ text: '1.13.9', minor: '1.13', patch: 9, prerelease: false });
  expect(parseVersion('1.20.0-rc.1')).toEqual({ text: '1.20.0-rc.1', minor: '1.20', patch: 0, prerelease: true });
});

test.each([
  '',
  'v1.13.9',
  '1.13',
  '1',
  '1.13.9 ',
  ' 1.13.9',
  '1.13.9\n',
  '01.13.9',
  '1.13.x',
  '=1.13.9',
  '1.13.9-',
  '1.13.9+build',
  'latest',
  '1.13.9.1',
])('%j is no release', (text) => {
  expect(parseVersion(text)).toBeUndefined();
});

const number = fc.nat(40);

test('releases are ordered by their numbers, and not as text', () => {
  expect(compareVersions('1.13.10', '1.13.9')).toBeGreaterThan(0);
  expect(compareVersions('1.20.0-rc.1', '1.20.0')).toBeLessThan(0);
  fc.assert(
    fc.property(number, number, number, number, (minor, patch, otherMinor, otherPatch) => {
      const order = Math.sign(compareVersions(`1.${minor}.${patch}`, `1.${otherMinor}.${otherPatch}`));
      expect(order).toBe(Math.sign(minor - otherMinor || patch - otherPatch));
    }),
  );
});

test('minors are ordered by their numbers, and not as text', () => {
  expect(compareMinors('1.9', '1.13')).toBeLessThan(0);
  fc.assert(fc.property(number, number, (a, b) => Math.sign(compareMinors(`1.${a}`, `1.${b}`)) === Math.sign(a - b)));
});
