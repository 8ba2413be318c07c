/**
 * What is wrong with a regular expression in the dialect of RE2, which Cilium and Envoy read, or `undefined` where it is good.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function regularExpressionFault(text: string): string | undefined {
  const names = new Set<string>();
  const groups: Group[] = [{ most: 1 }];
  let isRepeated = false;
  let at = 0;
  while (at < text.length) {
    const group = groups[groups.length - 1] as Group;
    const repetition = matchAt(/(?:[*+?]|\{(0|[1-9]\d*)(?:(,)(0|[1-9]\d*)?)?\})\??/y, text, at);
    if (repetition !== undefined) {
      const fault = isRepeated ? `'${repetition[0]}' repeats a repetition` : repeat(group, repetition);
      if (fault !== undefined) return fault;
      isRepeated = true;
      at += repetition[0].length;
      continue;
    }
    isRepeated = false;
    const character = text[at];
    if (character === '|') {
      group.part = undefined;
      at++;
    } else if (character === '(') {
      const opened = open(text, at, names);
      if (typeof opened === 'string') return opened;
      if (opened.isGroup) groups.push({ most: 1 });
      at += opened.length;
    } else if (character === ')') {
      groups.pop();
      const outer = groups[groups.length - 1];
      if (outer === undefined) return "')' closes nothing";
      grow(outer, group.most);
      at++;
    } else {
      const quoted = matchAt(/\\Q((?:(?!\\E)[\s\S])*)(?:\\E)?/y, text, at);
      const part = quoted !== undefined ? { length: quoted[0].length } : single(text, at);
      if (typeof part === 'string') return part;
      if (quoted?.[1] !== '') grow(group, 1);
      at += part.length;
    }
  }
  return groups.length > 1 ? "'(' is not closed" : undefined;
}

/** What is open while a text is read: how often its last part is repeated, if there is one, and how often any at most. */
interface Group {
  part?: number | undefined;
  most: number;
}

/** More repetitions are refused, of one part or of parts inside of each other. */
const maxRepeats = 1000;

function grow(group: Group, repeats: number): void {
  group.part = repeats;
  group.most = Math.max(group.most, repeats);
}

function repeat(group: Group, [text, low, comma, high]: RegExpExecArray): string | undefined {
  if (group.part === undefined) return `'${text}' repeats nothing`;
  if (low === undefined) return undefined;
  const [least, most] = [Number(low), Number(high ?? low)];
  if (comma !== undefined && least > most) return `'${text}' repeats at least ${least} and at most ${most} times`;
  const repeats = Math.max(least, most, most * group.part);
  if (repeats > maxRepeats) return `'${text}' makes more than ${maxRepeats} repetitions`;
  grow(group, Math.max(repeats, 1));
  return undefined;
}

interface Read {
  readonly length: number;
  /** The character, where it is one. */
  readonly code?: number;
}

/** The beginning of a group, or flags in brackets of their own. */
function open(text: string, at: number, names: Set<string>): (Read & { readonly isGroup: boolean }) | string {
  if (text[at + 1] !== '?') return { length: 1, isGroup: true };
  const [head, name, end] = matchAt(/\(\?(?:P?<(\w+)>|[imsU]*(?:-[imsU]+)?([:)]))/y, text, at) ?? [];
  if (head === undefined) return `there is no group that begins with '${text.slice(at, at + 4)}'`;
  if (name !== undefined && names.has(name)) return `two groups are called '${name}'`;
  if (name !== undefined) names.add(name);
  return { length: head.length, isGroup: end !== ')' };
}

/** One character, one escape or one class of characters. */
function single(text: string, at: number): Read | string {
  if (text[at] === '[') return characterClass(text, at);
  const place = matchAt(/\\[AbBz]/y, text, at);
  return place === undefined ? (severalAt(text, at) ?? characterAt(text, at)) : { length: 2 };
}

function characterClass(text: string, start: number): Read | string {
  let at = start + (text[start + 1] === '^' ? 2 : 1);
  for (let isFirst = true; isFirst || text[at] !== ']'; isFirst = false) {
    const low: Read | string = posixClassAt(text, at) ?? severalAt(text, at) ?? characterAt(text, at);
    if (typeof low === 'string') return low;
    const begins = at;
    at += low.length;
    if (low.code === undefined || matchAt(/-(?!\])[\s\S]/y, text, at) === undefined) continue;
    const high = characterAt(text, ++at);
    if (typeof high === 'string') return high;
    at += high.length;
    if (high.code < low.code) return `'${text.slice(begins, at)}' is no range of characters`;
  }
  return { length: at + 1 - start };
}

const posixClasses = /^\^?(alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit)$/;

function posixClassAt(text: string, at: number): Read | string | undefined {
  const [whole, name] = matchAt(/\[:((?:(?!:\])[\s\S])*):\]/y, text, at) ?? [];
  if (whole === undefined || name === undefined) return undefined;
  return posixClasses.test(name) ? { length: whole.length } : `there is no class '${whole}'`;
}

/** An escape that stands for several characters. */
function severalAt(text: string, at: number): Read | string | undefined {
  const [whole, long, short] = matchAt(/\\(?:[dDsSwW]|[pP](?:\{\^?([^}]*)\}|([^{])))/uy, text, at) ?? [];
  if (whole === undefined) return undefined;
  const property = long ?? short;
  return property === undefined || isProperty(property) ? { length: whole.length } : `there is no class '${whole}'`;
}

type Character = Required<Read>;

function characterAt(text: string, at: number): Character | string {
  const code = text.codePointAt(at);
  if (code === undefined) return "'[' is not closed";
  if (code >= 0xd800 && code <= 0xdfff) return 'half of a character stands alone';
  if (text[at] !== '\\') return { length: code > 0xffff ? 2 : 1, code };
  const pattern = /\\(?:x([0-9a-fA-F]{2})|x\{([0-9a-fA-F]+)\}|(0[0-7]{0,2}|[1-7][0-7]{1,2})|([aftnrv])|([^0-9A-Za-z\u{80}-\u{10ffff}]))/uy;
  const [whole, short, long, octal, letter, sign] = matchAt(pattern, text, at) ?? [];
  if (whole === undefined) return at + 1 === text.length ? "it ends with '\\'" : `there is no '${text.slice(at, at + 2)}'`;
  const hex = short ?? long;
  const value =
    hex !== undefined
      ? Number.parseInt(hex, 16)
      : octal !== undefined
        ? Number.parseInt(octal, 8)
        : letter !== undefined
          ? 7 + 'abtnvfr'.indexOf(letter)
          : (sign?.codePointAt(0) ?? 0);
  return value > 0x10ffff ? `there is no '${whole}'` : { length: whole.length, code: value };
}

/** A category or a script of Unicode, under the names that RE2 has for them. */
function isProperty(name: string): boolean {
  const isCategory = /^[A-Z][a-z]?$/.test(name);
  if (!isCategory && !/^[A-Z]\w+$/.test(name)) return false;
  if (name === 'Any') return true;
  try {
    return new RegExp(`\\p{${isCategory ? 'General_Category' : 'Script'}=${name}}`, 'u') !== undefined;
  } catch {
    return false;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
