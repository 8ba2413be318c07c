import type { World } from '../world';
import { PortSets } from './port-sets';
import { Relation } from './relation';

export type { Classes } from './behaviour';
export { type AnyProtocol, highestPorts, PortSet, protocolOrder, type Span } from './port-set';
export { PortSets, type Ports } from './port-sets';
export { portText, spanText } from './port-text';
export { type Posture, Relation } from './relation';
export { isUnrestricted, type MaybeState, type Redirect, type State } from './state';

/** How a relation is worked out. */
export interface RelateOptions {
  /** Where its sets of ports come from; relations of which sets are compared share one. */
  readonly sets?: PortSets;
  /** Up to how many classes of identities the ports of all pairs are kept; four bytes to a pair. */
  readonly mostKept?: number;
}

/** Which ports every identity of the world reaches at every other. */
export function relate(world: World, { sets = new PortSets(), mostKept = 5000 }: RelateOptions = {}): Relation {
  return new Relation(world, sets, mostKept);
}
