import type { Json } from '../base';

const words: ReadonlyMap<string, Json> = new Map<string, Json>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
]);

const longestWord = 5;
const integer = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
/** 64 binary digits and `0b`. */
const longestInteger = 66;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const [mostNegative, mostPositive] = [-(2n ** 63n), 2n ** 64n - 1n];

/**
 * The value of a scalar without quotes and tag, as the YAML loader of Kubernetes reads it: YAML 1.1 with `yes`, `on` and `y`
 * as booleans, `017` and `0o17` as octal, `1_000` as a number, but without numbers of base 60, so that `80:8080` is text, and
 * with dates as text. `.nan` and `.inf` are numbers that JSON doesn't have.
 *
 * Source: go.yaml.in/yaml/v2@v2.4.3 resolve.go, behind sigs.k8s.io/yaml@v1.6.0.
 */
export function plainValue(text: string): Json {
  if (text.length <= longestWord) {
    const word = words.get(text);
    if (word !== undefined) return word;
  }
  if (!/^[-+.0-9]/.test(text)) return text;
  if (text.startsWith('.')) return finite(text) ?? text;
  const plain = text.replaceAll('_', '');
  return whole(plain) ?? finite(plain) ?? text;
}

/**
 * The value of a scalar with a tag, in quotes or not; `undefined` where the text isn't what the tag says. Tags that the loader
 * of Kubernetes doesn't know leave the text as it is.
 */
export function taggedValue(tag: string, text: string): Json | undefined {
  const value = plainValue(text);
  switch (tag) {
    case 'tag:yaml.org,2002:null':
      return value === null ? null : undefined;
    case 'tag:yaml.org,2002:bool':
      return typeof value === 'boolean' ? value : undefined;
    case 'tag:yaml.org,2002:int':
      return typeof value === 'number' && whole(text.replaceAll('_', '')) !== undefined ? value : undefined;
    case 'tag:yaml.org,2002:float':
      return typeof value === 'number' ? value : undefined;
    case 'tag:yaml.org,2002:binary':
      return fromBase64(text);
    default:
      return text;
  }
}

function whole(text: string): number | undefined {
  const match = integer.exec(text);
  if (match === null) return undefined;
  const [, sign, digits] = match as unknown as [string, string, string];
  if (digits.length > longestInteger) return undefined;
  const size = BigInt(/^0[0-7]/.test(digits) ? `0o${digits}` : digits);
  const value = sign === '-' ? -size : size;
  return value < mostNegative || value > mostPositive || (sign === '+' && value >= 2n ** 63n) ? undefined : Number(value);
}

function finite(text: string): number | undefined {
  const value = float.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

function fromBase64(text: string): string | undefined {
  const packed = text.replace(/[\r\n]/g, '');
  const valid = packed.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(packed);
  return valid ? Buffer.from(packed, 'base64').toString('utf8') : undefined;
}
