import type { TalosConfig, TalosField } from '../../../imports/talos-config';
import { compareMinors, isObject, type Json, type JsonObject, nearest, oneOf, parseAddress, parseCidr } from '../../base';
import { deletes, kindOf, type Path } from './document';
import { documentField, knownMinors, minorsWith, talosConfigOf } from './schema';
import { olderPlace } from './twofold';

/** What is wrong at one place of a document. */
export interface ConfigFault {
  readonly what: 'unknown field' | 'value' | 'unknown kind' | 'swallowed' | 'argument' | 'operation';
  readonly path: Path;
  readonly message: string;
  readonly repair: string;
}

/** Keys by which a document is found, which stand beside its deletion. */
const identity = ['apiVersion', 'kind', 'name'];

/**
 * What a Talos that reads this document refuses of it, or drops, as far as the document alone tells: fields and kinds that it
 * doesn't know, values of another type, deletions that take more than they seem to. A null is no value, as in Talos.
 */
export function configFaults(document: JsonObject, config: TalosConfig): ConfigFault[] {
  const faults: ConfigFault[] = [];
  if (isOperation(document)) return [operation(document)];
  const kind = kindOf(document);
  const field = documentField(config, kind);
  if (kind !== undefined && document.apiVersion !== 'v1alpha1')
    faults.push({
      what: 'value',
      path: document.apiVersion === undefined ? [] : ['apiVersion'],
      message:
        document.apiVersion === undefined
          ? `'${kind}' has no apiVersion, and Talos reads no such document`
          : `'${String(document.apiVersion)}' is no version of Talos' documents`,
      repair: "write apiVersion: 'v1alpha1'",
    });
  if (kind !== undefined && field === undefined) return [...faults, unknownKind(kind, config)];
  if (kind === undefined && deletes(document))
    return [
      ...faults,
      {
        what: 'value',
        path: ['$patch'],
        message: 'the document of machine and cluster can not be deleted',
        repair: "delete what is in it, as { machine: { sysctls: { $patch: 'delete' } } }",
      },
    ];
  look(document, field as TalosField, [], { config, kind, faults });
  return faults;
}

interface Look {
  readonly config: TalosConfig;
  readonly kind: string | undefined;
  readonly faults: ConfigFault[];
}

function look(value: Json | undefined, field: TalosField, path: Path, to: Look): void {
  if (value === undefined || value === null) return;
  if (isObject(value) && Object.hasOwn(value, '$patch')) {
    const fault = patchFault(value, path);
    if (fault !== undefined) to.faults.push(fault);
    return;
  }
  if (field === 'any') return;
  if (typeof field === 'string') lookAtValue(value, field, path, to);
  else if ('values' in field) lookAtWord(value, field.values, path, to);
  else if ('list' in field) lookAtList(value, field.list, path, to);
  else if (isObject(value)) lookAtMap(value, field, path, to);
  else add(to, path, `${shown(value)} is not a map`, 'write { … }');
}

function lookAtList(value: Json, item: TalosField, path: Path, to: Look): void {
  if (Array.isArray(value)) for (const [i, below] of value.entries()) look(below, item, [...path, i], to);
  else add(to, path, `${shown(value)} is not a list`, isObject(value) ? 'write a list' : `write [${shown(value)}]`);
}

function lookAtMap(value: JsonObject, field: Extract<TalosField, { fields: unknown } | { map: unknown }>, path: Path, to: Look): void {
  for (const [key, below] of Object.entries(value)) {
    const inside = 'map' in field ? field.map : Object.hasOwn(field.fields, key) ? field.fields[key] : undefined;
    if (inside === undefined) to.faults.push(unknownField(key, path, 'fields' in field ? Object.keys(field.fields) : [], to));
    else look(below, inside, [...path, key], to);
  }
}

/** Talos deletes the map, and with it what is beside. In a list the first key says which item is meant. */
function patchFault({ $patch, ...others }: JsonObject, path: Path): ConfigFault | undefined {
  if ($patch !== 'delete')
    return {
      what: 'value',
      path: [...path, '$patch'],
      message: `${shown($patch ?? null)} is no way of patching: Talos knows 'delete' alone`,
      repair: 'leave it out: maps merge, and lists grow, but for a few that are replaced',
    };
  const isItem = typeof path.at(-1) === 'number';
  const swallowed = Object.keys(others).filter((key) => !(path.length === 0 && identity.includes(key)));
  if (isItem || swallowed.length === 0) return undefined;
  return {
    what: 'swallowed',
    path,
    message: `$patch: 'delete' takes ${oneOf(swallowed).replace(' or ', ' and ')} beside it as well`,
    repair: "leave $patch out, or write it at each key that is to go: { key: { $patch: 'delete' } }",
  };
}

function unknownField(key: string, path: Path, known: readonly string[], { config, kind }: Look): ConfigFault {
  const at = [...path, key];
  const others = minorsWith(kind, at);
  const near = nearest(key, known);
  const where = path.length === 0 ? (kind ?? 'the configuration') : `'${lastName(path)}'`;
  if (others.length > 0) {
    const [first] = others as readonly [string, ...string[]];
    const isNewer = compareMinors(first, config.minor) > 0;
    return {
      what: 'unknown field',
      path: at,
      message: isNewer
        ? `Talos ${config.minor} knows no '${key}' in ${where}, which came with Talos ${first}`
        : `Talos ${config.minor} knows no '${key}' in ${where} any more, as Talos ${others[others.length - 1]} did`,
      repair: isNewer ? `leave it out, or write versions: { talos: '${first}.…' }` : 'leave it out',
    };
  }
  return {
    what: 'unknown field',
    path: at,
    message: `unknown field '${key}' in ${where}`,
    repair:
      near !== undefined
        ? `write '${near}'`
        : known.length > 0 && known.length <= 12
          ? `leave it out, or write one of ${[...known].filter((k) => !identity.slice(0, 2).includes(k)).join(', ')}`
          : 'leave it out',
  };
}

function lastName(path: Path): string {
  return String([...path].reverse().find((key) => typeof key === 'string') ?? '');
}

function unknownKind(kind: string, config: TalosConfig): ConfigFault {
  const others = knownMinors.filter((minor) => Object.hasOwn(talosConfigOf(minor)?.documents ?? {}, kind));
  const [first] = others;
  const near = nearestKind(kind, Object.keys(config.documents));
  const older = olderPlace(kind);
  if (first !== undefined)
    return {
      what: 'unknown kind',
      path: ['kind'],
      message: `Talos ${config.minor} knows no document '${kind}', which came with Talos ${first}`,
      repair: older === undefined ? 'leave it out' : `write ${older} in the document of machine and cluster instead`,
    };
  return {
    what: 'unknown kind',
    path: ['kind'],
    message: `Talos knows no document '${kind}'`,
    repair: near === undefined ? 'leave it out' : `write '${near}'`,
  };
}

/** What nearly all names end with makes none of them near. */
function nearestKind(kind: string, known: readonly string[]): string | undefined {
  const stem = (name: string) => name.replace(/Config$/, '');
  const near = nearest(stem(kind), known.map(stem));
  return known.find((name) => stem(name) === near);
}

type Leaf = Extract<TalosField, string>;

function lookAtValue(value: Json, field: Leaf, path: Path, to: Look): void {
  switch (field) {
    case 'boolean':
      if (typeof value !== 'boolean') add(to, path, `${shown(value)} is not true or false`, 'write true or false');
      return;
    case 'integer':
      if (typeof value !== 'number' || !Number.isInteger(value)) add(to, path, `${shown(value)} is not a whole number`, asNumber(value));
      return;
    case 'arguments':
      if (isObject(value) || (Array.isArray(value) && value.some((item) => typeof item === 'object' && item !== null)))
        argument(to, path, `${shown(value)} is neither a text nor a list of texts`, "write 'a text' or ['a', 'list']");
      return;
    default:
      if (typeof value === 'object') {
        if (path.includes('extraArgs') && Array.isArray(value))
          argument(
            to,
            path,
            `Talos ${to.config.minor} takes one text for an argument, and no list, which Talos 1.13 began with`,
            `write '${value.map(String).join(',')}'`,
          );
        else add(to, path, `${shown(value)} is not a ${field === 'scalar' ? 'number or a text' : 'text'}`, 'write a text');
      } else if (field === 'prefix' && value !== '' && parseCidr(String(value)) === undefined)
        add(
          to,
          path,
          `${shown(value)} is no address with the length of its prefix`,
          parseAddress(String(value)) === undefined ? "write it as '192.168.1.11/24'" : `write '${String(value)}/24'`,
        );
      else if (field === 'address' && value !== '' && parseAddress(String(value).split('%', 1)[0] ?? '') === undefined)
        add(
          to,
          path,
          `${shown(value)} is not an address`,
          String(value).includes('/') ? `write '${String(value).split('/', 1)[0]}'` : "write it as '192.168.1.11'",
        );
  }
}

function asNumber(value: Json): string {
  return typeof value === 'string' && /^\d+$/.test(value) ? `write ${value}, without quotes` : 'write a whole number';
}

/** Talos reads its words in any case. A boolean may be YAML's reading of `off`. */
function lookAtWord(value: Json, words: readonly string[], path: Path, to: Look): void {
  if (typeof value === 'boolean' || (typeof value === 'string' && words.some((word) => word.toLowerCase() === value.toLowerCase()))) return;
  const near = typeof value === 'string' ? nearest(value, words) : undefined;
  add(to, path, `${shown(value)} is not ${oneOf(words)}`, near === undefined ? `write ${oneOf(words)}` : `write '${near}'`);
}

function add({ faults }: Look, path: Path, message: string, repair: string): void {
  faults.push({ what: 'value', path, message, repair });
}

function argument({ faults }: Look, path: Path, message: string, repair: string): void {
  faults.push({ what: 'argument', path, message, repair });
}

/** Whether this is an operation of a JSON patch (RFC 6902). */
function isOperation(document: JsonObject): boolean {
  return typeof document.op === 'string' && typeof document.path === 'string';
}

function operation({ op, path, value = null }: JsonObject): ConfigFault {
  const keys = String(path)
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const inside = op === 'remove' ? "{ $patch: 'delete' }" : shown(value);
  return {
    what: 'operation',
    path: [],
    message: `a JSON patch ('${String(op)}' at '${String(path)}') works on config of a single document, and there are several since Talos 1.12`,
    repair: `write ${keys.reduceRight((below, key) => `{ ${/^[A-Za-z_$][\w$]*$/.test(key) ? key : `'${key}'`}: ${below} }`, inside)}`,
  };
}

function shown(value: Json): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'a map' : String(value);
}
