import type { Rule } from '../rule';
import { addressRules } from './addresses';
import { announcedRules } from './announced';
import { bgpRules } from './bgp';
import { datapathRules } from './datapath';
import { firewallRules } from './firewall';
import { gatewayRules } from './gateways';
import { hubbleRules } from './hubble';
import { l2Rules } from './l2';
import { machineRules } from './machines';
import { networkRules } from './network';
import { poolRules } from './pools';
import { portRules } from './ports';
import { resourceRules } from './resources';
import { routeRules } from './routes';
import { routingRules } from './routing';
import { storageRules } from './storage';

/** Every rule of ours. */
export const rules: readonly Rule[] = [
  ...networkRules,
  ...datapathRules,
  ...routingRules,
  ...firewallRules,
  ...hubbleRules,
  ...portRules,
  ...addressRules,
  ...machineRules,
  ...poolRules,
  ...announcedRules,
  ...l2Rules,
  ...bgpRules,
  ...gatewayRules,
  ...routeRules,
  ...storageRules,
  ...resourceRules,
];
