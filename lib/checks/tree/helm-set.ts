import type { Json, JsonObject } from '../../base';

/**
 * What `helm --set NAME=VALUE` sets: `true`, `false`, `null` and whole numbers are of their kinds, all else is text. Nothing
 * where the name leads into a list.
 *
 * @see https://helm.sh/docs/intro/using_helm/#the-format-and-limitations-of---set
 */
export function helmSet(name: string, value: string, asText = false): JsonObject | undefined {
  const keys = name.split(/(?<!\\)\./).map((key) => key.replace(/\\\./g, '.'));
  if (name === '' || keys.some((key) => /\[\d+\]$/.test(key))) return undefined;
  const said: Json = asText ? value : typed(value);
  return keys.reduceRight<Json>((inner, key) => ({ [key]: inner }), said) as JsonObject;
}

function typed(value: string): Json {
  if (value === 'true' || value === 'false') return value === 'true';
  if (value === 'null') return null;
  if (/^\{.*\}$/.test(value))
    return value
      .slice(1, -1)
      .split(',')
      .filter((item) => item !== '')
      .map(typed);
  return /^(0|-?[1-9]\d*)$/.test(value) ? Number(value) : value;
}
