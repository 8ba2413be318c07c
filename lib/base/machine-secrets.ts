import { isObject, type Json, type JsonObject } from './json';

/** Names under which machine config of Talos has what nobody else may know. */
const secretNames = new Set([
  ...['aescbcEncryptionSecret', 'apiToken', 'identityToken', 'passphrase', 'password', 'presharedKey', 'privateKey', 'secret'],
  ...['secretboxEncryptionSecret', 'token'],
]);

/**
 * The paths of secrets that a document of machine config has written out; not those that a program fills in or SOPS encrypted.
 *
 * @see talos v1.14.1 pkg/machinery/config/types
 */
export function secretsOfMachine(document: JsonObject): (string | number)[][] {
  return pathsIn(document, []);
}

/** Whether a text is written out: nobody encrypted it, and no program fills it in. */
export function isWrittenOut(value: Json | undefined): boolean {
  return typeof value === 'string' && value.trim() !== '' && !/\$\{|\$\(|\{\{|^ENC\[|^<.*>$|^(op|ref\+\w+|vault):|^age1/.test(value.trim());
}

function pathsIn(value: Json | undefined, path: readonly (string | number)[]): (string | number)[][] {
  if (Array.isArray(value)) return value.flatMap((item, i) => pathsIn(item, [...path, i]));
  if (isObject(value)) return Object.entries(value).flatMap(([key, item]) => pathsIn(item as Json, [...path, key]));
  const name = path.at(-1);
  const isSecret = secretNames.has(String(name)) || (name === 'key' && /^LS0tLS1CRUdJTi|PRIVATE KEY-----/.test(String(value)));
  return isSecret && isWrittenOut(value) ? [[...path]] : [];
}
