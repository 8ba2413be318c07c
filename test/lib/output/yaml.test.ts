import { parseAllDocuments } from 'yaml';
import type { Json, JsonObject } from '../../../lib/base';
import { emitYaml } from '../../../lib/output';
import * as fc from '../../support/fast-check';
import { emit, expectRoundTrip } from './support/yaml';

const runs = Number(process.env.ICHOR_FUZZ_RUNS ?? 1000);

describe('structure', () => {
  test('keys are sorted by code unit, at the root behind apiVersion, kind and metadata', () => {
    const object = {
      spec: { name: 'x', kind: 'k', b: 1, a: 2, B: 3, ä: 4, '10': 5, '9': 6 },
      data: {},
      metadata: { name: 'n' },
      kind: 'K',
      apiVersion: 'v1',
    };
    expect(emit(object)).toBe(
      [
        'apiVersion: v1',
        'kind: K',
        'metadata:',
        '  name: "n"',
        'data: {}',
        'spec:',
        '  "10": 5',
        '  "9": 6',
        '  B: 3',
        '  a: 2',
        '  b: 1',
        '  kind: k',
        '  name: x',
        '  "ä": 4',
        '',
      ].join('\n'),
    );
  });

  test('sequences are indented under their key, and join the dash they stand behind', () => {
    expect(emit({ a: [1, { c: 2, b: [3] }, [4, [5, {}], []]] })).toBe(
      ['a:', '  - 1', '  - b:', '      - 3', '    c: 2', '  - - 4', '    - - 5', '      - {}', '    - []', ''].join('\n'),
    );
  });

  test('documents are divided by a line, which none begins with', () => {
    expect(emit({ a: 1 }, [], {}, 'x')).toBe('a: 1\n---\n[]\n---\n{}\n---\nx\n');
    expect(emit()).toBe('');
  });

  test('objects that are shared are written each time', () => {
    const shared = { a: [1] };
    expect(emit({ x: shared, y: shared, z: [shared, shared] })).not.toMatch(/[&*]/);
    expectRoundTrip([{ x: shared, y: shared, z: [shared, shared] }]);
  });

  test('null is kept or dropped from maps, and always kept in lists', () => {
    const object = { a: null, b: { c: null }, d: [null, { e: null, f: 1 }], g: undefined };
    expect(emitYaml([object], { nulls: 'keep' })).toBe('a: null\nb:\n  c: null\nd:\n  - null\n  - e: null\n    f: 1\n');
    expect(emitYaml([object], { nulls: 'drop' })).toBe('b: {}\nd:\n  - null\n  - f: 1\n');
  });

  test('keys are quoted like strings, and long ones take a line of their own', () => {
    const long = 'k'.repeat(1200);
    expect(emit({ on: 1, '': 2, '<<': { a: 1 }, '---': 3, [long]: { a: [1] } })).toBe(
      `"": 2\n"---": 3\n"<<":\n  a: 1\n? ${long}\n:\n  a:\n    - 1\n"on": 1\n`,
    );
    expectRoundTrip([{ on: 1, '<<': { a: 1 }, '...': 3, [long]: { a: [1] }, 'a\nb': 4, __proto__x: 5 }, [{ [long]: 1 }]]);
    expectRoundTrip([JSON.parse('{"__proto__": {"a": 1}}') as Json]);
  });
});

describe('what YAML cannot carry is refused with its place', () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = [cycle];
  class Port {}

  test.each([
    [{ spec: { replicas: Number.NaN } }, "document 1: 'spec.replicas' is NaN"],
    [{ ports: [{ port: Number.POSITIVE_INFINITY }] }, "document 1: 'ports[0].port' is Infinity"],
    [{ metadata: { annotations: { 'a.b/c': () => 1 } } }, `document 1: 'metadata.annotations["a.b/c"]' is a function`],
    [[1n], "document 1: '[0]' is a bigint"],
    [Symbol('s'), 'document 1: the root is a symbol'],
    [{ at: new Date(0) }, "document 1: 'at' is an instance of Date"],
    [{ port: new Port() }, "document 1: 'port' is an instance of Port"],
    [{ data: new Map() }, "document 1: 'data' is an instance of Map"],
    [[1, undefined], "document 1: '[1]' is undefined"],
    [cycle, "document 1: 'self[0]' contains itself"],
  ])('%#', (value, message) => {
    const call = () => emit(value);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(`${message}; write a string, a finite number, a boolean, null, a list or a plain map instead`);
  });

  test('the document is counted', () => {
    expect(() => emit({}, { a: Number.NaN })).toThrow("document 2: 'a' is NaN");
  });
});

describe('laws', () => {
  const pieces = [
    '\n',
    ' ',
    '  ',
    '\t',
    ':',
    ': ',
    ' #',
    '#',
    '- ',
    '---',
    '...',
    '"',
    "'",
    '\\',
    '|',
    '>',
    '&a',
    '*a',
    '!',
    '%',
    '@',
    '`',
    '{',
    '}',
    '[',
    ']',
    ',',
    '?',
    '=',
    '<<',
    '~',
    '.',
    '_',
    '0',
    '1',
    '60',
    'e',
    'E',
    '+',
    '-',
    '0x',
    '0o',
    '0b',
    'f',
    'y',
    'no',
    'On',
    'true',
    'null',
    '.inf',
    '.nan',
    '2001-01-02',
    'T',
    'Z',
    ':30',
    '\r',
    '\x85',
    '\u2028',
    '\ufeff',
    '\0',
    'ä',
    '👍',
    '\ud800',
    'word',
    'a b',
    '/',
  ];
  const text = fc.oneof(
    { weight: 4, arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((parts) => parts.join('')) },
    { weight: 2, arbitrary: fc.string({ unit: fc.anyCharacter, maxLength: 12 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme-ascii', maxLength: 12 }) },
    { weight: 1, arbitrary: fc.stringMatching(/^[-+0-9._:exobEtTzZ]{1,8}$/) },
  );
  const { document } = fc.letrec<{ document: Json; list: Json; map: Json; leaf: Json }>((tie) => ({
    leaf: fc.oneof(
      { weight: 5, arbitrary: text },
      fc.constantFrom<Json>(null, true, false, 0, -0, 1e21, 1e-7),
      fc.integer(),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    ),
    list: fc.array(tie('document'), { maxLength: 4 }),
    map: fc.dictionary(text, tie('document'), { maxKeys: 4, noNullPrototype: true }),
    document: fc.oneof({ depthSize: 'small', withCrossShrink: true }, tie('leaf'), tie('list'), tie('map')),
  }));
  const documents = fc.array(document, { minLength: 1, maxLength: 3 });

  test('readers of YAML 1.1 and 1.2 see what was meant', () => {
    fc.assert(
      fc.property(documents, fc.constantFrom('keep', 'drop'), (data, nulls) => expectRoundTrip(data, nulls)),
      { numRuns: runs },
    );
  });

  test('the order of keys changes nothing', () => {
    const reversed = (value: Json): Json => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      const entries = Object.entries(value as JsonObject).reverse();
      return Object.fromEntries(entries.map(([key, v]) => [key, reversed(v as Json)]));
    };
    fc.assert(
      fc.property(documents, (data) => {
        expect(emit(...data.map(reversed))).toBe(emit(...data));
      }),
      { numRuns: runs },
    );
  });

  test('what was read is written as the same text', () => {
    fc.assert(
      fc.property(documents, (data) => {
        const once = emit(...data);
        const again = parseAllDocuments(once, { version: '1.2', schema: 'core' });
        expect(emit(...[...again].map((d) => d.toJS()))).toBe(once);
      }),
      { numRuns: Math.ceil(runs / 4) },
    );
  });

  test('every line is visible text that ends in LF', () => {
    fc.assert(
      fc.property(documents, (data) => {
        expect(emit(...data)).toMatch(/^(?:[\t\n]|[^\p{Control}\p{Surrogate}\u2028\u2029\ufeff])*\n$/u);
      }),
      { numRuns: runs },
    );
  });
});
