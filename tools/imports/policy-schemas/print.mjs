// Run-time schemas as text: what stands in several places is written once.

import { literal } from '../typescript/types.mjs';

const WIDTH = 140;

/** Shorter ones than this are written where they stand. */
const SHARED_FROM = 24;

/**
 * The schemas as declarations: a constant for each part that is there several times, then all of them by name.
 *
 * @param {Record<string, object>} schemas
 * @param {string} comment
 * @param {string} [constant] - what they are exported as
 * @returns {string[]}
 */
export function printSchemas(schemas, comment, constant = 'policySchemas') {
  const counts = new Map();
  const count = (value) => {
    if (!isMap(value)) return;
    const key = JSON.stringify(value);
    const seen = counts.get(key) ?? 0;
    counts.set(key, seen + 1);
    if (seen === 0) for (const below of schemasIn(value)) count(below);
  };
  for (const schema of Object.values(schemas)) count(schema);

  const names = new Map();
  const constants = [];
  const print = (value, indent) => {
    const key = JSON.stringify(value);
    if (names.has(key)) return names.get(key);
    if (counts.get(key) > 1 && key.length >= SHARED_FROM) {
      const text = printSchema(value, '', print);
      const name = `s${names.size + 1}`;
      names.set(key, name);
      constants.push(`const ${name}: Schema = ${text};`);
      return name;
    }
    return printSchema(value, indent, print);
  };
  const entries = Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1));
  const kinds = entries.map(([name]) => `  readonly ${literal(name)}: Schema;\n`);
  const values = entries.map(([name, schema]) => `  ${literal(name)}: ${print(schema, '  ')},\n`);
  return [...constants, `/** ${comment} */\nexport const ${constant}: {\n${kinds.join('')}} = {\n${values.join('')}};`];
}

/** A schema in one line, or one keyword a line where that gets too long. */
function printSchema(schema, indent, print) {
  const inner = `${indent}  `;
  return printMap(
    Object.entries(schema).map(([keyword, value]) => {
      if (keyword === 'properties') {
        const entries = Object.entries(value).map(([name, below]) => [name, print(below, `${inner}  `)]);
        return [keyword, printMap(entries, inner)];
      }
      return [keyword, isMap(value) ? print(value, inner) : printValue(value)];
    }),
    indent,
  );
}

function printMap(entries, indent) {
  const members = entries.map(([name, text]) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name)}: ${text}`);
  const line = `{ ${members.join(', ')} }`;
  if (members.length === 0) return '{}';
  if (!line.includes('\n') && indent.length + line.length <= WIDTH - 20) return line;
  return `{\n${members.map((member) => `${indent}  ${member},\n`).join('')}${indent}}`;
}

/** What isn't a schema, in one line. */
function printValue(value) {
  if (Array.isArray(value)) return `[${value.map(printValue).join(', ')}]`;
  if (isMap(value))
    return printMap(
      Object.entries(value).map(([name, below]) => [name, printValue(below)]),
      '',
    );
  return literal(value);
}

function schemasIn(schema) {
  return [...Object.values(schema.properties ?? {}), schema.additionalProperties, schema.items].filter(isMap);
}

const isMap = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
