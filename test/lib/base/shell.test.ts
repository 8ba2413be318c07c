import { shellWord } from '../../../lib/base';
import * as fc from '../../support/fast-check';

/** What a POSIX shell makes of a text that has single quotes, backslashes and plain characters; undefined where it does more. */
function readBack(text: string): string | undefined {
  let word = '';
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "'") {
      const end = text.indexOf("'", i + 1);
      if (end < 0) return undefined;
      word += text.slice(i + 1, end);
      i = end;
    } else if (text[i] === '\\') word += text[++i];
    else if (/[A-Za-z0-9_./:=,@%+-]/.test(text[i] as string)) word += text[i];
    else return undefined;
  }
  return word;
}

test.each([
  ['plain', 'plain'],
  ['--config-patch=@a/b.yaml', '--config-patch=@a/b.yaml'],
  ['', "''"],
  ['two words', "'two words'"],
  ["it's", "'it'\\''s'"],
  ['$HOME `id` "x" \\ * ? ~ # ! & | ; < > ( )', '\'$HOME `id` "x" \\ * ? ~ # ! & | ; < > ( )\''],
])('%j is written %s', (word, text) => {
  expect(shellWord(word)).toBe(text);
});

test('whatever the word is, the shell reads it back', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.oneof(fc.constantFrom("'", '\\', '$', ' ', '\n', '"'), fc.string({ minLength: 1, maxLength: 1 })) }),
      (word) => {
        const text = shellWord(word);
        expect(readBack(text)).toBe(word);
        expect(text).not.toBe('');
      },
    ),
  );
});
