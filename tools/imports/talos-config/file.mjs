// imports/talos-config-<minor>.ts and imports/talos-config.ts

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { printFile } from '../typescript/print.mjs';
import { literal } from '../typescript/types.mjs';
import { fieldOf } from './fields.mjs';
import { generated, kindsOf, machinery, surfaceOf } from './upstream.mjs';

const SCHEMA = 'config/schemas/config.schema.json';

/** Kinds under which the JSON schema has another: it calls them by a name that no decoder knows. */
const MISNAMED = { UnattendedInstallConfig: 'UnattendedInstall', KubeSpanEndpointsConfig: 'KubeSpanEndpoints' };

/** What every document has, and no patch is wrong about. */
const COMMON = ['apiVersion', 'kind'];

/**
 * What a machine configuration may hold, and what talosctl generates.
 *
 * @param {string} minor
 * @returns {{ name: string, text: string }}
 */
export function talosConfigFile(minor) {
  const module = machinery(minor);
  const schema = JSON.parse(readFileSync(path.join(module.folder, SCHEMA), 'utf8'));
  const kinds = kindsOf(module).filter((kind) => kind !== 'v1alpha1');
  const surface = surfaceOf(minor, kinds);
  const schemaOf = (kind) =>
    Object.values(schema.$defs).find(({ properties: { kind: said } = {} }) => said?.enum?.some((k) => k === kind || k === MISNAMED[kind]));
  const config = fieldOf(surface[''], schema.$defs['v1alpha1.Config'], schema, 'config');
  const documents = Object.fromEntries(kinds.map((kind) => [kind, fieldOf(surface[kind], schemaOf(kind), schema, kind)]));
  for (const document of Object.values(documents)) for (const key of COMMON) document.fields[key] = 'text';
  const made = {};
  for (const type of ['controlplane', 'worker'])
    for (const mode of ['container', 'metal']) made[`${type} ${mode}`] = skeleton(generated(minor, type, mode));
  return {
    name: `talos-config-${minor}.ts`,
    text: printFile({
      module,
      source: 'config/types, and config/schemas',
      imports: { from: './talos-config', names: ['TalosConfig', 'TalosField'] },
      declarations: printed({ config, documents }, made, minor),
    }),
  };
}

/** The keys alone: what stands at them is of no account, and the half of it is secret. */
function skeleton(documents) {
  const keysOf = (value) =>
    typeof value !== 'object' || value === null || Array.isArray(value)
      ? true
      : Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, below]) => [key, keysOf(below)]),
        );
  return Object.fromEntries(
    documents.map(({ apiVersion: _, kind = '', ...fields }) => [
      fields.name === undefined ? kind : `${kind}/${fields.name}`,
      keysOf(fields),
    ]),
  );
}

/** Parts that are there several times are written once. */
function printed(whole, made, minor) {
  const counts = new Map();
  const parts = (value) =>
    typeof value === 'string' ? [] : ((value.fields && Object.values(value.fields)) ?? [value.map ?? value.list].filter(Boolean));
  const count = (value) => {
    if (typeof value === 'string') return;
    const key = JSON.stringify(value);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (counts.get(key) === 1) for (const part of parts(value)) count(part);
  };
  count(whole.config);
  for (const document of Object.values(whole.documents)) count(document);

  const names = new Map();
  const constants = [];
  const print = (value) => {
    if (typeof value === 'string') return literal(value);
    const key = JSON.stringify(value);
    if (names.has(key)) return names.get(key);
    const text = object(
      Object.entries(value).map(([name, below]) => [
        name,
        name === 'fields'
          ? object(Object.entries(below).map(([k, v]) => [k, print(v)]))
          : name === 'map' || name === 'list'
            ? print(below)
            : plain(below),
      ]),
    );
    if (counts.get(key) < 2 || key.length < 40) return text;
    const name = `f${names.size + 1}`;
    names.set(key, name);
    constants.push(`const ${name}: TalosField = ${text};`);
    return name;
  };
  const config = print(whole.config);
  const documents = Object.entries(whole.documents).map(([kind, field]) => `    ${kind}: ${print(field)},\n`);
  const lines = Object.entries(made).map(([who, tree]) => `    ${literal(who)}: ${plain(tree)},\n`);
  return [
    ...constants,
    `/** What machine configuration of Talos ${minor} may hold. */\nexport const talosConfig: TalosConfig = {\n  minor: ${literal(minor)},\n  config: ${config},\n  documents: {\n${documents.join('')}  },\n  generated: {\n${lines.join('')}  },\n};`,
  ];
}

function object(entries) {
  return `{ ${entries.map(([name, text]) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name)}: ${text}`).join(', ')} }`;
}

function plain(value) {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object') return literal(value);
  return Object.keys(value).length === 0 ? '{}' : object(Object.entries(value).map(([name, below]) => [name, plain(below)]));
}

/**
 * The type of those files.
 *
 * @returns {{ name: string, text: string }}
 */
export function talosConfigTypeFile() {
  return { name: 'talos-config.ts', text: TYPE };
}

const TYPE = `// Generated by \`npm run imports\`: the form of what is in talos-config-*.ts.
// Not to be edited: see tools/imports/README.md.

/**
 * What stands at one place of a machine configuration: a value, fields, a map or a list. \`scalar\` is a number or a text,
 * \`arguments\` a text or a list of texts, \`prefix\` and \`address\` are those of IP, \`any\` is not looked into.
 */
export type TalosField =
  | 'boolean'
  | 'integer'
  | 'text'
  | 'scalar'
  | 'arguments'
  | 'prefix'
  | 'address'
  | 'any'
  /** What is optional may be absent, and not only empty: nothing in it can be deleted then. */
  | { readonly fields: { readonly [key: string]: TalosField }; readonly optional?: true }
  | { readonly map: TalosField }
  /** Patches append to a list, unless it is replaced, or its items are merged with those that are alike. */
  | { readonly list: TalosField; readonly replaced?: true }
  | { readonly values: readonly string[] };

/** Keys, with the keys below them. */
export interface TalosKeys {
  readonly [key: string]: TalosKeys | true;
}

/** What machine configuration of a minor of Talos may hold, and what is in it from the start. */
export interface TalosConfig {
  readonly minor: string;
  /** The \`v1alpha1\` document, with the fields that are only decoded for old configuration. */
  readonly config: TalosField;
  /** The other documents by kind. */
  readonly documents: { readonly [kind: string]: TalosField };
  /** The documents that talosctl generates, as \`kind\` or \`kind/name\`, the first of them without a kind. */
  readonly generated: {
    readonly [machine in \`\${'controlplane' | 'worker'} \${'container' | 'metal'}\`]: { readonly [document: string]: TalosKeys | true };
  };
}
`;
