import { compareText } from '../../base';
import type { Allowance, Intent } from './intent';

/** Both sides of a workload's connections in a line, for whoever reads the policy. */
export function describeIntent({ ingress, egress }: Pick<Intent, 'ingress' | 'egress'>): string {
  return `in from ${side(ingress)}; out to ${side(egress)}`;
}

function side(allowances: readonly Allowance[]): string {
  const names = allowances.map(({ name, peer }) => (peer.kind === 'cidr' && name !== peer.cidr ? `${name} (${peer.cidr})` : name));
  return names.length === 0 ? 'nobody' : [...new Set(names)].sort(compareText).join(', ');
}
