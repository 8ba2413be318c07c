import { keysOf, type Place, pathOf, valueAt } from '../../base';
import type { Fault } from '../../policy/read/schema';
import type { ObjectFact } from '../fact';
import { objectFaults } from '../objects/faults';
import { minorsWithSchemas, objectSchema } from '../objects/schemas';
import type { Breach } from '../rule';
import { rule } from './define';

/** Objects of Cilium's kinds and the Gateway API's, held against the definitions that the API server has of them. */
export const objectDefinitionRules = [
  rule('OBJ010', ['objects', 'cilium.version'], ({ objects, 'cilium.version': cilium }): Breach[] => {
    const version = cilium.value;
    if (version === undefined || !minorsWithSchemas.some((minor) => version.startsWith(`${minor}.`))) return [];
    return (objects.value ?? []).flatMap((fact) => breachesOf(fact, version));
  }),
];

function breachesOf({ object, at }: ObjectFact, cilium: string): Breach[] {
  const [apiVersion, kind] = [String(object.apiVersion), String(object.kind)];
  const schema = objectSchema(apiVersion, kind, cilium);
  if (schema === undefined || isMade(at)) return [];
  const what = `the ${kind} '${String(valueAt(object, 'metadata', 'name') ?? '')}'`;
  return objectFaults(object, schema).map((fault) => ({
    at: inside(at, fault.path),
    message: `${fault.path === '' ? what : `${fault.path} of ${what}`}: ${fault.message}, so the API server refuses the object`,
    repair: fault.repair ?? 'write what the definition of its kind asks for',
    // Another channel of the Gateway API has further fields, and a repository may bring that.
    ...(at.in === 'document' && apiVersion.startsWith('gateway.') && isUnknownField(fault) ? { severity: 'warning' as const } : {}),
  }));
}

/** Whether a definition's options have made the object: those are judged where they stand, by rules of their own. */
function isMade(at: Place): boolean {
  return at.in === 'definition' && !/^objects\b/.test(at.path);
}

function isUnknownField({ message }: Fault): boolean {
  return message.startsWith('unknown field');
}

/** The place of a field: in a document it can be found, and what a definition makes of its options has none there. */
function inside(at: Place, path: string): Place {
  return at.in === 'document' && path !== '' ? { ...at, path: pathOf([...keysOf(at.path ?? ''), ...keysOf(path)]) } : at;
}
