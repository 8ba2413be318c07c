import type { Rule } from '../rule';
import { policyAddressRules } from './policy-addresses';
import { policyBreadthRules } from './policy-breadth';
import { policyDnsRules } from './policy-dns';
import { policyIsolationRules } from './policy-isolation';
import { policyKubernetesRules } from './policy-kubernetes';
import { policyLimitRules } from './policy-limits';
import { policyNameRules } from './policy-names';
import { policyNodeRules } from './policy-nodes';
import { policyPortRules } from './policy-ports';
import { policyReachRules } from './policy-reach';
import { policyRedundantRules } from './policy-redundant';
import { policyRequestRules } from './policy-requests';
import { policySelectorRules } from './policy-selectors';
import { policyServiceRules } from './policy-services';
import { policyTierRules } from './policy-tiers';

/** Every rule over policies. */
export const policyRules: readonly Rule[] = [
  ...policyBreadthRules,
  ...policySelectorRules,
  ...policyNameRules,
  ...policyDnsRules,
  ...policyIsolationRules,
  ...policyAddressRules,
  ...policyPortRules,
  ...policyRequestRules,
  ...policyNodeRules,
  ...policyKubernetesRules,
  ...policyServiceRules,
  ...policyRedundantRules,
  ...policyLimitRules,
  ...policyReachRules,
  ...policyTierRules,
];

/** The ids of those rules: what they find keeps nothing else from being worked out. */
export const aboutPolicies: ReadonlySet<string> = new Set(policyRules.map(({ id }) => id));

/** The ids of those that ask who reaches whom, and so rest while nothing of that has changed. */
export const aboutReach: ReadonlySet<string> = new Set(policyReachRules.map(({ id }) => id));
