import { emit, expectRoundTrip } from './support/yaml';

describe('strings', () => {
  test.each([
    'redis',
    'redis:7-alpine',
    'system-bus-worker',
    'app.kubernetes.io/name',
    'http://inngest-svc:8288/e',
    '/var/lib/data',
    './data',
    '.dockerconfigjson',
    '--appendonly',
    '-c',
    '4Gi',
    '100m',
    '10.244.0.0/16',
    '6379/tcp',
    'a sentence, with (some) words',
    'trueish',
    'nobody',
    'e2e',
  ])('%j needs no quotes', (text) => {
    expect(emit({ k: text })).toBe(`k: ${text}\n`);
  });

  test.each([
    ['', '~', 'null', 'Null', 'NULL', 'true', 'False', 'y', 'Y', 'n', 'N', 'yes', 'NO', 'on', 'OFF'],
    ['0', '1', '-1', '+1', '007', '0644', '0o17', '0x1F', '0b101', '1_000', '190:20:30', '12:30:45', '12:30:45.5', '6379:6379'],
    ['1.0', '1.20', '1.20.2', '10.96.0.10', '.5', '5.', '-.5', '1e3', '7e10', '12e03', '1.5E-7', 'e5', 'E+5', '-e5', '._5'],
    [
      '.inf',
      '-.inf',
      '+.INF',
      '.Inf',
      '.nan',
      '.NaN',
      '=',
      '<<',
      '.',
      '..',
      '...',
      '... null',
      '---',
      '--- a',
      '-',
      '--',
      '- a',
      '?',
      '? a',
      ':',
      ': a',
    ],
    ['2001-12-14', '2001-12-14t21:59:43.10-05:00', '2001-12-14 21:59:43', '2001-1-1'],
    [' leading', 'trailing ', ' ', 'a  b', 'a: b', 'a :b', 'a:', 'a #b', '#a', 'a\tb'],
    ['&a', '*a', '!a', '%a', '@a', '`a', '|', '>', '{a', '[a', '}', ']', ',', 'a{b', '"a"', "'a'", 'ünï', '👍', 'a~b'],
  ])('%j and the like are quoted', (...texts) => {
    for (const text of texts) expect(emit({ k: text })).toMatch(/^k: (".*"|'.*')\n$/);
    expectRoundTrip([texts, Object.fromEntries(texts.map((text) => [text, text]))]);
  });

  test('quotes are double, or single where that saves escapes', () => {
    expect(emit('true')).toBe('"true"\n');
    expect(emit('{"a": "b"}')).toBe(`'{"a": "b"}'\n`);
    expect(emit('/v1/\\d+')).toBe(`'/v1/\\d+'\n`);
    expect(emit(`it's "so"`)).toBe(`"it's \\"so\\""\n`);
  });

  test('what a reviewer cannot see is escaped', () => {
    const text = '\0\x07\x1b\x7f\x85\u200e\u2028\u2029\u202e\u2066\ufeff\uffff\ud800';
    expect(emit([text])).toBe('- "\\u0000\\u0007\\u001b\\u007f\\u0085\\u200e\\u2028\\u2029\\u202e\\u2066\\ufeff\\uffff\\ud800"\n');
    expectRoundTrip([text]);
  });

  test('long strings are never folded', () => {
    const text = 'word '.repeat(200).trim();
    expect(emit({ k: text })).toBe(`k: ${text}\n`);
  });
});

describe('text of several lines', () => {
  test('is a literal block that says how it ends', () => {
    expect(emit({ a: { b: 'one\n\n  two\n' }, c: ['one\ntwo'] })).toBe(
      ['a:', '  b: |', '    one', '', '      two', 'c:', '  - |-', '    one', '    two', ''].join('\n'),
    );
  });

  test('has an indentation indicator where the first line does not show the indentation', () => {
    expect(emit({ a: ' one\ntwo' })).toBe('a: |2-\n   one\n  two\n');
    expect(emit({ a: '\n\none\n' })).toBe('a: |2\n\n\n  one\n');
    expect(emit({ a: '\tone\n' })).toBe('a: |2\n  \tone\n');
  });

  test.each(['\n', '\n\n', ' \n', 'a\n\n', 'a\n ', 'a\n \n', 'a\r\nb\n', 'a\n\x85', 'a\n\x07'])('%j is quoted', (text) => {
    expect(emit({ k: text })).toMatch(/^k: ".*"\n$/);
    expectRoundTrip([{ k: text }, text]);
  });

  test('is read back from any depth', () => {
    const texts = ['a\nb', 'a\n', '  a\nb\n', '\n a\n', '# a\n---\n...\n- b: c', 'a \n \n\tb\n', '\ta\n  b', 'a\n\n\nb'];
    expectRoundTrip([texts, { a: texts, b: [[texts]], c: { d: [{ e: texts[2] as string }] } }, ...texts]);
  });
});

describe('numbers', () => {
  test.each([
    [0, '0'],
    [-0, '0'],
    [-7, '-7'],
    [1.5, '1.5'],
    [2_000_000_000, '2000000000'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    [1e21, '1.0e+21'],
    [1.5e300, '1.5e+300'],
    [1e-7, '1.0e-7'],
  ])('%d is written %s', (value, text) => {
    expect(emit(value)).toBe(`${text}\n`);
    expectRoundTrip([value]);
  });
});
