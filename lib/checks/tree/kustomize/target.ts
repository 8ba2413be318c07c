import { isObject, type JsonObject, valueAt } from '../../../base';
import { isChosen, type LabelChoice, type LabelCondition } from '../../labels';
import { textAt } from '../tree';

/** Which objects a patch is for; `undefined` where that can't be told. */
export type Target = (object: JsonObject) => boolean;

/**
 * The objects that a target of a patch chooses: by regular expressions that match the whole text, and by selectors.
 *
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/
 */
export function targetOf(target: JsonObject): Target | undefined {
  const texts = ['group', 'version', 'kind', 'name', 'namespace'].map((key) => [key, textAt(target, key)] as const);
  const expressions = new Map<string, RegExp>();
  for (const [key, text] of texts) {
    if (text === undefined || text === '') continue;
    const expression = whole(text);
    if (expression === undefined) return undefined;
    expressions.set(key, expression);
  }
  const labels = selectorOf(textAt(target, 'labelSelector'));
  const annotations = selectorOf(textAt(target, 'annotationSelector'));
  if (labels === undefined || annotations === undefined) return undefined;
  return (object) => {
    const has = identityOf(object);
    const isNamed = [...expressions].every(([key, expression]) => has[key] === undefined || expression.test(has[key] ?? ''));
    return isNamed && isChosen(mapAt(object, 'labels'), labels) && isChosen(mapAt(object, 'annotations'), annotations);
  };
}

/** The objects that have the same group, kind and name, and namespace where both say one. */
export function alike(patch: JsonObject): Target {
  const own = identityOf(patch);
  return (object) => {
    const has = identityOf(object);
    const isIn = own.namespace === undefined || has.namespace === undefined || own.namespace === has.namespace;
    return isIn && own.group === has.group && own.kind === has.kind && own.name === has.name;
  };
}

/** Names of an object; a namespace that it doesn't say may be given to it by others. */
function identityOf(object: JsonObject): Readonly<Record<string, string | undefined>> {
  const [left = '', right] = String(object.apiVersion ?? '').split('/', 2);
  return {
    group: right === undefined ? '' : left,
    version: right ?? left,
    kind: textAt(object, 'kind') ?? '',
    name: textAt(object, 'metadata', 'name') ?? '',
    namespace: textAt(object, 'metadata', 'namespace'),
  };
}

function mapAt(object: JsonObject, key: string): Readonly<Record<string, string>> {
  const map = valueAt(object, 'metadata', key);
  return isObject(map) ? (map as Record<string, string>) : {};
}

function whole(text: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${text})$`);
  } catch {
    return undefined;
  }
}

/** A selector as text: `a=b,c!=d,e in (f, g),h,!i`. */
function selectorOf(text: string | undefined): LabelChoice | undefined {
  if (text === undefined || text.trim() === '') return [];
  const parts = text.match(/[^,(]+(\([^)]*\))?/g) ?? [];
  const conditions = parts.map((part) => conditionOf(part.trim()));
  return conditions.every((condition) => condition !== undefined) ? conditions : undefined;
}

function conditionOf(part: string): LabelCondition | undefined {
  const key = '[\\w./-]+';
  const [, among, operator, list] = new RegExp(`^(${key})\\s+(in|notin)\\s*\\(([^)]*)\\)$`).exec(part) ?? [];
  if (among !== undefined)
    return { key: among, operator: operator === 'in' ? 'In' : 'NotIn', values: (list ?? '').split(',').map((value) => value.trim()) };
  const [, equal, sign, value = ''] = new RegExp(`^(${key})\\s*(==?|!=)\\s*([\\w./-]*)$`).exec(part) ?? [];
  if (equal !== undefined) return { key: equal, operator: sign === '!=' ? 'NotIn' : 'In', values: [value] };
  const [, not, there] = new RegExp(`^(!?)\\s*(${key})$`).exec(part) ?? [];
  return there === undefined ? undefined : { key: there, operator: not === '!' ? 'DoesNotExist' : 'Exists', values: [] };
}
