import type { JsonObject } from '../../lib/base';
import type { Layer, Model } from '../../lib/model';
import type { LayeredObject } from '../object';
import { argocdObjects } from './argocd';
import { fluxObjects } from './flux';
import type { GitOpsObject } from './object';
import { stepsOf } from './steps';

export { keepObjects } from './keep';
export type { GitOpsObject } from './object';

/** The objects by which Flux or Argo CD keeps the cluster as its output; none where the definition asks for neither. */
export function gitOpsObjects(model: Model, objects: readonly LayeredObject[], values: JsonObject | undefined): GitOpsObject[] {
  const { gitops } = model;
  if (gitops === undefined) return [];
  const steps = stepsOf(model, new Set<Layer>(objects.map(({ layer }) => layer)));
  return gitops.tool === 'flux' ? fluxObjects(model, gitops, steps, values) : argocdObjects(model, gitops, steps, values);
}
