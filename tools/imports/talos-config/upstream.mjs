// What Talos' machinery says of its own configuration: it is asked with the program that judges patches in conformance.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

const MODULE = 'github.com/siderolabs/talos/pkg/machinery';

/**
 * The machinery that the judge of a minor is made of.
 *
 * @param {string} minor - `1.13`
 * @returns {import('../upstream.mjs').Module}
 */
export function machinery(minor) {
  const { Path: name, Version: version, Dir: folder } = JSON.parse(go(minor, ['list', '-m', '-json', MODULE]));
  return { name, version, minor, folder };
}

/**
 * The kinds of documents that it registers, in its sources.
 *
 * @param {import('../upstream.mjs').Module} module
 * @returns {string[]}
 */
export function kindsOf({ folder }) {
  const sources = new Map();
  for (const file of readdirSync(path.join(folder, 'config/types'), { recursive: true })) {
    if (!file.endsWith('.go') || file.endsWith('_test.go')) continue;
    const own = path.dirname(file);
    sources.set(own, `${sources.get(own) ?? ''}\n${readFileSync(path.join(folder, 'config/types', file), 'utf8')}`);
  }
  const kinds = [];
  for (const [own, text] of sources) {
    for (const [, name] of text.matchAll(/registry\.Register\((\w+),/g)) {
      const kind = new RegExp(`\\b${name}\\s*=\\s*"(\\w+)"`).exec(text)?.[1];
      if (kind === undefined) throw new Error(`${own}: no kind ${name}`);
      kinds.push(kind);
    }
  }
  return kinds.sort();
}

/**
 * The fields of the kinds by the types that they are decoded into; the empty kind is the `v1alpha1` document.
 *
 * @param {string} minor
 * @param {string[]} kinds
 * @returns {Record<string, Field>}
 *
 * @typedef {object} Field
 * @property {string} type
 * @property {string} [name]
 * @property {Record<string, Field>} [fields]
 * @property {Field} [below]
 * @property {boolean} [replaced]
 */
export function surfaceOf(minor, kinds) {
  return JSON.parse(go(minor, ['run', '.', '--surface', '', ...kinds]));
}

/**
 * The documents that talosctl generates for a machine.
 *
 * @param {string} minor
 * @param {'controlplane' | 'worker'} type
 * @param {'container' | 'metal'} mode
 * @returns {Record<string, unknown>[]}
 */
export function generated(minor, type, mode) {
  const request = { clusterName: 'a', endpoint: 'https://10.5.0.2:6443', contract: `v${minor}`, type, mode, patches: [], withConfig: true };
  const { config, errors } = JSON.parse(go(minor, ['run', '.'], JSON.stringify(request)));
  if (config === undefined) throw new Error(`Talos ${minor}: ${errors.join('; ')}`);
  return parseAllDocuments(config).map((document) => document.toJS());
}

function go(minor, args, input = '') {
  const cwd = fileURLToPath(new URL(`../../../conformance/talos/v${minor}/`, import.meta.url));
  return execFileSync('go', args, { cwd, input, encoding: 'utf8', env: { ...process.env, GOWORK: 'off' }, maxBuffer: 64 * 1024 * 1024 });
}
