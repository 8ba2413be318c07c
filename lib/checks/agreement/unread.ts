import { compareText, type Finding, finding, inDefinition } from '../../base';
import { directions, type ReadWorld } from '../../policy';
import { unreadReason } from '../../policy/world';
import type { Declared } from './declared';

/** Policies that aren't read, and the workloads among those of the definition that they may be about. */
export function unreadFindings(world: ReadWorld, declared: Declared, file: string): Finding[] {
  const keys = new Map<string, Set<string>>();
  for (const { policy, members } of unreadPolicies(world)) {
    const own = [...declared.judged].filter(([i]) => members.has(i)).flatMap(([, endpoints]) => endpoints.map(({ key }) => key));
    if (own.length > 0) keys.set(policy, new Set(own));
  }
  return world.clusterPolicies.flatMap(({ source, name }) => {
    const own = [...(keys.get(name) ?? [])].sort(compareText);
    if (own.length === 0) return [];
    const origin = { kind: 'ClusterNetworkPolicy', namespace: '', name } as const;
    const whose = own.length > 3 ? `${own.slice(0, 2).map(quoted).join(', ')} and ${own.length - 2} more` : own.map(quoted).join(', ');
    return finding(
      'POL017',
      source.place?.('spec.subject') ?? source.at ?? inDefinition(file, 'objects'),
      `whether the policies of ${whose} allow what flows declare isn't known: ${unreadReason([origin])}`,
      {
        severity: 'warning',
        status: 'undecided',
        repair: 'write a CiliumClusterwideNetworkPolicy instead, or leave these workloads out of its subject',
      },
    );
  });
}

/** Each policy that isn't read, by name, with the identities that it may be about. */
export function unreadPolicies({ identities, unread }: ReadWorld): { readonly policy: string; readonly members: ReadonlySet<number> }[] {
  const indexes = new Map(identities.map((identity, i) => [identity, i]));
  const policies = new Map<string, Set<number>>();
  for (const direction of directions) {
    for (const [identity, origins] of unread?.[direction] ?? []) {
      for (const { name } of origins) {
        const members = policies.get(name) ?? new Set<number>();
        policies.set(name, members.add(indexes.get(identity) as number));
      }
    }
  }
  return [...policies].map(([policy, members]) => ({ policy, members })).sort((a, b) => compareText(a.policy, b.policy));
}

const quoted = (name: string) => `'${name}'`;
