import type { Rule } from '../rule';
import { addressRules } from './addresses';
import { datapathRules } from './datapath';
import { hubbleRules } from './hubble';
import { networkRules } from './network';
import { portRules } from './ports';
import { resourceRules } from './resources';
import { storageRules } from './storage';

/** Every rule of ours. */
export const rules: readonly Rule[] = [
  ...networkRules,
  ...datapathRules,
  ...hubbleRules,
  ...portRules,
  ...addressRules,
  ...storageRules,
  ...resourceRules,
];
