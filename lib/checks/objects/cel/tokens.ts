/** A word of an expression in CEL: a literal with its value, a name, or a sign. */
export type Token =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'sign'; readonly text: string };

const pattern =
  /\s*(?:(r?)("""([\s\S]*?)"""|'''([\s\S]*?)'''|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')|(\d+)|([A-Za-z_]\w*)|(&&|\|\||[=!<>]=|[-+!<>?:.,()[\]]))/y;

const words = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/**
 * The words of an expression; it throws where there is something that none of upstream's rules has.
 *
 * @see https://github.com/google/cel-spec/blob/v0.24.0/doc/langdef.md#syntax
 */
export function tokensOf(rule: string): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (rule.slice(pattern.lastIndex).trim() !== '') {
    const from = pattern.lastIndex;
    const match = pattern.exec(rule);
    if (match === null) throw new Error(`no CEL: ${rule.slice(from)}`);
    tokens.push(tokenOf(match));
  }
  return tokens;
}

function tokenOf([, raw, quoted, ...[long, longer, double, single, number, name, sign]]: RegExpExecArray): Token {
  const text = long ?? longer ?? double ?? single;
  if (quoted !== undefined && text !== undefined) return { kind: 'literal', value: raw === 'r' ? text : unescaped(text) };
  if (number !== undefined) return { kind: 'literal', value: Number(number) };
  if (name !== undefined)
    return words.has(name) ? { kind: 'literal', value: words.get(name) as boolean | null } : { kind: 'name', text: name };
  return { kind: 'sign', text: sign as string };
}

function unescaped(text: string): string {
  const signs: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
  return text.replace(/\\(.)/g, (_, sign: string) => signs[sign] ?? sign);
}
