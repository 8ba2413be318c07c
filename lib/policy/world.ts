import type { Direction, Entry, Origin } from './entry';
import type { Identity } from './identity';
import type { Profile } from './profile';

/** By direction: identities, each with the policies that may be about it and have no entries. */
export type Unread = Readonly<Record<Direction, ReadonlyMap<Identity, readonly Omit<Origin, 'path'>[]>>>;

/** Everything that a decision needs: who is there, what the policies say, and how the agents are configured. */
export interface World {
  readonly identities: readonly Identity[];
  readonly entries: readonly Entry[];
  readonly profile: Profile;
  /** Whose rules can't be merged, so that agents keep what was before; of these nothing is known. */
  readonly unsettled?: ReadonlySet<Identity>;
  /** About whom there may be policies that agents read and that aren't read here; of these nothing is known either. */
  readonly unread?: Unread;
}

/** Why nothing is known of whom policies may be about that aren't read here. */
export function unreadReason(policies: readonly Omit<Origin, 'path'>[]): string {
  const names = policies.map(({ kind, name }) => `${kind} '${name}'`).join(' and ');
  const [is, comes] = policies.length === 1 ? ["isn't", 'comes'] : ["aren't", 'come'];
  return `${names}, which Cilium reads here, may be about it: that ${comes} before or after all other policies, and ${is} worked out here`;
}

/** Whether the identity is that of a node itself. */
export function isHost(identity: Identity): boolean {
  return identity.labels.some(({ source, key }) => source === 'reserved' && key === 'host');
}

/** Whether policies are enforced at this identity's side of a connection. */
export function hasSay(identity: Identity, profile: Profile): boolean {
  if (profile.enforcement === 'never') return false;
  return isHost(identity) ? profile.hostFirewall : identity.endpoint;
}

/** Whether the identity's direction is closed even where no policy selects it. */
export function isAlwaysClosed(identity: Identity, profile: Profile): boolean {
  return profile.enforcement === 'always' || identity.labels.some(({ key }) => key === 'init');
}
