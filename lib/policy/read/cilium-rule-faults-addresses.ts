import { asCidr, type Cidr, contains, parseCidr } from '../../base';
import type { Profile } from '../profile';
import type { CidrRule } from './cilium-rule';
import { refused } from './cilium-rule-faults-refused';
import { selectorFaults } from './label-selector-faults';
import type { Fault } from './schema';

/** Why Cilium would refuse an address, or a block of them. */
export function cidrFaults(text: string, path: string): Fault[] {
  if (text === '') return [{ path, message: refused('IP must be specified'), repair: "write a block such as '10.0.0.0/8'" }];
  if (asCidr(text) !== undefined) return [];
  return [{ path, message: refused(`unable to parse CIDR: '${text}'`), repair: "write a block such as '10.0.0.0/8'" }];
}

/** Why Cilium would refuse a block, or a group, with its exceptions. */
export function cidrRuleFaults(rule: CidrRule, path: string, profile: Profile): Fault[] {
  const given = [rule.cidr, rule.cidrGroupRef, rule.cidrGroupSelector].filter((value) => value).length;
  if (given !== 1) {
    return [
      {
        path,
        message: refused(
          given === 0
            ? 'one of cidr, cidrGroupRef, or cidrGroupSelector is required'
            : 'more than one of cidr, cidrGroupRef, or cidrGroupSelector may not be set',
        ),
        repair: 'write one of the three',
      },
    ];
  }
  if (rule.cidrGroupSelector) return selectorFaults(rule.cidrGroupSelector, `${path}.cidrGroupSelector`, profile, 'cidrgroup');
  if (!rule.cidr) return [];
  const block = parseCidr(rule.cidr);
  if (block === undefined) {
    return [
      {
        path: `${path}.cidr`,
        message: refused(`unable to parse CIDRRule "${rule.cidr}"`),
        repair: asCidr(rule.cidr) === undefined ? "write a block such as '10.0.0.0/8'" : `write '${asCidr(rule.cidr)?.canonical}'`,
      },
    ];
  }
  return (rule.except ?? []).flatMap((text, i): Fault[] => {
    const except = parseCidr(text);
    const at = `${path}.except[${i}]`;
    if (except === undefined) {
      return [{ path: at, message: refused(`netip.ParsePrefix("${text}")`), repair: "write a block such as '10.1.0.0/16'" }];
    }
    if (contains(block, except) || (profile.cilium === '1.19' && beginsInside(text, block))) return [];
    return [
      {
        path: at,
        message: refused(`allow CIDR prefix ${rule.cidr} does not contain exclude CIDR prefix ${text}`),
        repair: `write a block inside of ${rule.cidr}, or leave it out`,
      },
    ];
  });
}

/** All that 1.19 looks at: whether the address in front of the slash is one of the block. */
function beginsInside(except: string, block: Cidr): boolean {
  const address = asCidr(except.split('/')[0] as string);
  return address !== undefined && contains(block, address);
}
