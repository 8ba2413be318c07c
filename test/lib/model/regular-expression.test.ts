import { regularExpressionFault } from '../../../lib/model/resolve/regular-expression';
import * as fc from '../../support/fast-check';

/** What `regexp.Compile` of Go said of each: Cilium refuses by it what Envoy's RE2 would refuse. */
test.each([
  '',
  'GET|POST',
  '/collections(/.*)?(\\?.*)?',
  '^/a$',
  '(?:a|b)+?',
  '(?i)abc',
  '(?i-s:a)',
  '(?)a',
  '(?P<n>a)(?<m>b)',
  '[]a]',
  '[^]a]',
  '[a-z0-9_.-]',
  '[[:alpha:][:^digit:]-]',
  '[\\d-z]',
  '[\\x41-\\x{5a}]',
  '\\pL\\p{Greek}\\p{^Lu}\\PN',
  '\\Q(*\\E',
  '\\Qa\\E*',
  '\\A\\b\\B\\z\\a\\f\\t\\n\\r\\v',
  '\\12\\0\\_\\-\\/',
  'a{2}{',
  'a{01}',
  'a{,2}',
  'a{1000}',
  '(a{500}){2}',
  'a{0}',
  'a(?i)*',
  '(|a)',
  '()*',
  '^*',
  '😀',
])('%j is one', (text) => {
  expect(regularExpressionFault(text)).toBeUndefined();
});

test.each([
  ['*', "'*' repeats nothing"],
  ['a|+', "'+' repeats nothing"],
  ['(?:{2})', "'{2}' repeats nothing"],
  ['a**', "'*' repeats a repetition"],
  ['a{2}{3}', "'{3}' repeats a repetition"],
  ['a*?+', "'+' repeats a repetition"],
  ['a{1001}', "'{1001}' makes more than 1000 repetitions"],
  ['(a{334}){3}', "'{3}' makes more than 1000 repetitions"],
  ['a{3,2}', "'{3,2}' repeats at least 3 and at most 2 times"],
  ['(a', "'(' is not closed"],
  ['a)', "')' closes nothing"],
  ['(?=a)', "there is no group that begins with '(?=a'"],
  ['(?<!a)', "there is no group that begins with '(?<!'"],
  ['(?>a)', "there is no group that begins with '(?>a'"],
  ['(?i-:a)', "there is no group that begins with '(?i-'"],
  ['(?P<a>b)(?<a>c)', "two groups are called 'a'"],
  ['[a', "'[' is not closed"],
  ['[]', "'[' is not closed"],
  ['[b-a]', "'b-a' is no range of characters"],
  ['[a-\\d]', "there is no '\\d'"],
  ['[[:letter:]]', "there is no class '[:letter:]'"],
  ['\\p{Klingon}', "there is no class '\\p{Klingon}'"],
  ['\\1', "there is no '\\1'"],
  ['\\Z', "there is no '\\Z'"],
  ['\\x{110000}', "there is no '\\x{110000}'"],
  ['a\\', "it ends with '\\'"],
  ['\ud800', 'half of a character stands alone'],
])('%j is none: %s', (text, fault) => {
  expect(regularExpressionFault(text)).toBe(fault);
});

test('any text is one or is none, in time', () => {
  const signs = fc.constantFrom(...'ab(){}[]|*+?\\^$.-,:<>=!PpQEdxi01');
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: signs, maxLength: 60 }), fc.string({ unit: fc.anyCharacter, maxLength: 30 })), (text) => {
      expect(['string', 'undefined']).toContain(typeof regularExpressionFault(text));
    }),
    { numRuns: 2000 },
  );
});

test('what has no sign in it is one, and what stands in \\\\Q…\\\\E too', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.anyCharacter, maxLength: 30 }), (text) => {
      expect(regularExpressionFault(text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))).toBeUndefined();
      if (!text.includes('\\')) expect(regularExpressionFault(`\\Q${text}\\E`)).toBeUndefined();
    }),
  );
});
