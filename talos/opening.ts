import type { Protocol } from '../lib/base';

/** Ports of a node that the ingress firewall lets somebody in at. */
export interface Opening {
  readonly name: string;
  readonly protocol: Lowercase<Exclude<Protocol, 'SCTP'>>;
  /** Numbers, and ranges as `2379-2380`. */
  readonly ports: readonly (number | string)[];
  /** In prefix notation. */
  readonly from: readonly string[];
}

/** Every address there is. */
export const anywhere: readonly string[] = ['0.0.0.0/0', '::/0'];
