import { acceptances } from './acceptance';
import { bgp } from './bgp';
import { clusters } from './clusters';
import { connectivity } from './connectivity';
import { constructs } from './constructs';
import { datapaths } from './datapath';
import { definitions } from './definition';
import { exposures } from './exposures';
import { flows } from './flows';
import { gateways } from './gateways';
import { helmValues } from './helm-values';
import { hubble } from './hubble';
import { limits } from './limits';
import { loadBalancing } from './load-balancing';
import { metals } from './metal';
import { namespaces } from './namespaces';
import { networks } from './network';
import { objects } from './objects';
import { platforms } from './platform';
import { ports } from './ports';
import { resources } from './resources';
import { ownRules } from './rules';
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
  bgp,
  clusters,
  connectivity,
  constructs,
  datapath: datapaths,
  definition: definitions,
  exposures,
  flows,
  gateways,
  'helm-values': helmValues,
  hubble,
  limits,
  'load-balancing': loadBalancing,
  metal: metals,
  namespaces,
  network: networks,
  objects,
  platform: platforms,
  ports,
  resources,
  rules: ownRules,
  shape: shapes,
  'shape-data': dataShapes,
  'shape-references': referenceShapes,
  'shape-workloads': workloadShapes,
  storage,
  'talos-patches': talosPatches,
  versions,
  workloads,
};
