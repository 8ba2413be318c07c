import {
  clusterNameFault,
  hostNameFault,
  labelFault,
  labelKeyFault,
  labelValueFault,
  portNameFault,
  serviceNameFault,
  subdomainFault,
} from '../../../lib/base';
import * as fc from '../../support/fast-check';

const long = (n: number) => 'a'.repeat(n);

/** Good and bad names, by what checks them. */
const names = [
  ['a label', labelFault, ['a', '1a', 'a--b', 'xn--a', long(63)], ['', '-a', 'a-', 'A', 'a.b', 'a_b', 'a b', 'ä', 'a\n', long(64)]],
  ["a Service's name", serviceNameFault, ['a', 'a1', long(63)], ['', '1a', '-a', 'a.b', long(64)]],
  ['a subdomain', subdomainFault, ['a', 'a.b', '1.2', long(253)], ['', '.a', 'a.', 'a..b', 'a/b', 'A.b', 'a_b', long(254)]],
  ["a port's name", portNameFault, ['a', 'a1', '1a', 'a-b', long(15)], ['', '1', '123', 'a--b', '-a', 'a-', 'A', 'a_b', long(16)]],
  [
    "a label's key",
    labelKeyFault,
    ['a', 'A', 'a.b_c-d', 'example.com/a', `a/${long(63)}`],
    ['', '/a', 'a/', 'a/b/c', 'A/b', '-a', 'a b', long(64)],
  ],
  ["a label's value", labelValueFault, ['', 'a', 'A', 'a.b_c-d', long(63)], ['-a', 'a-', 'a b', 'a/b', long(64)]],
  ["a cluster's name", clusterNameFault, ['a', 'a-1', long(32)], ['', 'A', 'a.b', 'a_b', long(33)]],
  [
    'a host name',
    hostNameFault,
    ['a.b', 'api.example.com', '1.example.com', `${long(63)}.com`],
    ['', 'a', 'a.', '.a', '*.a.b', 'A.b', 'https://a.b', 'a.b:443', '192.0.2.7', '1.2', `${long(64)}.com`],
  ],
] as const;

describe.each(names)('%s', (_, fault, good, bad) => {
  test.each(good)('%j is good', (name) => {
    expect(fault(name)).toBeUndefined();
  });

  test.each(bad)('%j is not', (name) => {
    expect(fault(name)).toMatch(/^(must|has|is) .*[^.]$/);
  });
});

test('what a fault says of a length is the length', () => {
  expect(labelFault(long(70))).toBe('has 70 characters; the limit is 63');
  expect(clusterNameFault(long(40))).toBe("has 40 characters; Cilium's limit is 32");
});

test('each rule is stricter than the one that it is built on', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-zA-Z0-9._-]{0,20}$/), (name) => {
      if (serviceNameFault(name) === undefined) expect(labelFault(name)).toBeUndefined();
      if (labelFault(name) === undefined) expect(subdomainFault(name)).toBeUndefined();
      if (hostNameFault(name) === undefined) expect(subdomainFault(name)).toBeUndefined();
      if (subdomainFault(name) === undefined) expect(labelValueFault(name)).toBeUndefined();
    }),
  );
});
