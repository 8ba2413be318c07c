import { type JsonObject, valueAt } from '../../base';
import type { ObjectFact } from '../fact';

/** Whether the object is of one of the kinds that Cilium's operator brings. */
export function isOfCilium({ apiVersion }: JsonObject): boolean {
  return typeof apiVersion === 'string' && apiVersion.startsWith('cilium.io/');
}

/** An object as people call it: `CiliumLoadBalancerIPPool 'lan'`. */
export function called({ object }: ObjectFact): string {
  return `${String(object.kind)} '${String(valueAt(object, 'metadata', 'name'))}'`;
}

/** ` and 2 more`, or nothing where there are none. */
export function andMore(rest: readonly unknown[]): string {
  return rest.length === 0 ? '' : ` and ${rest.length} more`;
}
