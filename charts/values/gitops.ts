import type { Model } from '../../lib/model';
import type { CommonValues } from './common';

/**
 * What Argo CD has to be told of Cilium's objects. The Job for Hubble's certificates has another name in each release, and the
 * finished one of the last would show Cilium as out of sync for ever.
 *
 * @see https://github.com/cilium/cilium/issues/14550
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/compare-options/#ignoring-resources-that-are-extraneous
 */
export function gitOpsValues({ gitops, network }: Model): Pick<CommonValues, 'certgen'> {
  if (gitops?.tool !== 'argocd' || network.cilium?.hubble.enabled !== true) return {};
  return { certgen: { annotations: { job: { 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous' } } } };
}
