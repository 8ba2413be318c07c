/**
 * The order in which Go's YAML writes the keys of a map: as people count, so that `a9` comes before `a10`.
 *
 * @see go.yaml.in/yaml/v4 internal/libyaml/representer.go (keyList)
 */
export function byKey(left: string, right: string): number {
  if (left === right) return 0;
  return isLess(Array.from(left), Array.from(right)) ? -1 : 1;
}

const isDigit = (character: string | undefined): boolean => character !== undefined && /^\p{Nd}$/u.test(character);
const isLetter = (character: string): boolean => /^\p{L}$/u.test(character);
const code = (character: string): number => character.codePointAt(0) as number;

function isLess(a: readonly string[], b: readonly string[]): boolean {
  const at = a.findIndex((character, i) => i < b.length && character !== b[i]);
  if (at < 0) return a.length < b.length;
  const [ac, bc] = [a[at] as string, b[at] as string];
  const [aLetter, bLetter] = [isLetter(ac), isLetter(bc)];
  if (aLetter && bLetter) return code(ac) < code(bc);
  if (aLetter || bLetter) return at > 0 && isDigit(a[at - 1]) ? aLetter : bLetter;
  const lead = ac === '0' || bc === '0' ? leadOf(a, at) : 0n;
  const [an, aEnd] = numberAt(a, at, lead);
  const [bn, bEnd] = numberAt(b, at, lead);
  if (an !== bn) return an < bn;
  return aEnd === bEnd ? code(ac) < code(bc) : aEnd < bEnd;
}

/** One where digits that are not zero stand before: zeros then count as digits of the same number. */
function leadOf(characters: readonly string[], before: number): bigint {
  for (let i = before - 1; i >= 0 && isDigit(characters[i]); i--) if (characters[i] !== '0') return 1n;
  return 0n;
}

/** The number whose digits begin there, in 64 bits, and where they end. */
function numberAt(characters: readonly string[], start: number, lead: bigint): [bigint, number] {
  let [value, end] = [lead, start];
  for (; isDigit(characters[end]); end++) value = BigInt.asIntN(64, value * 10n + BigInt(code(characters[end] as string) - 48));
  return [value, end];
}
