import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './ichor';

type Schema = boolean | { readonly [keyword: string]: unknown };

const described = new Set(['$schema', '$defs', 'title', 'description']);

/**
 * What of the value contradicts a schema of `docs/schemas/`, each with its path; nothing where it fits. Knows the keywords
 * that those schemas use, and throws at any other.
 */
export function contradictions(name: string, value: unknown): string[] {
  const root = JSON.parse(readFileSync(join(repository, 'docs', 'schemas', name), 'utf8')) as Record<string, unknown>;
  return against(root, value, '', root);
}

function against(schema: Schema, value: unknown, path: string, root: Record<string, unknown>): string[] {
  if (typeof schema === 'boolean') return schema ? [] : [`${path} may not be there`];
  return Object.entries(schema).flatMap(([keyword, asked]) =>
    described.has(keyword) ? [] : judge(keyword, asked, schema, value, path, root),
  );
}

function judge(keyword: string, asked: unknown, schema: object, value: unknown, path: string, root: Record<string, unknown>): string[] {
  const object = (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}) as Record<string, unknown>;
  const properties = ('properties' in schema ? schema.properties : {}) as Record<string, Schema>;
  const unless = (fits: boolean, what: string) => (fits ? [] : [`${path} ${what}`]);
  switch (keyword) {
    case '$ref':
      return against((root.$defs as Record<string, Schema>)[String(asked).replace('#/$defs/', '')] ?? false, value, path, root);
    case 'type':
      return unless(typeOf(value) === asked || (asked === 'number' && typeOf(value) === 'integer'), `is no ${asked}`);
    case 'const':
      return unless(value === asked, `is not ${JSON.stringify(asked)}`);
    case 'enum':
      return unless((asked as unknown[]).includes(value), `is none of ${JSON.stringify(asked)}`);
    case 'pattern':
      return unless(new RegExp(asked as string).test(String(value)), `does not match ${asked}`);
    case 'minimum':
      return unless(Number(value) >= Number(asked), `is less than ${asked}`);
    case 'required':
      return (asked as string[]).flatMap((key) => unless(key in object, `lacks ${key}`));
    case 'properties':
      return Object.entries(asked as Record<string, Schema>).flatMap(([key, inner]) =>
        key in object ? against(inner, object[key], `${path}/${key}`, root) : [],
      );
    case 'additionalProperties':
      return asked === false ? Object.keys(object).flatMap((key) => unless(key in properties, `has ${key}`)) : [];
    case 'items':
      return (Array.isArray(value) ? value : []).flatMap((item, i) => against(asked as Schema, item, `${path}/${i}`, root));
    case 'oneOf':
      return unless((asked as Schema[]).filter((s) => against(s, value, path, root).length === 0).length === 1, 'fits not exactly one');
    default:
      throw new Error(`the keyword ${keyword} is not known here`);
  }
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (Number.isInteger(value)) return 'integer';
  return value === null ? 'null' : typeof value;
}
