import { isResolved } from './resolve';

/** How a string is written. */
export type Style = 'plain' | 'single' | 'double' | 'literal';

/** What ends a line for Go's YAML. */
export const lineBreak = /[\n\r\u0085\u2028\u2029]/;

/**
 * The style in which Go's YAML writes a string in block context.
 *
 * @see go.yaml.in/yaml/v4 internal/libyaml/representer.go (stringv), emitter.go (analyzeScalar, selectScalarStyle)
 */
export function styleOf(text: string): Style {
  const wanted = text.includes('\n') ? (/\P{White_Space}/u.test(text) ? 'literal' : 'double') : isResolved(text) ? 'double' : 'plain';
  const endsInSpace = text.endsWith(' ');
  const escaped = !printable.test(text);
  const spaceBeforeBreak = / [\n\r\u0085\u2028\u2029]/.test(text);
  if (wanted === 'double') return 'double';
  if (wanted === 'literal') return endsInSpace || escaped || spaceBeforeBreak ? 'double' : 'literal';
  if (escaped || spaceBeforeBreak || text.includes('\t') || /[\u2028\u2029] /.test(text)) return 'double';
  return endsInSpace || text.startsWith(' ') || lineBreak.test(text) || indicator.test(text) ? 'single' : 'plain';
}

/** Characters that needn't be escaped: none above the basic plane, and no byte order mark. */
const printable = /^[\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/;

/** What would mean something else without quotes. */
const indicator = /^(?:---|\.\.\.|[#,[\]{}&*!|>'"%@`]|[?:-](?:[ \t]|$))|:(?:[ \t]|$)|[ \t\0\n\r\u0085\u2028\u2029]#/;

const named: Readonly<Record<string, string>> = {
  ...{ '\0': '0', '\x07': 'a', '\b': 'b', '\t': 't', '\n': 'n', '\v': 'v', '\f': 'f', '\r': 'r', '\x1b': 'e', '"': '"', '\\': '\\' },
  ...{ '\x85': 'N', '\xa0': '_', '\u2028': 'L', '\u2029': 'P' },
};

/** The text of a string between double quotes. Behind a byte order mark Go's YAML escapes everything. */
export function doubleQuoted(text: string): string {
  const all = text.startsWith('\ufeff');
  return Array.from(text, (c) => (all || /["\\\t]/.test(c) || lineBreak.test(c) || !printable.test(c) ? `\\${escapeOf(c)}` : c)).join('');
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) as number;
  const [letter, width] = code <= 0xff ? ['x', 2] : code <= 0xffff ? ['u', 4] : ['U', 8];
  return (
    named[character] ??
    letter +
      code
        .toString(16)
        .toUpperCase()
        .padStart(width as number, '0')
  );
}
