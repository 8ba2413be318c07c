import type { Rule } from '../rule';
import { addressRules } from './addresses';
import { announcedRules } from './announced';
import { bgpRules } from './bgp';
import { ciliumKindRules } from './cilium-kinds';
import { datapathRules } from './datapath';
import { dockerRules } from './docker';
import { firewallRules } from './firewall';
import { gatewayRules } from './gateways';
import { helmValueRules } from './helm-values';
import { hubbleRules } from './hubble';
import { inngestRules } from './inngest';
import { keeperRules } from './keepers';
import { l2Rules } from './l2';
import { machineConfigRules } from './machine-config';
import { machineRules } from './machines';
import { networkRules } from './network';
import { nodeIpamRules } from './node-ipam';
import { objectDefinitionRules } from './object-definitions';
import { objectReferenceRules } from './object-references';
import { orderRules } from './order';
import { otherNetworkRules } from './other-networks';
import { ownershipRules } from './ownership';
import { placementRules } from './placement';
import { policyRules } from './policies';
import { poolRules } from './pools';
import { portRules } from './ports';
import { resourceRules } from './resources';
import { routeRules } from './routes';
import { routingRules } from './routing';
import { storageRules } from './storage';
import { talosBgpRules } from './talos-bgp';
import { versionRules } from './versions';

/** Every rule of ours. */
export const rules: readonly Rule[] = [
  ...versionRules,
  ...networkRules,
  ...datapathRules,
  ...routingRules,
  ...firewallRules,
  ...helmValueRules,
  ...hubbleRules,
  ...portRules,
  ...addressRules,
  ...machineRules,
  ...machineConfigRules,
  ...poolRules,
  ...announcedRules,
  ...l2Rules,
  ...bgpRules,
  ...gatewayRules,
  ...routeRules,
  ...storageRules,
  ...resourceRules,
  ...placementRules,
  ...ownershipRules,
  ...keeperRules,
  ...orderRules,
  ...otherNetworkRules,
  ...ciliumKindRules,
  ...objectDefinitionRules,
  ...objectReferenceRules,
  ...nodeIpamRules,
  ...talosBgpRules,
  ...dockerRules,
  ...inngestRules,
  ...policyRules,
];
