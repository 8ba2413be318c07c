import { parseVersion, valueAt } from '../../base';
import type { Entry } from '../../policy';
import { clusterPolicyGroup, clusterPolicyVersion } from '../../policy/read/cluster-network-policy';
import { placeOf } from '../../policy/read/policies';
import { isImplied } from '../policies/implied';
import { calledPolicy } from '../policies/items';
import { hasPortsOf, portsText } from '../policies/ports';
import { isDisjoint, isWithin, numbersIn, placeOfEntry, type Reading } from '../policies/reading';
import { type Point, type TieredRule, type Tiers, tiersOf } from '../policies/tiers';
import type { Breach } from '../rule';
import { rule } from './define';
import { policyRule } from './policy-rule';

/** Policies of the cluster's administrator, which come before or after all others. */
export const policyTierRules = [
  policyRule('POL047', (reading) => {
    const tiers = tiersOf(reading);
    const found = new Map<string, Breach>();
    for (const [a, b] of pairsOf(tiers.rules)) {
      const key = `${a.policy.name} ${b.policy.name} ${a.rule.direction}`;
      const point = found.has(key) ? undefined : tiers.common([a, b]).find((p) => isFirst(tiers, p, [a, b]) && isLeftTo(tiers, p, a));
      if (point === undefined) continue;
      const { tier, priority } = a.policy;
      found.set(key, {
        at: placeOfEntry(a.rule),
        message: `${calledPolicy(a.rule.origin)} ${does(a.rule)} ${tiers.named(point)}, which '${b.policy.name}' ${does(b.rule)}, and both are of tier ${tier} with priority ${priority}: nobody says which of them counts`,
        repair: 'give one of them another priority',
        also: [placeOfEntry(b.rule)],
      });
    }
    return [...found.values()];
  }),
  policyRule('POL048', (reading) => {
    const tiers = tiersOf(reading);
    return tiers.rules
      .filter(({ policy, rule: { verdict } }) => policy.tier === 'Baseline' && verdict === 'allow')
      .flatMap((one): Breach[] => {
        for (const point of tiers.common([one])) {
          const isolating = reading
            .about(point.subject, point.direction)
            .find(({ defaultDeny, origin }) => defaultDeny && origin.kind === 'NetworkPolicy');
          const { verdict, ground } = tiers.between(point);
          if (isolating === undefined || verdict !== 'denied' || ground !== 'default' || !isFirst(tiers, point, [one])) continue;
          return [
            {
              at: placeOfEntry(one.rule),
              message: `${calledPolicy(one.rule.origin)} accepts ${tiers.named(point)} in tier Baseline, and ${calledPolicy(isolating.origin)} isolates ${reading.named(point.subject)} without a rule for it: Kubernetes leaves that to the NetworkPolicy and denies it, while Cilium lets it through, a question that is open upstream`,
              repair: 'leave pods that a NetworkPolicy selects out of the subject, or allow it in the NetworkPolicy',
              also: [placeOfEntry(isolating)],
            },
          ];
        }
        return [];
      });
  }),
  policyRule('POL049', (reading) => {
    const tiers = tiersOf(reading);
    const deciding = tiers.rules.filter(({ policy, rule: { verdict } }) => policy.tier === 'Admin' && verdict !== 'pass');
    const found = new Map<string, Breach>();
    for (const entry of deciding.length === 0 ? [] : reading.world.entries) {
      const key = `${calledPolicy(entry.origin)} ${entry.origin.path}`;
      const before = found.has(key) ? undefined : deciding.find((one) => isBefore(tiers, one, entry));
      const flow = before === undefined ? undefined : witness(reading, entry);
      if (before === undefined || flow === undefined) continue;
      found.set(key, {
        at: placeOfEntry(entry),
        message: `${calledPolicy(before.rule.origin)} of tier Admin decides first about all that ${calledPolicy(entry.origin)} says here: ${flow} is ${before.rule.verdict === 'deny' ? 'denied' : 'accepted'} with this rule and without`,
        repair: 'leave the rule out, or write action: Pass there for what other policies are to decide',
        also: [placeOfEntry(before.rule)],
      });
    }
    return [...found.values()];
  }),
  rule('POL061', ['policies', 'cilium.version', 'cilium.values'], ({ policies, 'cilium.version': { value: version } }): Breach[] => {
    if (policies.value === undefined || version === undefined) return [];
    const { sources, profile } = policies.value;
    return sources.flatMap((source): Breach[] => {
      const { apiVersion, kind } = source.object;
      if (String(apiVersion).split('/')[0] !== clusterPolicyGroup || !kinds.includes(String(kind))) return [];
      const isRight = apiVersion === clusterPolicyVersion && kind === 'ClusterNetworkPolicy';
      if (isRight && profile.clusterNetworkPolicies) return [];
      const called = `${String(kind)} '${String(valueAt(source.object, 'metadata', 'name') ?? '')}'`;
      const isOld = profile.cilium === '1.19';
      const minor = parseVersion(version)?.minor ?? profile.cilium;
      const why = !isRight
        ? `Cilium reads no ${String(kind)} of ${String(apiVersion)}`
        : isOld
          ? `Cilium ${minor} reads no ClusterNetworkPolicy`
          : 'Cilium reads ClusterNetworkPolicy only where it is told to';
      const other = isRight ? '' : `a ClusterNetworkPolicy of ${clusterPolicyVersion} with `;
      return [
        {
          at: placeOf(source, isRight ? 'kind' : 'apiVersion'),
          message: `${why}: nobody enforces ${called}, and every pod that it is about stays as other policies leave it`,
          repair: `write a CiliumClusterwideNetworkPolicy${isOld ? '' : `, or ${other}k8sClusterNetworkPolicy: { enabled: true } in Cilium's values`}`,
        },
      ];
    });
  }),
];

const kinds: readonly string[] = ['ClusterNetworkPolicy', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy'];

function does({ verdict }: Entry): string {
  return { allow: 'accepts', deny: 'denies', pass: 'passes on' }[verdict];
}

/** Rules that contradict each other, of two policies that come at the same time. */
function pairsOf(rules: readonly TieredRule[]): [TieredRule, TieredRule][] {
  return rules.flatMap((a, i) =>
    rules
      .slice(i + 1)
      .filter(
        (b) =>
          b.policy !== a.policy &&
          b.policy.tier === a.policy.tier &&
          b.policy.priority === a.policy.priority &&
          b.rule.direction === a.rule.direction &&
          b.rule.verdict !== a.rule.verdict,
      )
      .map((b): [TieredRule, TieredRule] => [a, b]),
  );
}

/** Whether no other rule of a tier may decide a connection before these do, of which each is the first of its policy that does. */
function isFirst(tiers: Tiers, point: Point, [first, ...others]: readonly [TieredRule, ...TieredRule[]]): boolean {
  const own = [first, ...others];
  return !tiers.rules.some((other) => {
    const same = own.find(({ policy }) => policy === other.policy);
    const isEarlier =
      other.rule.tier < first.rule.tier ||
      (same === undefined
        ? other.rule.tier === first.rule.tier && other.policy.priority <= first.policy.priority
        : other.rule.priority < same.rule.priority);
    return isEarlier && tiers.speaks(other, point) !== false;
  });
}

/** Whether a connection gets to the tier of a rule: to the last only where no other policy is about the subject. */
function isLeftTo({ reading }: Tiers, { subject, direction }: Point, { policy }: TieredRule): boolean {
  return policy.tier === 'Admin' || reading.about(subject, direction).length === 0;
}

/** Whether a rule of the first tier decides about everything that an entry of other policies speaks of. */
function isBefore(tiers: Tiers, one: TieredRule, entry: Entry): boolean {
  const { reading } = tiers;
  const { identities, profile } = reading.world;
  const { subject } = one.policy;
  if (subject === undefined || one.rule.unknownPeers !== undefined || entry.direction !== one.rule.direction || entry.node) return false;
  if (entry.unknownPeers !== undefined || entry.peers.length === 0 || !hasPortsOf(one.rule.ports, entry.ports)) return false;
  const pods = identities.filter(({ kind }) => kind === 'pods' || kind === 'other-pods');
  const isWhole =
    isImplied(subject, entry.subject, entry.namespace, pods, profile) &&
    entry.peers.every((peer) => one.rule.peers.some((outer) => isImplied(outer, peer, '', pods, profile))) &&
    isWithin(reading.possiblePeers(entry), reading.peers(one.rule));
  return isWhole && !tiers.rules.some((other) => other.rule.verdict === 'pass' && mayComeFirst(reading, other, one, entry));
}

/** Whether a rule that passes on may do so, before another decides, with something that an entry speaks of. */
function mayComeFirst(reading: Reading, other: TieredRule, one: TieredRule, entry: Entry): boolean {
  if (other.policy.tier !== 'Admin' || other.rule.direction !== entry.direction) return false;
  const isEarlier = other.policy === one.policy ? other.rule.priority < one.rule.priority : other.policy.priority <= one.policy.priority;
  if (!isEarlier) return false;
  const isApart =
    (other.policy.subject !== undefined && isDisjoint(reading.subjects(other.rule).possible, reading.subjects(entry).possible)) ||
    (other.rule.unknownPeers === undefined && isDisjoint(reading.possiblePeers(other.rule), reading.possiblePeers(entry)));
  return !isApart;
}

/** A connection of pods that an entry speaks of. */
function witness(reading: Reading, entry: Entry): string | undefined {
  const [subject] = reading.podsIn(reading.subjects(entry).certain);
  const peers = reading.peers(entry);
  const [peer] = [...reading.podsIn(peers), ...numbersIn(peers)].filter((i) => i !== subject);
  if (subject === undefined || peer === undefined) return undefined;
  const [from, to] = entry.direction === 'egress' ? [subject, peer] : [peer, subject];
  return `${reading.named(from)} → ${reading.named(to)} ${portsText(entry.ports)}`;
}
