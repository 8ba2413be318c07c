import { keepsRule } from '../../../../../lib/checks/objects/cel/evaluate';

describe('a rule in CEL is kept', () => {
  test.each<[rule: string, self: unknown]>([
    ['self.a <= self.b', { a: 1, b: 1 }],
    ["self == '' || isIP(self)", '192.0.2.1'],
    ["self == '' || isIP(self)", ''],
    ["!('*' in self && self.size() > 1)", ['*']],
    ["self.all(l, l.protocol in ['HTTP', 'TCP'] ? !has(l.tls) : true)", [{ protocol: 'HTTPS', tls: {} }, { protocol: 'HTTP' }]],
    ['self.all(l1, self.exists_one(l2, l1.name == l2.name))', [{ name: 'a' }, { name: 'b' }]],
    ["self.exists(f, f.type == 'A')", [{ type: 'B' }, { type: 'A' }]],
    ["self.filter(f, f.type == 'A').size() <= 1", [{ type: 'A' }, { type: 'B' }]],
    ['(has(self.backendRefs) && size(self.backendRefs) > 0) ? (!has(self.filters)) : true', {}],
    ['has(self.__namespace__) && self.__namespace__ == "b"', { namespace: 'b' }],
    ['self[0].matches.size() + self[1].matches.size() <= 3', [{ matches: [1] }, { matches: [2, 3] }]],
    ['self.size() - 1 == 1 && self[1] != self[0]', [1, 2]],
    ['self.all(key, key.split("/")[0].size() < 3)', { 'a/bcd': 'x' }],
    ["self.startsWith('*.') && self.substring(2).matches('^[a-z]+\\\\.org$')", '*.example.org'],
    ['self.matches(r"""^(?i)\\.?[a-z]+$""")', '.Ab'],
    ["!(duration(self.a) != duration('0s') && duration(self.b) > duration(self.a))", { a: '1m30s', b: '90s' }],
    // One side that decides is enough.
    ["self.missing == 'a' || true", {}],
    ["self.all(i, i.missing == 'a' || i.a == 1)", [{ a: 1 }]],
  ])('%s', (rule, self) => {
    expect(keepsRule(rule, self)).toBe(true);
    expect(keepsRule(`!(${rule})`, self)).toBe(false);
  });
});

test.each<[rule: string, self: unknown]>([
  ["self.missing == 'a'", {}],
  ["self.missing == 'a' && true", {}],
  ['self.all(i, i.missing)', [{}]],
  ['self.exists(i, i.missing)', [{}]],
  ['!self', 'text'],
  ['self.size() > 0', 1],
  ['has(self.a.b)', { a: 'text' }],
  ["duration(self) > duration('0s')", 'soon'],
  ["self.contains('a')", 1],
])('a rule that asks for what is not there is not kept: %s', (rule, self) => {
  expect(keepsRule(rule, self)).toBe(false);
});

test.each([
  'self ==',
  'self.a(',
  'self # 1',
  'self self',
  'self.unheard()',
  'unheard(self)',
  'other',
  'has(self)',
  '[1].map(x, x)',
  'size()',
])('what is no CEL, or more of it than upstream has, is a fault of ours: %s', (rule) => {
  expect(() => keepsRule(rule, {})).toThrow(/CEL/);
});
