import type { PortRange } from '../../policy';

/** Whether everything may pass at a port of a rule, since the rule asks nothing of a proxy. */
export function isUnlimited({ l7 }: PortRange): boolean {
  return l7 === undefined;
}

/** Whether a port of a rule asks a proxy for names alone, and takes every name: it is to see them, and limits nothing. */
export function takesEveryName({ l7 }: PortRange): boolean {
  return l7?.http === undefined && (l7?.dns ?? []).some(({ matchPattern }) => matchPattern === '*' || matchPattern === '**');
}
