import { type Token, tokensOf } from './tokens';

/** An expression in CEL. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'field'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'index'; readonly of: Expression; readonly at: Expression }
  | { readonly kind: 'call'; readonly of: Expression | undefined; readonly name: string; readonly given: readonly Expression[] }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'either'; readonly when: Expression; readonly then: Expression; readonly otherwise: Expression }
  | { readonly kind: 'operator'; readonly sign: string; readonly left: Expression; readonly right: Expression };

/** Signs between two expressions, those that bind least first. */
const levels: readonly (readonly string[])[] = [['||'], ['&&'], ['==', '!=', '<', '<=', '>', '>=', 'in'], ['+', '-']];

const parsed = new Map<string, Expression>();

/**
 * The expression that a rule is, as far as upstream's rules go; it throws where one goes further.
 *
 * @see https://github.com/google/cel-spec/blob/v0.24.0/doc/langdef.md#syntax
 */
export function parseCel(rule: string): Expression {
  const known = parsed.get(rule);
  if (known !== undefined) return known;
  const parser = new Parser(tokensOf(rule));
  const expression = parser.whole();
  parsed.set(rule, expression);
  return expression;
}

class Parser {
  private next = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Expression {
    const expression = this.expression();
    if (this.next < this.tokens.length) throw new Error(`no CEL: something stands behind its end, at word ${this.next}`);
    return expression;
  }

  private expression(): Expression {
    const when = this.between(0);
    if (!this.takes('?')) return when;
    const then = this.expression();
    this.needs(':');
    return { kind: 'either', when, then, otherwise: this.expression() };
  }

  private between(level: number): Expression {
    const signs = levels[level];
    if (signs === undefined) return this.single();
    let left = this.between(level + 1);
    for (let sign = this.oneOf(signs); sign !== undefined; sign = this.oneOf(signs)) {
      left = { kind: 'operator', sign, left, right: this.between(level + 1) };
    }
    return left;
  }

  private single(): Expression {
    if (this.takes('!')) return { kind: 'not', of: this.single() };
    let expression = this.primary();
    for (;;) {
      if (this.takes('.')) {
        const name = this.name();
        expression = this.takes('(')
          ? { kind: 'call', of: expression, name, given: this.list(')') }
          : { kind: 'field', of: expression, name: fieldName(name) };
      } else if (this.takes('[')) {
        expression = { kind: 'index', of: expression, at: this.expression() };
        this.needs(']');
      } else return expression;
    }
  }

  private primary(): Expression {
    if (this.takes('(')) {
      const inside = this.expression();
      this.needs(')');
      return inside;
    }
    if (this.takes('[')) return { kind: 'list', items: this.list(']') };
    const token = this.tokens[this.next];
    if (token?.kind === 'literal') {
      this.next += 1;
      return { kind: 'literal', value: token.value };
    }
    const name = this.name();
    return this.takes('(') ? { kind: 'call', of: undefined, name, given: this.list(')') } : { kind: 'name', name };
  }

  private list(end: string): Expression[] {
    const items: Expression[] = [];
    if (this.takes(end)) return items;
    do items.push(this.expression());
    while (this.takes(','));
    this.needs(end);
    return items;
  }

  private name(): string {
    const token = this.tokens[this.next++];
    if (token?.kind !== 'name') throw new Error(`no CEL: a name is missing at word ${this.next}`);
    return token.text;
  }

  private takes(sign: string): boolean {
    return this.oneOf([sign]) !== undefined;
  }

  private oneOf(signs: readonly string[]): string | undefined {
    const token = this.tokens[this.next];
    if (token === undefined || token.kind === 'literal' || !signs.includes(token.text)) return undefined;
    this.next += 1;
    return token.text;
  }

  private needs(sign: string): void {
    if (!this.takes(sign)) throw new Error(`no CEL: '${sign}' is missing at word ${this.next}`);
  }
}

/** Fields that are called as a word of the language is are written `__namespace__`. */
function fieldName(name: string): string {
  return /^__(\w+)__$/.exec(name)?.[1] ?? name;
}
