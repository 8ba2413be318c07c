import { acceptances } from './acceptance';
import { besideCilium } from './beside-cilium';
import { bgp } from './bgp';
import { chartRefusals } from './chart-refusals';
import { ciliumKinds } from './cilium-kinds';
import { clusters } from './clusters';
import { connectivity } from './connectivity';
import { constructs } from './constructs';
import { datapaths } from './datapath';
import { definitions } from './definition';
import { exposures } from './exposures';
import { flows } from './flows';
import { gateways } from './gateways';
import { gitOps } from './gitops';
import { helmValues } from './helm-values';
import { hubble } from './hubble';
import { limits } from './limits';
import { loadBalancing } from './load-balancing';
import { machineConfig } from './machine-config';
import { metals } from './metal';
import { namespaces } from './namespaces';
import { networks } from './network';
import { objectDefinitions } from './object-definitions';
import { objects } from './objects';
import { ownership } from './ownership';
import { placements } from './placement';
import { platforms } from './platform';
import { policyBreadth } from './policies-breadth';
import { policyIsolation } from './policies-isolation';
import { policyNames } from './policies-names';
import { policyNodes } from './policies-nodes';
import { policyPorts } from './policies-ports';
import { policyRefused } from './policies-refused';
import { policySelectors } from './policies-selectors';
import { policyTiers } from './policies-tiers';
import { ports } from './ports';
import { resources } from './resources';
import { ownRules } from './rules';
import { secrets } from './secrets';
import { shapes } from './shape';
import { dataShapes } from './shape-data';
import { referenceShapes } from './shape-references';
import { workloadShapes } from './shape-workloads';
import { storage } from './storage';
import type { Refusal } from './support/refusal';
import { talosPatches } from './talos-patches';
import { versions } from './versions';
import { workloads } from './workloads';

/** Every refusal, by concern; the names are those of the files beside this one. */
export const corpus: Readonly<Record<string, readonly Refusal[]>> = {
  acceptance: acceptances,
  'beside-cilium': besideCilium,
  bgp,
  'chart-refusals': chartRefusals,
  'cilium-kinds': ciliumKinds,
  clusters,
  connectivity,
  constructs,
  datapath: datapaths,
  definition: definitions,
  exposures,
  flows,
  gateways,
  gitops: gitOps,
  'helm-values': helmValues,
  hubble,
  limits,
  'load-balancing': loadBalancing,
  metal: metals,
  namespaces,
  secrets,
  network: networks,
  'object-definitions': objectDefinitions,
  objects,
  ownership,
  placement: placements,
  platform: platforms,
  'policies-breadth': policyBreadth,
  'policies-isolation': policyIsolation,
  'policies-names': policyNames,
  'policies-nodes': policyNodes,
  'policies-ports': policyPorts,
  'policies-refused': policyRefused,
  'policies-selectors': policySelectors,
  'policies-tiers': policyTiers,
  ports,
  resources,
  rules: ownRules,
  shape: shapes,
  'shape-data': dataShapes,
  'shape-references': referenceShapes,
  'shape-workloads': workloadShapes,
  storage,
  'machine-config': machineConfig,
  'talos-patches': talosPatches,
  versions,
  workloads,
};
