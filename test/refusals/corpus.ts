import { acceptances } from './acceptance';
import { connectivity } from './connectivity';
import { constructs } from './constructs';
import { definitions } from './definition';
import { exposures } from './exposures';
import { flows } from './flows';
import { helmValues } from './helm-values';
import { hubble } from './hubble';
import { limits } from './limits';
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
  connectivity,
  constructs,
  definition: definitions,
  exposures,
  flows,
  'helm-values': helmValues,
  hubble,
  limits,
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
