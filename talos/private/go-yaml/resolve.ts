/**
 * Whether Go's YAML would read the text as something else than a string if it stood there without quotes, or writes it with
 * quotes for the sake of readers of YAML 1.1.
 *
 * @see go.yaml.in/yaml/v4 internal/libyaml/resolver.go, representer.go (stringv)
 */
export function isResolved(text: string): boolean {
  return words.has(text) || isNumber(text) || isTimestamp(text) || base60.test(text);
}

const words: ReadonlySet<string> = new Set([
  ...['', '~', 'null', 'Null', 'NULL', '<<', 'true', 'True', 'TRUE', 'false', 'False', 'FALSE'],
  ...['.nan', '.NaN', '.NAN', ...['', '+', '-'].flatMap((sign) => [`${sign}.inf`, `${sign}.Inf`, `${sign}.INF`])],
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF'],
]);

const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

const decimal = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

/** Numbers that begin with a dot, as Go's own syntax has them: an underscore stands between digits. */
const fraction = /^\.[0-9](_?[0-9])*([eE][-+]?[0-9](_?[0-9])*)?$/;

function isNumber(text: string): boolean {
  if (text.startsWith('.')) return fraction.test(text) && isFinite64(text);
  if (!/^[-+0-9]/.test(text)) return false;
  const plain = text.replaceAll('_', '');
  return isPrefixedInteger(plain) || (decimal.test(plain) && isFinite64(plain));
}

/** A number too large for 64 bits is no number to Go, and so a string. */
function isFinite64(text: string): boolean {
  return Number.isFinite(Number(text.replaceAll('_', '')));
}

/** Integers with a prefix for their base; those without one are decimal numbers too. */
function isPrefixedInteger(text: string): boolean {
  const [, sign = '', digits] = /^([-+]?)(0x[0-9a-f]+|0o[0-7]+|0b[01]+)$/i.exec(text) ?? [];
  if (digits === undefined) return false;
  const value = BigInt(digits);
  return value < 2n ** 63n || (sign === '' ? value < 2n ** 64n : sign === '-' && value === 2n ** 63n);
}

const timestamp = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]| +)(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(Z|[-+](\d\d):(\d\d))?)?$/;

function isTimestamp(text: string): boolean {
  const match = timestamp.exec(text);
  if (match === null) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const [zone, zoneHour = '0', zoneMinute = '0'] = match.slice(7);
  // With the letter there is a zone, with blanks there is none.
  if (/[Tt]/.test(text) !== (zone !== undefined)) return false;
  if (Number(zoneHour) > 24 || Number(zoneMinute) > 60) return false;
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && hour < 24 && minute < 60 && second < 60;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
