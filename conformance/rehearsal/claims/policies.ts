import { unlike } from '../conditions';
import { liveObjects } from '../rehearse';
import { about, type Claim } from './claim';

/** The operator takes every policy. */
export const policiesAreValid: Claim = async (rehearsal) => {
  const policies = await liveObjects(rehearsal, 'CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy');
  return policies.flatMap((policy) => about(policy, unlike(policy.status, { Valid: 'True' })));
};
