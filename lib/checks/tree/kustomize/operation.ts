import type { JsonObject } from '../../../base';

/** Whether the object is an operation of a JSON patch (RFC 6902). */
export function isOperation(object: JsonObject): boolean {
  return typeof object.op === 'string' && typeof object.path === 'string';
}
