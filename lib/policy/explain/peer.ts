import type { FindingId } from '../../base';
import type { Identity } from '../identity';
import type { Workload } from '../read/workloads';
import type { ReadWorld } from '../read/world';
import type { World } from '../world';

/** One end of a connection, as somebody called it. */
export interface Peer {
  /** What it is called in answers: `apps/api`, `10.5.0.1`, `world`. */
  readonly name: string;
  /** Those that it may be; several where policies tell them apart, though the name doesn't. */
  readonly identities: readonly Identity[];
  /** The workloads that it names, if it names any. */
  readonly workloads: readonly Workload[];
  /** What somebody who calls it so should know. */
  readonly notes: readonly string[];
}

/** A world to ask about; what isn't there is no part of answers. */
export type AskedWorld = World & Partial<Pick<ReadWorld, 'workloads' | 'services' | 'findings'>>;

/** An identity by itself, under a name. */
export function peerOf(identity: Identity, name = identity.name): Peer {
  return { name, identities: [identity], workloads: [], notes: [] };
}

/** Whom a name means, or why it means nobody. */
export type Named = Peer | { readonly id: FindingId; readonly message: string; readonly repair: string };
