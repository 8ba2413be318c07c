import { parseDocuments } from '../../../lib/input';

async function objectOf(text: string) {
  const { documents, findings } = await parseDocuments(text, 'a.yaml');
  return findings[0]?.message ?? documents[0]?.object;
}

/** What sigs.k8s.io/yaml@v1.6.0 makes of `a: …`. */
test.each<[string, unknown]>([
  ...['yes', 'Y', 'on', 'TRUE'].map((text): [string, unknown] => [text, true]),
  ...['no', 'n', 'Off', 'false'].map((text): [string, unknown] => [text, false]),
  ...['~', 'null', 'NULL', '', '# nothing', '!!null ""'].map((text): [string, unknown] => [text, null]),
  ...['tRUE', 'nUll', '0o8', '1:30', '80:8080', '1e999', '2001-01-01', '100m', '1.2.3', '_1', '=', '0b2'].map((text): [string, unknown] => [
    text,
    text,
  ]),
  ['0o17', 15],
  ['017', 15],
  ['089', 89],
  ['0x1F', 31],
  ['0b101', 5],
  ['-0b11', -3],
  ['-017', -15],
  ['+5', 5],
  ['1_000', 1000],
  ['1e3', 1000],
  ['1.', 1],
  ['.5', 0.5],
  ['-1.5e-3', -0.0015],
  ['99999999999999999999', 1e20],
  ['0xFFFFFFFFFFFFFFFFFF', '0xFFFFFFFFFFFFFFFFFF'],
  ['"yes"', 'yes'],
  ["'017'", '017'],
  ['|\n  yes', 'yes\n'],
  ['! 12', '12'],
  ['!!str 12', '12'],
  ['!!int "3"', 3],
  ['!!float 3', 3],
  ['!!bool "yes"', true],
  ['!!binary aGVsbG8=', 'hello'],
  ['!foo 12', '12'],
  ['!!set {b, c}', { b: null, c: null }],
])('reads the scalar %s as Kubernetes does', async (text, value) => {
  expect(await objectOf(`a: ${text}\n`)).toEqual({ a: value });
});

test.each([
  ['!!int x', "'x' is not what its tag tag:yaml.org,2002:int says"],
  ['!!bool 1', "'1' is not what its tag tag:yaml.org,2002:bool says"],
  ['!!binary "a b"', "'a b' is not what its tag tag:yaml.org,2002:binary says"],
  ['.inf', "JSON has no number '.inf'"],
  ['*b', "there is no anchor 'b' before this alias"],
  ['&b [*b]', "the anchor 'b' contains itself"],
  ['{[b]: c}', 'a key has to be text, a number or a boolean'],
  ['{~: c}', 'a key has to be text, a number or a boolean'],
  ['{<<: b}', 'a merge key takes a map, or a list of maps'],
])('refuses %s', async (text, message) => {
  expect(await objectOf(`a: ${text}\n`)).toBe(message);
});

test.each<[string, string, unknown]>([
  ['keys become text', '1: a\nyes: b\n1.5: c\n', { 1: 'a', true: 'b', 1.5: 'c' }],
  ['an alias is the last anchor before it', 'a: &x 1\nb: &y [*x]\nc: &x 2\nd: *y\ne: *x\n', { a: 1, b: [1], c: 2, d: [1], e: 2 }],
  ['an alias can be a key', '&k a: 1\n*k : 2\nb: *k\n', "the key 'a' stands twice in this map; Kubernetes takes the last"],
  ['keys behind a merge key override it', 'x: &x {a: 1, b: 2}\nz: {<<: *x, b: 3}\n', { x: { a: 1, b: 2 }, z: { a: 1, b: 3 } }],
  ['a merge key overrides the keys before it', 'z: {b: 3, <<: {b: 2}}\n', { z: { b: 2 } }],
  ['of several merged maps the first counts', 'z: {<<: [{a: 1}, {a: 2, b: 2}]}\n', { z: { a: 1, b: 2 } }],
  ['<< in quotes is a key', 'z: {"<<": {a: 1}}\n', { z: { '<<': { a: 1 } } }],
  ['constructor is a key', 'constructor: 1\n', { constructor: 1 }],
])('%s', async (_, text, value) => {
  expect(await objectOf(text)).toEqual(value);
});

test('__proto__ is a key like others', async () => {
  const { documents } = await parseDocuments('a: {__proto__: {b: c}}\n', 'a.yaml');
  expect(JSON.stringify(documents[0]?.object)).toBe('{"a":{"__proto__":{"b":"c"}}}');
  expect(documents[0]?.place('a.__proto__.b')).toMatchObject({ line: 1, column: 17 });
});

describe('hostile text', () => {
  const layers = (first: string, next: (i: number) => string) => [first, ...Array.from({ length: 30 }, (_, i) => next(i))].join('\n');

  test.each([
    ['aliases of aliases', layers('a0: &a0 [x, x]', (i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`), /^aliases make it/],
    ['merge keys of merge keys', layers('a0: &a0 {x: y}', (i) => `a${i + 1}: &a${i + 1} {<<: [*a${i}, *a${i}]}`), /^aliases make it/],
    ['lists in lists', '['.repeat(100_000), /^it is nested deeper than 500 levels$/],
    ['JSON in JSON', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`, /^it is nested deeper than 500 levels$/],
    ['items of items', `${'- '.repeat(5_000)}a`, /^it is nested deeper than 500 levels$/],
  ])('is refused quickly: %s', async (_, text, message) => {
    const { documents, findings } = await parseDocuments(text, 'a.yaml', { lenient: true });
    expect([documents, findings.map((f) => f.message)]).toEqual([[], [expect.stringMatching(message)]]);
  });

  test('is quoted in messages without what steers a terminal, and not at length', async () => {
    expect(await objectOf('"\\e[31m": 1\n"\\e[31m": 2\n')).toBe("the key '\ufffd[31m' stands twice in this map; Kubernetes takes the last");
    expect(await objectOf(`a: !!int ${'x'.repeat(1e6)}`)).toHaveLength(201);
  });

  test('many aliases of one small anchor are none', async () => {
    const { documents } = await parseDocuments(`a: &a b\nl:\n${'- *a\n'.repeat(2_000)}`, 'a.yaml');
    expect(documents).toHaveLength(1);
  });
});
