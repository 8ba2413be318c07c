import { overlaps, parseCidr } from '../../base';
import type { Breach } from '../rule';
import { rule } from './define';

/** Address ranges against each other. */
export const addressRules = [
  rule('INV031', ['subnets'], ({ subnets }): Breach[] => {
    const list = (subnets.value ?? []).flatMap((subnet) => {
      const cidr = parseCidr(subnet.cidr);
      return cidr === undefined ? [] : [{ ...subnet, parsed: cidr }];
    });
    return list.flatMap((one, i) =>
      list
        .slice(0, i)
        .filter((other) => overlaps(one.parsed, other.parsed))
        .map((other) => ({
          at: one.at,
          also: [other.at],
          message: `'${one.cidr}' (${one.name}) overlaps '${other.cidr}' (${other.name}): packets would go to the wrong one`,
          repair: 'write ranges that share no address',
        })),
    );
  }),
];
