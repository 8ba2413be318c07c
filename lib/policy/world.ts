import type { Entry } from './entry';
import type { Identity } from './identity';
import type { Profile } from './profile';

/** Everything that a decision needs: who is there, what the policies say, and how the agents are configured. */
export interface World {
  readonly identities: readonly Identity[];
  readonly entries: readonly Entry[];
  readonly profile: Profile;
  /** Whose rules can't be merged, so that agents keep what was before; of these nothing is known. */
  readonly unsettled?: ReadonlySet<Identity>;
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
