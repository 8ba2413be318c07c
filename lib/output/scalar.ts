/**
 * Text that every YAML reader takes for the same string without quotes: a safe start (not `...`, which ends a document), then
 * nothing that begins a comment, a mapping, a flow collection or an escape.
 */
const plainShape =
  /^(?!\.\.\.)(?:[A-Za-z0-9_./]|--?[A-Za-z])(?:[A-Za-z0-9_./@+=,;()*<>%&!$-]|:(?=[A-Za-z0-9_./-])| (?=[A-Za-z0-9_/.(-]))*$/;

/** Words that are booleans, null or numbers in YAML 1.1 or 1.2; some readers take a bare exponent for a number. */
const reserved = /^(?:y|yes|n|no|true|false|on|off|null|-?e[-+]?[0-9]+|\.inf|\.nan)$/i;

const startsLikeNumber = /^[0-9.]/;

/**
 * A character that occurs in no number, date or time of either YAML version (decimal, `0x`, `0o`, `0b`, exponents, sexagesimal,
 * `2001-12-14t21:59:43z`): `100m`, `4Gi` and `10.244.0.0/16` need no quotes, `1.20`, `12e3` and `0o17` do.
 */
const unlikeNumber = /[/g-nqrsuvwy]/i;

/**
 * Characters that are written as escapes: control characters, the line separators of YAML 1.1, byte order marks, halves of
 * surrogate pairs, and marks that turn the direction of text, since they hide what a reviewer should see.
 */
const escaped = /(?![\t\n])[\p{Control}\p{Surrogate}\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/u;
const everyEscaped = new RegExp(escaped, 'gu');

/** Whether YAML 1.1 and YAML 1.2 both read the bare text as that string. */
export function isPlain(text: string): boolean {
  return plainShape.test(text) && !reserved.test(text) && (!startsLikeNumber.test(text) || unlikeNumber.test(text));
}

/** The string as a scalar on one line: bare where both YAML versions agree on it, otherwise quoted. */
export function emitString(text: string): string {
  if (isPlain(text)) return text;
  if (/["\\]/.test(text) && !/['\t\n]/.test(text) && !escaped.test(text)) return `'${text}'`;
  return JSON.stringify(text).replace(everyEscaped, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * The string as a literal block, each line behind `indent`, which must be two columns deeper than the block's parent;
 * `undefined` where a block cannot carry it safely.
 *
 * Text that ends in blank lines is left to quotes: editors and `git diff --check` take the end of a file for theirs.
 */
export function emitBlock(text: string, indent: string): string | undefined {
  if (!text.includes('\n') || escaped.test(text)) return undefined;
  const ends = text.endsWith('\n');
  const body = ends ? text.slice(0, -1) : text;
  if (/(?:^|\n)[ \t]*$/.test(body)) return undefined;
  const lines = body.split('\n').map((line) => (line === '' ? '' : `${indent}${line}`));
  return `|${/^[ \t\n]/.test(body) ? '2' : ''}${ends ? '' : '-'}\n${lines.join('\n')}`;
}

/** The number as both YAML versions read it; it must be finite. */
export function emitNumber(value: number): string {
  const text = String(value === 0 ? 0 : value);
  return /^-?\d+e/.test(text) ? text.replace('e', '.0e') : text;
}
