import { readFileSync } from 'node:fs';

/** Leaves secrets out of a line; it is given the lines of one program, in their order. */
export type Redact = (line: string) => string;

/** What stands where a secret was. */
const mark = '(left out)';

/** A short value is no secret, and leaving each place of it out would leave nothing to read. */
const shortest = 12;

/** Keys of which the value is secret, whatever it looks like; not one that switches something, and no reference by a name. */
const named =
  /^([-+~ |]*(?:- )?["']?[\w.-]*(?:token|secret|password|passphrase|private-?key|preshared-?key|key-data|auth)["']?\s*[:=]\s*)(?=\S)(?!(?:true|false|null|\d+|\{\}|\[\])\s*$).*$/i;

const others: readonly (readonly [RegExp, string])[] = [
  // A bootstrap token of Kubernetes or Talos, a JSON web token, a password in an address.
  [/\b[a-z0-9]{6}\.[a-z0-9]{16}\b/g, mark],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g, mark],
  [/:\/\/[^/@:\s]*:[^/@\s]*@/g, `://${mark}@`],
  [/(--(?:token|password|passphrase|private-key)[= ])\S+/g, `$1${mark}`],
];

/** Keys and their certificates, as base64: digests and ids have no capitals, and paths no numbers between them. */
const encoded = /[A-Za-z0-9+/]{40,}={0,2}/g;
const looksEncoded = (text: string) => /[A-Z]/.test(text) && /[a-z]/.test(text) && /\d/.test(text);

/**
 * Leaves secrets out of lines that a program prints: those that are known, values of keys that hold one, private keys, tokens, and
 * long values in base64. What it takes for one by its looks may be none; what is known is never shown.
 */
export function redactor(known: readonly string[] = []): Redact {
  const values = [...new Set(known)].filter((value) => value.length >= shortest).sort((a, b) => b.length - a.length);
  let inKey = false;
  return (line) => {
    if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(line)) inKey = true;
    if (inKey) {
      if (/-----END [A-Z ]*PRIVATE KEY-----/.test(line)) inKey = false;
      return mark;
    }
    let text = line;
    for (const value of values) text = text.replaceAll(value, mark);
    text = text.replace(named, `$1${mark}`);
    for (const [pattern, instead] of others) text = text.replace(pattern, instead);
    return text.replace(encoded, (found) => (looksEncoded(found) ? mark : found));
  };
}

/** Keys of files with secrets whose values are public. */
const published = new Set([
  'apiversion',
  'ca',
  'certificate-authority-data',
  'client-certificate-data',
  'cluster',
  'context',
  'crt',
  'current-context',
  'endpoint',
  'id',
  'kind',
  'name',
  'namespace',
  'server',
  'user',
]);

/** The secret values of such files: of a bundle, a talosconfig, a kubeconfig. A file that isn't there has none. */
export function secretsIn(files: readonly string[]): string[] {
  return files.flatMap((file) => {
    const pairs = [...textOf(file).matchAll(/^[ \t-]*([\w-]+):[ \t]+["']?([^\s"'|>]\S*?)["']?[ \t]*$/gm)];
    return pairs.filter(([, key]) => !published.has((key as string).toLowerCase())).map(([, , value]) => value as string);
  });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
