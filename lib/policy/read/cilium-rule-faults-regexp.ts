/**
 * Whether Go's regexp, which is RE2, takes the pattern.
 *
 * The pattern is read part by part, since JavaScript knows other escapes, classes and groups. Whether the parts fit together
 * is then what JavaScript says of the same pattern with a letter for each.
 *
 * @see go1.26 src/regexp/syntax/parse.go
 */
export function isGoRegexp(pattern: string): boolean {
  const open: Repeats[] = [{ last: 1, most: 1 }];
  let outline = '';
  let rest = pattern;
  while (rest !== '') {
    const [part, kind] = partOf(rest) ?? [];
    if (part === undefined || kind === undefined) return false;
    rest = rest.slice(part.length);
    const here = open[open.length - 1] as Repeats;
    if (kind === 'open') open.push({ last: 1, most: 1 });
    if (kind === 'close' && open.length > 1) grow(open[open.length - 2] as Repeats, (open.pop() as Repeats).most);
    if (kind === 'atom') grow(here, 1);
    if (kind === 'repeat' && !repeats(here, part)) return false;
    outline += { atom: 'a', repeat: '*', open: '(', close: ')', or: '|', nothing: '' }[kind];
  }
  try {
    return new RegExp(outline) !== undefined;
  } catch {
    return false;
  }
}

type Kind = 'atom' | 'repeat' | 'open' | 'close' | 'or' | 'nothing';

/** How often the last part of a group is repeated, and any of its parts at most. */
interface Repeats {
  last: number;
  most: number;
}

/** Go refuses more repetitions, also as the product of nested ones. */
const mostRepeats = 1000;

const escaped = /\\(?:x[0-9a-fA-F]{2}|x\{[0-9a-fA-F]+\}|0[0-7]{0,2}|[1-7][0-7]{1,2}|[aftnrv]|[^0-9A-Za-z\u0080-\u{10ffff}])/uy;
const properties = /\\[pP](?:\{\^?(\w+)\}|(\w))/y;
const posix = /\[:\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]/y;

/** The first part of a text, or nothing where Go knows none that begins like it. */
function partOf(text: string): readonly [string, Kind] | undefined {
  if (text.startsWith('\\Q')) return quoted(text);
  const repeat = at(/(?:[*+?]|\{(?:0|[1-9]\d*)(?:,(?:0|[1-9]\d*)?)?\})\??/y, text, 0);
  if (repeat !== undefined) return [repeat, 'repeat'];
  if (text[0] === ')') return [')', 'close'];
  if (text[0] === '|') return ['|', 'or'];
  if (text.startsWith('(?')) {
    const group = at(/\(\?(?:P?<\w+>|[imsU]*(?:-[imsU]+)?[:)])/y, text, 0);
    return group === undefined ? undefined : [group, group.endsWith(')') ? 'nothing' : 'open'];
  }
  if (text[0] === '(') return ['(', 'open'];
  const atom = text[0] === '[' ? characterClass(text) : (at(/\\[AbBz]/y, text, 0) ?? several(text, 0) ?? character(text, 0));
  return atom === undefined ? undefined : [atom, 'atom'];
}

function quoted(text: string): readonly [string, Kind] {
  const end = text.indexOf('\\E');
  const whole = end < 0 ? text : text.slice(0, end + 2);
  return [whole, whole === '\\Q\\E' || whole === '\\Q' ? 'nothing' : 'atom'];
}

function characterClass(text: string): string | undefined {
  let position = text[1] === '^' ? 2 : 1;
  for (let first = true; first || text[position] !== ']'; first = false) {
    const set = text.startsWith('[:', position) && text.includes(':]', position) ? (at(posix, text, position) ?? '') : undefined;
    if (set === '') return undefined;
    const low = set ?? several(text, position) ?? character(text, position);
    if (low === undefined) return undefined;
    position += low.length;
    if (set !== undefined || several(low, 0) !== undefined || !/^-[^\]]/.test(text.slice(position, position + 2))) continue;
    const high = character(text, position + 1);
    if (high === undefined || codeOf(high) < codeOf(low)) return undefined;
    position += 1 + high.length;
  }
  return text.slice(0, position + 1);
}

/** An escape that stands for several characters. */
function several(text: string, position: number): string | undefined {
  properties.lastIndex = position;
  const [whole, long, short] = properties.exec(text) ?? [];
  if (whole !== undefined) return isProperty((long ?? short) as string) ? whole : undefined;
  return at(/\\[dDsSwW]/y, text, position);
}

function character(text: string, position: number): string | undefined {
  const code = text.codePointAt(position);
  if (code === undefined) return undefined;
  if (text[position] !== '\\') return String.fromCodePoint(code);
  const found = at(escaped, text, position);
  return found === undefined || codeOf(found) > 0x10ffff ? undefined : found;
}

function codeOf(text: string): number {
  if (!text.startsWith('\\')) return text.codePointAt(0) as number;
  const letter = 'abtnvfr'.indexOf(text[1] as string);
  if (letter >= 0) return 7 + letter;
  if (text[1] === 'x') return Number.parseInt(text.slice(2).replace(/[{}]/g, ''), 16);
  return /\d/.test(text[1] as string) ? Number.parseInt(text.slice(1), 8) : (text.codePointAt(1) as number);
}

function isProperty(name: string): boolean {
  if (name === 'Any') return true;
  try {
    return new RegExp(`\\p{${/^[A-Z][a-z]?$/.test(name) ? 'General_Category' : 'Script'}=${name}}`, 'u') !== undefined;
  } catch {
    return false;
  }
}

function grow(group: Repeats, count: number): void {
  group.last = count;
  group.most = Math.max(group.most, count);
}

function repeats(group: Repeats, text: string): boolean {
  const [, low, high] = /^\{(\d+)(?:,(\d*))?/.exec(text) ?? [];
  if (low === undefined) return true;
  const least = Number(low);
  const most = high === undefined ? least : high === '' ? undefined : Number(high);
  if (least > mostRepeats || (most !== undefined && (most > mostRepeats || least > most))) return false;
  const count = most === 0 ? 1 : group.last * Math.max(1, most ?? least);
  if (count > mostRepeats) return false;
  grow(group, count);
  return true;
}

function at(pattern: RegExp, text: string, position: number): string | undefined {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0];
}
