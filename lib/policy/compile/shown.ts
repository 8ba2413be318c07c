import type { Allowance } from './intent';

/**
 * The allowances as a policy has them: all of each where it is enforced. Where it isn't, server names are left out, since
 * Cilium denies others all the same; to HTTP and DNS rules it adds that everything passes.
 */
export function shown(allowances: readonly Allowance[], enforce: boolean): readonly Allowance[] {
  if (enforce) return allowances;
  return allowances.map(({ l7, ...rest }) => (l7 === undefined || l7.kind === 'server-names' ? rest : { ...rest, l7 }));
}
