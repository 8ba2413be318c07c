import type { Finding } from '../../base';
import type { Identity } from '../identity';
import type { AskedWorld } from './peer';

const named = /^(CiliumNetworkPolicy|CiliumClusterwideNetworkPolicy|NetworkPolicy) '([^']*)'/;

/** The findings about policies that would have had a say about the identity, but are refused, or can't be merged. */
export function rejectedFor(identity: Identity, { findings = [] }: AskedWorld): readonly Finding[] {
  return findings.filter(({ severity, message }) => {
    const [, kind, policy = ''] = named.exec(message) ?? [];
    if (severity !== 'error' || kind === undefined) return false;
    return kind === 'CiliumClusterwideNetworkPolicy' || (identity.namespace !== '' && policy.startsWith(`${identity.namespace}/`));
  });
}
