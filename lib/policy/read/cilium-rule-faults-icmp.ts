import { nearest } from '../../base';
import type { IcmpField, RuleItem } from './cilium-rule';
import { mostPorts, refused } from './cilium-rule-faults-refused';
import { icmpProtocol, icmpTypes } from './icmp';
import type { Fault } from './schema';

/** Why Cilium would refuse what an item says of ICMP. */
export function icmpFaults({ icmps, toPorts }: RuleItem, path: string): Fault[] {
  const faults: Fault[] = [];
  if ((icmps ?? []).length > 0 && (toPorts ?? []).length > 0) {
    faults.push({
      path: `${path}.icmps`,
      message: refused('the ICMPs block may only be present without ToPorts. Define a separate rule to use ToPorts'),
      repair: 'write an item of its own for icmps',
    });
  }
  for (const [i, { fields }] of (icmps ?? []).entries()) {
    const at = `${path}.icmps[${i}].fields`;
    if ((fields ?? []).length > mostPorts) faults.push({ path: at, message: refused(`too many types, the max is ${mostPorts}`) });
    faults.push(...(fields ?? []).flatMap((field, n) => icmpTypeFaults(field, `${at}[${n}].type`)));
  }
  return faults;
}

function icmpTypeFaults({ type, family }: IcmpField, path: string): Fault[] {
  if (typeof type === 'number' || /^\d+$/.test(type)) return [];
  const known = icmpTypes[icmpProtocol(family)];
  if (Object.hasOwn(known, type)) return [];
  const near = nearest(type, Object.keys(known));
  return [
    {
      path,
      message: refused(`ICMP type ${type} not found in ${family ?? ''}`),
      repair: near === undefined ? 'write the number of the type' : `write '${near}'`,
    },
  ];
}
