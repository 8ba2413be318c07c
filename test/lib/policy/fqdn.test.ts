import { fullName, isNamePattern, meansName, namesOf } from '../../../lib/policy/fqdn';

test.each([
  ['cilium.io', ['cilium.io', 'Cilium.IO', 'cilium.io.'], ['anysub.cilium.io', 'ciliumxio', 'ci.io']],
  ['*.cilium.io', ['www.cilium.io', 'blog.cilium.io', '.cilium.io'], ['cilium.io', 'google.com', 'a.b.cilium.io']],
  ['*cilium.io', ['cilium.io', 'subcilium.io', 'sub-cilium.io'], ['www.cilium.io', 'blog.cilium.io']],
  ['sub*.cilium.io', ['sub.cilium.io', 'subdomain.cilium.io'], ['www.cilium.io', 'cilium.io', 'google.com', 'sub.a.cilium.io']],
  ['**.cilium.io', ['app.cilium.io', 'test.app.cilium.io', 'test.app.new.cilium.io'], ['cilium.io', 'anysub.ci.io', '.cilium.io']],
  ['***.cilium.io', ['test.cilium.io', 'test.app.cilium.io'], ['cilium.io']],
  ['**.*.cilium.io', ['_foobar._tcp.cilium.io', '_foo._bar._tcp.cilium.io'], ['cilium.io', 'foo.cilium.io']],
  ['**.ci*.io', ['foo.bar.cilium.io', 'anysub.ci.io', '_foo._bar.ciliumandmore.io'], ['cilium.io', 'test.calium.io']],
  ['test.**.cilium.io', ['test.a.cilium.io', 'test..cilium.io'], ['test.a.b.cilium.io', 'test.cilium.io']],
  ['*.ci**.io', ['anysub.cilium.io', 'anysub.ci.io', 'anysub.ciliumandmore.io'], ['cilium.io']],
  ['a**.io', ['a.io', 'abc.io'], ['a.b.io']],
  ['*.*.cilium.io', ['_foobar._tcp.cilium.io'], ['_tcp.cilium.io']],
  ['_foobar._tcp.cilium.io', ['_foobar._tcp.cilium.io'], ['_tcp.cilium.io']],
  ['*', ['.', 'io', 'service.namespace.svc.cluster.local', '_foobar._tcp.cilium.io'], ['.io', '.cilium.io', 'a b']],
  ['**', ['.', 'cilium.io'], ['.io']],
  ['***.', ['.', 'cilium.io'], ['.io']],
  ['.', ['.'], ['io', '.io']],
])('%s means these names, and not those', (pattern, these, those) => {
  expect(these.filter((name) => !meansName(pattern, name))).toEqual([]);
  expect(those.filter((name) => meansName(pattern, name))).toEqual([]);
});

test('names have a dot at the end and small letters', () => {
  expect(fullName('Example.COM')).toBe('example.com.');
  expect(fullName('example.com.')).toBe('example.com.');
});

test('a star makes a pattern', () => {
  expect(isNamePattern('a*.example.com')).toBe(true);
  expect(isNamePattern('a.example.com')).toBe(false);
});

test.each([
  ['*.example.com', ['x.example.com.']],
  ['a*b.example.com', ['axb.example.com.']],
  ['**.example.com', ['x.example.com.', 'x.x.example.com.', 'x.x.x.example.com.']],
  ['**', ['x.', 'x.x.', 'x.x.x.']],
])('the names of %s are names that it means', (pattern, names) => {
  expect(namesOf(pattern, 'x')).toEqual(names);
  expect(names.every((name) => meansName(pattern, name))).toBe(true);
});

test('text that is no pattern means itself', () => {
  expect(meansName('a+(b.example.com', 'a+(b.example.com')).toBe(true);
  expect(meansName('a+(b.example.com', 'aab.example.com')).toBe(false);
});
