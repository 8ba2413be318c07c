import type { PortRange } from '../../policy';

/** Whether everything may pass at a port of a rule, since the rule asks nothing of a proxy. */
export function isUnlimited({ l7 }: PortRange): boolean {
  return l7 === undefined;
}
