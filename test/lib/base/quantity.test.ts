import { formatMiB, parseBytes, parseMilliCpu, parseSize } from '../../../lib/base';
import * as fc from '../../support/fast-check';

test.each([
  ['0', 0],
  ['1073741824', 2 ** 30],
  ['1k', 1000],
  ['129M', 129e6],
  ['256Mi', 2 ** 28],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['.5Gi', 2 ** 29],
  ['2Ti', 2 ** 41],
  ['1Pi', 2 ** 50],
  ['1E', 1e18],
  ['1e3', 1000],
  ['1E3', 1000],
])('%s is a quantity of bytes as Kubernetes writes it', (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes);
});

test.each(['', '.', 'Gi', '1 Gi', '1GiB', '1gi', '1K', '1KI', '-1Gi', '1Gi ', '1e3Mi', '0x10', 'a'])('%j is none', (text) => {
  expect(parseBytes(text)).toBeUndefined();
});

test.each([
  ['6GiB', 6 * 2 ** 30],
  ['6 GiB', 6 * 2 ** 30],
  ['1.5GiB', 1.5 * 2 ** 30],
  ['512MiB', 2 ** 29],
  ['1KiB', 1024],
  ['1KB', 1000],
  ['6GB', 6e9],
  ['1TiB', 2 ** 40],
])('%s is a size as talosctl takes it', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test.each(['', '6', '6G', '6Gi', '6gib', '6  GiB', 'GiB', '-6GiB', '6GiB of it'])('%j is none', (text) => {
  expect(parseSize(text)).toBeUndefined();
});

test.each([
  ['1', 1000],
  ['0.5', 500],
  ['1.25', 1250],
  ['250m', 250],
  ['0', 0],
])('%s is an amount of CPU', (text, milli) => {
  expect(parseMilliCpu(text)).toBe(milli);
});

test.each(['', 'm', '0.5m', '1.2345', '-1', '2 cores', '100%'])('%j is none', (text) => {
  expect(parseMilliCpu(text)).toBeUndefined();
});

test('the unit of talosctl is that of Kubernetes with a B behind it', () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.constantFrom('Ki', 'Mi', 'Gi', 'Ti', 'M', 'G', 'T'), (n, unit) => {
      expect(parseSize(`${n}${unit}B`)).toBe(parseBytes(`${n}${unit}`));
    }),
  );
});

test.each([
  [0, '0 MiB'],
  [1, '1 MiB'],
  [2 ** 20, '1 MiB'],
  [2 ** 20 + 1, '2 MiB'],
  [1536 * 2 ** 20, '1 536 MiB'],
  [1234567 * 2 ** 20, '1 234 567 MiB'],
])('%d bytes are %s, rounded up', (bytes, text) => {
  expect(formatMiB(bytes)).toBe(text);
});
