import { execFileSync } from 'node:child_process';
import { parseAllDocuments } from 'yaml';
import { isObject, type Json, type JsonObject } from '../../../lib/base';
import type { TalosMinor } from '../../pins';
import { judges } from './judges';

/** A type of configuration as upstream's reference has it, with what it gives for examples. */
interface DocumentedType {
  readonly type: string;
  readonly appearsIn: readonly { readonly type: string; readonly field: string }[];
  readonly examples: readonly string[];
  readonly fields: readonly {
    readonly name: string;
    readonly type: string;
    readonly inline?: boolean;
    readonly examples: readonly string[];
  }[];
}

/** An example of upstream's reference of configuration, as a document. */
export interface Example {
  /** `network BondConfig.links`. */
  readonly of: string;
  readonly document: JsonObject;
  /** Whether upstream gives it for the whole document, and not for a part of it. */
  readonly isWhole: boolean;
}

/** Every example of the reference of a Talos minor, each in the document that it is for; `lost` have none. */
export function documentedExamples(talos: TalosMinor): { readonly examples: readonly Example[]; readonly lost: readonly string[] } {
  const packages: Record<string, DocumentedType[]> = JSON.parse(
    execFileSync(judges().talos[talos], ['--examples'], { encoding: 'utf8', maxBuffer: 2 ** 26 }),
  );
  const [examples, lost]: [Example[], string[]] = [[], []];
  for (const [name, types] of Object.entries(packages)) {
    for (const type of types) {
      const add = (of: string, text: string, field?: DocumentedType['fields'][number]) => {
        const [value] = parseAllDocuments(text).map((document) => document.toJS() as Json);
        const given = field === undefined ? value : field.inline && field.name === '' ? value : { [field.name]: value };
        const documents = documentsOf(given, type, types, new Set());
        if (documents.length === 0) lost.push(`${name} ${of}`);
        const isWhole = field === undefined && isRoot(type);
        examples.push(...documents.map((document) => ({ of: `${name} ${of}`, document, isWhole })));
      };
      for (const text of type.examples) add(type.type, text);
      for (const field of type.fields) for (const text of field.examples) add(`${type.type}.${field.name}`, text, field);
    }
  }
  return { examples, lost };
}

function isRoot({ type, fields }: DocumentedType): boolean {
  return type === 'Config' || fields.some((field) => field.inline && field.type === 'Meta');
}

/** The documents in which a value of a type may stand. */
function documentsOf(
  value: Json | undefined,
  type: DocumentedType,
  types: readonly DocumentedType[],
  above: ReadonlySet<DocumentedType>,
): JsonObject[] {
  if (above.has(type) || value === undefined) return [];
  if (isRoot(type)) {
    if (!isObject(value)) return [];
    return [type.type === 'Config' ? value : { apiVersion: 'v1alpha1', kind: type.type, ...value }];
  }
  return type.appearsIn.flatMap(({ type: outer, field: name }) => {
    const owner = types.find((one) => [one.type, `${one.type}V1Alpha1`].includes(outer) || alias(one.type) === outer);
    if (owner === undefined) return [];
    const held = owner.fields.find((field) => field.name === name)?.type ?? '';
    const wrapped =
      name === ''
        ? value
        : { [name]: held.startsWith('[]') && !Array.isArray(value) ? [value] : held.startsWith('map[') ? { a: value } : value };
    return documentsOf(wrapped, owner, types, new Set([...above, type]));
  });
}

/** Two kinds are called otherwise than their Go types. */
function alias(kind: string): string {
  return `${kind.replace(/^(ExtensionService|NetworkRule|NetworkDefaultAction)/, (long) => long.replace(/^(Extension|Network)/, ''))}V1Alpha1`;
}
