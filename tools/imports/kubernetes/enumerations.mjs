// The values of Kubernetes' enumerations: its published schema lacks them, the Go code that makes it has them.

import { readFileSync } from 'node:fs';
import path from 'node:path';

const SOURCE = 'pkg/generated/openapi/zz_generated.openapi.go';

/**
 * How the generated functions are called, and what the definitions of the schema that they make begin with.
 *
 * @type {[RegExp, string][]}
 */
const PACKAGES = [
  [/^schema_k8sio_api_(\w+?)_(v\w+?)_(\w+)$/, 'io.k8s.api'],
  [/^schema_pkg_apis_(meta)_(v\w+?)_(\w+)$/, 'io.k8s.apimachinery.pkg.apis'],
];

/**
 * The allowed values of a property or of its items, by the definition's name and the property's, joined with a dot.
 *
 * @param {string} folder - of the module `k8s.io/kubernetes`
 * @returns {Map<string, string[]>}
 */
export function readEnumerations(folder) {
  const found = new Map();
  let definition;
  let property;
  for (const line of readFileSync(path.join(folder, SOURCE), 'utf8').split('\n')) {
    const [, name] = /^func (schema_\w+)\(/.exec(line) ?? [];
    if (name) definition = definitionOf(name);
    property = /^\t{5}"([^"]+)": \{$/.exec(line)?.[1] ?? property;
    const [, values] = /^\t+Enum: +\[\]interface\{\}\{(.*)\},$/.exec(line) ?? [];
    if (definition && values) found.set(`${definition}.${property}`, JSON.parse(`[${values}]`));
  }
  return found;
}

function definitionOf(name) {
  for (const [pattern, prefix] of PACKAGES) {
    const parts = pattern.exec(name)?.slice(1);
    if (parts) return [prefix, ...parts].join('.');
  }
  return undefined;
}
